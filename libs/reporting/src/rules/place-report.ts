import type { SchoolDay } from '@heliotrope/kernel';
import { addFiveNumbers, coverage, gradeName, type FiveNumbers } from '@heliotrope/screening/rules';
import { type CrossedDisclosure, type PupilSex } from './crossed-counts.js';
import type { SchoolDisclosure } from './level-counts.js';
import { printedShare, type ReportBlock, type ReportCell, type ReportDocument, type ReportTable } from './report-document.js';
import type { ShownScore } from './score-counts.js';
import { type PastRound, trendBlocks } from './trend.js';

/** Whose report it is and of which round. */
export interface ReportHead {
  readonly unit: string;
  readonly roundTitle: string;
  readonly window: string;
  readonly asOf: SchoolDay;
  readonly watermark: string;
}

/** How far one place has come, with the words that name it. */
export interface PlaceProgress {
  readonly words: readonly string[];
  readonly progress: FiveNumbers;
}

export interface PlaceTrend {
  readonly now: PastRound;
  readonly past: readonly PastRound[];
}

/** What one school's people read of their school. */
export interface SchoolFacts extends PlaceTrend {
  readonly head: ReportHead;
  readonly classes: readonly PlaceProgress[];
  readonly levels: CrossedDisclosure;
  readonly scores: readonly ShownScore[];
}

/** What those above it read of one school: how many took part, and one number. */
export interface SchoolFromAboveFacts {
  readonly head: ReportHead;
  readonly classes: readonly PlaceProgress[];
  readonly grave: string;
  readonly line: SchoolDisclosure['lines'][number] | null;
}

export interface BureauFacts extends PlaceTrend {
  readonly head: ReportHead;
  readonly schools: readonly PlaceProgress[];
  readonly levels: CrossedDisclosure;
  readonly grave: string;
  readonly bySchool: SchoolDisclosure;
  readonly scores: readonly ShownScore[];
}

export interface ClassFacts {
  readonly head: ReportHead;
  readonly own: PlaceProgress;
  /** Earlier rounds, the newest first. */
  readonly past: readonly { readonly title: string; readonly progress: FiveNumbers }[];
}

const SEX_WORDS: Readonly<Record<PupilSex, string>> = { male: '男', female: '女', unknown: '性别未登记' };
const PROGRESS = ['应测', '有效完成', '拒绝', '缺席', '无效', '未测', '有效率'];
const PROGRESS_NOTE = '应测 = 有效完成 + 拒绝 + 缺席 + 无效 + 未测；拒绝不算缺席。有效率 = 有效完成 ÷ 应测。';
const LEVEL_NOTE = '等级人数只计由人复核确定的等级；系统建议尚未复核的，计入“待复核”。等级不是诊断。';
const HIDDEN_NOTE = '“*”表示人数过少或可据以推算，为保护学生不予显示；人数很少的年级、性别并入相邻一组，或不单列。';
const SCORE_NOTE = '得分分布只计有效答卷，按量表发表的分段或界限统计；达到界限只表示需要由人进一步了解，不是诊断。';
const USE_NOTE = '本报告不得用于学生评价、评优或升学。';

const progressCells = (progress: FiveNumbers): ReportCell[] => [
  progress.eligible, progress.completed, progress.refused, progress.absent, progress.void, progress.notYet, printedShare(coverage(progress)),
];

function progressTable(name: string, labels: readonly string[], places: readonly PlaceProgress[]): ReportTable {
  const total = ['合计', ...labels.slice(1).map(() => ''), ...progressCells(addFiveNumbers(places.map(({ progress }) => progress)))];
  return { kind: 'table', name, head: [...labels, ...PROGRESS], hasTotal: true, rows: [...places.map(({ words, progress }) => [...words, ...progressCells(progress)]), total] };
}

function crossedTable(name: string, { columns, byGrade, bySex, whole }: CrossedDisclosure): ReportTable {
  return {
    kind: 'table', name, head: ['组别', ...columns, '合计'], hasTotal: true,
    rows: [
      ...byGrade.map(({ grades, cells, total }) => [grades.map(gradeName).join('、'), ...cells, total]),
      ...bySex.map(({ sexes, cells, total }) => [sexes.length > 1 ? `${SEX_WORDS[sexes[0]!]}（含${SEX_WORDS[sexes[1]!]}）` : SEX_WORDS[sexes[0]!], ...cells, total]),
      ['合计', ...whole.cells, whole.total],
    ],
  };
}

function scoreBlocks(scores: readonly ShownScore[]): ReportBlock[] {
  if (scores.length === 0) return [{ kind: 'text', text: '本轮所用量表没有发表的分段或界限可供统计，或尚无有效答卷。' }];
  return scores.flatMap((score, at) => [
    { kind: 'text' as const, text: `${score.form} · ${score.name}（版本 ${score.version}）：` },
    crossedTable(`得分${at + 1}`, score.shown),
  ]);
}

/** A round is mostly called a 测评 already. */
export const titleOf = (round: string): string => (round.endsWith('测评') ? `${round}报告` : `${round}测评报告`);

const documentOf = (head: ReportHead, blocks: readonly ReportBlock[]): ReportDocument => ({
  title: titleOf(head.roundTitle), unit: head.unit, lead: `${head.unit}　${head.window}`, watermark: head.watermark, blocks,
});

const heading = (text: string): ReportBlock => ({ kind: 'heading', text });
const ending = (head: ReportHead, lines: readonly string[], who: string): ReportBlock[] => [
  heading('说明'), { kind: 'notes', lines: [...lines, USE_NOTE] }, { kind: 'seal', who, on: head.asOf },
];

/**
 * A school's report for the people of the school: classes show how many took part and nothing else, since in a class of
 * forty a level is a name; levels and scores stand by grade and by sex.
 *
 * Source: docs/domain-facts.md §4.3 (class level shows coverage only); §5.0 (valid ÷ eligible, denominator 0 is no number).
 */
export function schoolReport({ head, classes, levels, scores, now, past }: SchoolFacts): ReportDocument {
  return documentOf(head, [
    heading('一、参测情况'), progressTable('参测情况', ['年级', '班级'], classes),
    heading('二、等级分布（经人复核）'), crossedTable('等级分布', levels),
    heading('三、量表得分分布'), ...scoreBlocks(scores),
    heading('四、历次比较'), ...trendBlocks(now, past),
    ...ending(head, [PROGRESS_NOTE, LEVEL_NOTE, SCORE_NOTE, HIDDEN_NOTE], '学校（盖章）'),
  ]);
}

/**
 * A school's report for those above it: how many of each class took part, and how many pupils of the whole school stand at
 * ordinal 3 and 4. A school that is told only together with others has no number of its own.
 *
 * Source: docs/domain-facts.md §4.3 (county and above see counts by school only for ordinal ≥ 3 totals, n ≥ 10, otherwise pooled).
 */
export function schoolReportFromAbove({ head, classes, grave, line }: SchoolFromAboveFacts): ReportDocument {
  const alone = line !== null && line.schools.length === 1;
  return documentOf(head, [
    heading('一、参测情况'), progressTable('参测情况', ['年级', '班级'], classes),
    heading('二、需重点关注'),
    alone ? { kind: 'table', name: '重点关注', head: [grave, '参评人数'], rows: [[line.grave, line.size]] } : { kind: 'text', text: '参评人数过少，不单独列出。' },
    ...ending(head, [PROGRESS_NOTE, LEVEL_NOTE, HIDDEN_NOTE], '教育局（盖章）'),
  ]);
}

/**
 * A bureau's report of its round: participation and one number for each school, levels and scores of all pupils together.
 *
 * Source: docs/domain-facts.md §4.3.
 */
export function bureauReport({ head, schools, levels, grave, bySchool, scores, now, past }: BureauFacts): ReportDocument {
  return documentOf(head, [
    heading('一、参测情况'), progressTable('参测情况', ['学校'], schools),
    heading('二、等级分布（经人复核）'), crossedTable('等级分布', levels),
    heading(`三、各校${grave}人数`),
    { kind: 'table', name: '各校重点关注', head: ['学校', grave, '参评人数'], rows: bySchool.lines.map(({ name, grave: count, size }) => [name, count, size]) },
    heading('四、量表得分分布'), ...scoreBlocks(scores),
    heading('五、历次比较'), ...trendBlocks(now, past),
    ...ending(head, [PROGRESS_NOTE, LEVEL_NOTE, SCORE_NOTE, HIDDEN_NOTE], '教育局（盖章）'),
  ]);
}

/**
 * What a form teacher is given of the own class: how many took part, now and in earlier rounds. No level, no score, no name.
 *
 * Source: docs/domain-facts.md §4.3 (class level shows coverage only, never positives).
 */
export function classReport({ head, own, past }: ClassFacts): ReportDocument {
  return documentOf(head, [
    heading('一、参测情况'),
    { kind: 'table', name: '参测情况', head: ['班级', ...PROGRESS], rows: [[...own.words, ...progressCells(own.progress)]] },
    heading('二、历次比较'),
    past.length === 0 ? { kind: 'text', text: '此前没有可以比较的轮次。' } : {
      kind: 'table', name: '历次参测', head: ['轮次', ...PROGRESS],
      rows: [{ title: head.roundTitle, progress: own.progress }, ...past].map(({ title, progress }) => [title, ...progressCells(progress)]),
    },
    ...ending(head, [PROGRESS_NOTE, '班级报告只说明参测情况，不含任何学生的得分、等级或名单。'], '班主任（签名）'),
  ]);
}
