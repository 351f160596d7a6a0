import type { SchoolDay } from '@heliotrope/kernel';
import { INFORMANT_WORDS, type InstrumentDefinition } from '@heliotrope/screening/rules';
import type { ReportBlock, ReportCell, ReportDocument } from './report-document.js';

export interface PupilScore {
  readonly id: string;
  readonly name: string;
  readonly value: number | null;
  readonly band: string | null;
  readonly range: readonly [number, number];
  readonly worse: 'higher' | 'lower' | 'neither';
  /** Published cuts of this score, in words. */
  readonly cuts: readonly string[];
}

export interface PupilSheet {
  readonly instrument: string;
  readonly version: string;
  readonly title: string;
  readonly informant: InstrumentDefinition['informant'];
  readonly on: SchoolDay;
  readonly late: boolean;
  readonly validity: 'valid' | 'suspicious' | 'void' | 'incomplete' | 'unscorable';
  readonly validityReasons: readonly string[];
  readonly scores: readonly PupilScore[];
}

export interface PupilDecision {
  readonly at: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly reason: string;
}

export interface PupilRound {
  readonly title: string;
  readonly window: string;
  readonly sheets: readonly PupilSheet[];
  /** Why a person had to look; empty where nobody had to. */
  readonly rules: readonly string[];
  /** As decided by a person; null while it waits; undefined where nobody had to look. */
  readonly level: string | null | undefined;
  readonly decisions: readonly PupilDecision[];
}

export interface PupilFacts {
  readonly name: string;
  readonly sex: string;
  readonly schoolName: string;
  readonly className: string;
  readonly purpose: string;
  readonly asOf: SchoolDay;
  readonly watermark: string;
  /** The newest first. */
  readonly rounds: readonly PupilRound[];
}

const VALIDITY: Readonly<Record<PupilSheet['validity'], string>> = {
  valid: '有效', suspicious: '存疑', void: '无效，得分不作依据', incomplete: '未答完', unscorable: '无法计分',
};
const WORSE = { higher: '越高越需要关注', lower: '越低越需要关注', neither: '不分好坏' } as const;
const number = (value: number) => String(Math.round(value * 100) / 100);

/**
 * What may the psychology teacher lay beside a talk with one pupil? Each round's sheets with scores, bands and published cuts
 * in words, why somebody had to look, what people decided, and how the scores of one version went over time. No answers
 * to single questions: those stay in the review.
 *
 * Source: docs/domain-facts.md §0.5–0.6 (most positives are false; a school does not diagnose), §1.1 (f).
 */
export function pupilReport(facts: PupilFacts): ReportDocument {
  return {
    title: '个人测评报告', unit: facts.schoolName, lead: `${facts.name}　${facts.className}`, watermark: facts.watermark,
    blocks: [
      { kind: 'facts', facts: [['姓名', facts.name], ['性别', facts.sex], ['学校', facts.schoolName], ['班级', facts.className], ['查看用途', facts.purpose], ['生成日期', facts.asOf]] },
      ...(facts.rounds.length === 0 ? [{ kind: 'text' as const, text: '没有测评记录。' }] : facts.rounds.flatMap(roundBlocks)),
      { kind: 'heading', text: '得分变化' }, ...changeBlocks(facts.rounds),
      { kind: 'heading', text: '说明' },
      {
        kind: 'notes', lines: [
          '得分和等级不是诊断；多数筛查阳性者经面谈并无障碍。是否需要帮助由人判断。',
          '分段与界限按各量表发表的标准；未列常模的量表，没有可供比较的常模。',
          '本报告仅供心理教师用于上述用途，不得复制、转发，不得进入学籍、综合素质评价或任何升学材料；用毕销毁。',
        ],
      },
      { kind: 'seal', who: '心理教师（签名）', on: facts.asOf },
    ],
  };
}

function roundBlocks(round: PupilRound, at: number): ReportBlock[] {
  const { sheets, rules, level, decisions } = round;
  const blocks: ReportBlock[] = [{ kind: 'heading', text: round.title }, { kind: 'text', text: round.window }];
  blocks.push(sheets.length === 0 ? { kind: 'text', text: '没有交来答卷。' } : {
    kind: 'table', name: `得分${at + 1}`, head: ['量表', '分量表', '得分', '分段', '量程与界限'],
    rows: sheets.flatMap((sheet) => sheet.scores.map((score, n): ReportCell[] => [n === 0 ? sheet.title : '', score.name, score.value === null ? '—' : number(score.value), score.band ?? '—', meaning(score)])),
  });
  const words = sheets.map((sheet) => `${sheet.title}：${INFORMANT_WORDS[sheet.informant]}，${sheet.on} 交卷${sheet.late ? '（逾期，只看危急题）' : ''}，${VALIDITY[sheet.validity]}${sheet.validityReasons.length > 0 ? `（${sheet.validityReasons.join('；')}）` : ''}。版本 ${sheet.version}。`);
  if (words.length > 0) blocks.push({ kind: 'notes', lines: words });
  blocks.push({ kind: 'text', text: levelWords(level) });
  if (rules.length > 0) blocks.push({ kind: 'text', text: '需要复核的原因：' }, { kind: 'notes', lines: rules });
  if (decisions.length > 0) {
    blocks.push({
      kind: 'table', name: `复核${at + 1}`, head: ['时间', '事项', '由', '到', '何人', '理由'],
      rows: decisions.map(({ at: when, what, from, to, by, reason }) => [when, what, from, to, by, reason]),
    });
  }
  return blocks;
}

function levelWords(level: PupilRound['level']): string {
  if (level === undefined) return '没有需要复核的情况。';
  return level === null ? '待复核：系统建议尚未由人判断，不作为等级。' : `经人复核的等级：${level}。`;
}

function meaning({ range, worse, cuts }: PupilScore): string {
  return [`${number(range[0])}–${number(range[1])}，${WORSE[worse]}`, ...cuts].join('；');
}

/** One line for each score that was taken in the same version at least twice; what changed version is said and not laid side by side. */
function changeBlocks(rounds: readonly PupilRound[]): ReportBlock[] {
  const taken = rounds.flatMap(({ title, sheets }) => sheets.filter(({ validity, late }) => !late && (validity === 'valid' || validity === 'suspicious')).map((sheet) => ({ title, sheet })));
  const keys = [...new Set(taken.map(({ sheet }) => `${sheet.instrument}@${sheet.version}`))];
  const runs = keys.map((key) => taken.filter(({ sheet }) => `${sheet.instrument}@${sheet.version}` === key)).filter((run) => run.length > 1);
  const split = [...new Set(taken.map(({ sheet }) => sheet.instrument))].filter((code) => keys.filter((key) => key.startsWith(`${code}@`)).length > 1);
  const notes = split.map((code) => `${taken.find(({ sheet }) => sheet.instrument === code)!.sheet.title}：几轮所用版本不同，题目、计分或界限有改动，不同版本的得分不并列。`);
  if (runs.length === 0 && notes.length === 0) return [{ kind: 'text', text: '同一量表的有效答卷不足两份，没有可以比较的变化。' }];
  return [
    ...(notes.length > 0 ? [{ kind: 'notes' as const, lines: notes }] : []),
    ...runs.map((run, at): ReportBlock => {
      const { scores, title } = run[0]!.sheet;
      const value = (sheet: PupilSheet, id: string) => sheet.scores.find((score) => score.id === id)?.value ?? null;
      return {
        kind: 'table', name: `变化${at + 1}`, head: [title, ...run.map((one) => one.title)],
        rows: scores.map(({ id, name }) => [name, ...run.map(({ sheet }) => { const found = value(sheet, id); return found === null ? '—' : number(found); })]),
      };
    }),
  ];
}
