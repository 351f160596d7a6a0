import type { InstrumentDefinition } from './instrument.js';
import {
  COMPARISON_WORDS, FORMULA_WORDS, INFORMANT_WORDS, MODE_WORDS, ROLE_WORDS, TIER_WORDS, WORDING_WORDS, WORSE_WORDS, YES_NO,
} from './instrument-words.js';
import { writeItemNumbers } from './item-numbers.js';

// How does a definition lie in a workbook? Six plain tables that a psychologist can fill beside the manual. What reads them
// back is `instrument-table-reading.ts`; both take the names of sheets and columns from here.

export interface TableColumn {
  readonly header: string;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  readonly width?: number;
}

export type TableCell = string | number | null;

export interface InstrumentTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
}

const comparisons = Object.values(COMPARISON_WORDS);
const yesNo = Object.values(YES_NO);

/** Lines of the first sheet: what is written beside which name, and a hint. */
export const FIELDS = [
  ['代码', 'code', '小写字母、数字和连字符，例如 mht'], ['版本', 'version', '形如 1.0.0；改动题目、计分或界限时升高'],
  ['名称', 'title', ''], ['版本说明', 'edition', '题数、次序、出自哪一修订版'], ['语言', 'language', 'zh-CN'], ['出处', 'source', '手册或论文，写到能查到'],
  ['授权类别', 'tier', Object.values(TIER_WORDS).join('；')], ['版权说明', 'line', ''], ['题干来源', 'wording', Object.values(WORDING_WORDS).join('；')],
  ['仅供演示', 'demonstration', '是或否'], ['作答者', 'informant', Object.values(INFORMANT_WORDS).join('；')], ['方式', 'mode', Object.values(MODE_WORDS).join('；')],
  ['同族标识', 'family', '共用题目的量表写同一个，例如 phq'], ['起始年级', 'from', '1–12，小学一年级为 1'], ['终止年级', 'to', '1–12，高三为 12'],
  ['最小年龄', 'minAge', '可空'], ['回忆时间', 'recall', '例如 最近两周'], ['指导语', 'instructions', '可空'],
  ['分量表', 'partition', '每题恰好计入其中一个的分数标识，用顿号隔开'], ['不计分题', 'unscored', '题号，例如 10、12-14'],
  ['未答即阳性', 'positiveWhenUnanswered', '题号；只用于面谈'], ['效度分', 'lieScore', '分数标识，可空'], ['效度分作废界限', 'lieAtLeast', '可空'],
  ['含相反条目', 'opposites', '是或否；有反向题时自动为是'], ['最少秒数', 'minSeconds', '读完并作答至少要多少秒'],
  ['每题秒数下限', 'secondsPerItem', '半数题答得比这更快即存疑；可空'], ['连续同一选项', 'longString', '连续多少题选同一选项即存疑；须含相反条目，可空'],
  ['成对题', 'pairs', '意思相同或相反的题，例如 6-12、16-18；可空'], ['成对相差', 'apart', '反向计分后相差多少算矛盾'], ['矛盾对数', 'atLeastPairs', '多少对矛盾即存疑'],
  ['作答质量依据', 'qualitySource', '写了以上任何一项时必填'], ['备注', 'note', '可写多行'],
] as const;

export const SHEETS = {
  form: { name: '量表', columns: [{ header: '字段', required: true, width: 16 }, { header: '内容', required: true, width: 60 }, { header: '怎样填', width: 44 }] },
  options: { name: '选项', columns: [{ header: '选项组', required: true }, { header: '值', required: true }, { header: '文字', required: true, width: 24 }] },
  items: {
    name: '题目',
    columns: [
      { header: '题号', required: true }, { header: '题干', width: 60 }, { header: '选项组', required: true }, { header: '反向', choices: yesNo },
      { header: '类别', choices: Object.values(ROLE_WORDS) }, { header: '仅当题号' }, { header: '比较', choices: comparisons, width: 12 }, { header: '答案值' },
    ],
  },
  scores: {
    name: '分数',
    columns: [
      { header: '标识', required: true, width: 20 }, { header: '名称', required: true, width: 20 }, { header: '公式', required: true, choices: Object.values(FORMULA_WORDS), width: 22 },
      { header: '题号', width: 30 }, { header: '相加的分数', width: 30 }, { header: '倍数' }, { header: '阈值' }, { header: '最低分', required: true }, { header: '最高分', required: true },
      { header: '方向', choices: Object.values(WORSE_WORDS), width: 12 }, { header: '仅供复核', choices: yesNo }, { header: '允许漏答' },
      { header: '补足后取整', choices: yesNo }, { header: '漏答依据', width: 40 },
    ],
  },
  bands: { name: '分级', columns: [{ header: '分数', required: true, width: 20 }, { header: '分级标识', required: true, width: 20 }, { header: '起点', required: true }, { header: '文字', required: true, width: 30 }] },
  rules: {
    name: '规则',
    columns: [
      { header: '规则', required: true, choices: ['阳性', '危急', '留意'] }, { header: '分数或题号', required: true, width: 20 }, { header: '比较', required: true, choices: comparisons, width: 12 },
      { header: '界限', required: true }, { header: '等级', width: 10 }, { header: '理由', required: true, width: 50 },
    ],
  },
} as const satisfies Record<string, { name: string; columns: readonly TableColumn[] }>;

/** 填写说明 */
export const SHEET_NOTES_FOR_FILLING: readonly string[] = [
  '红色表头必填。不要改动工作表名称和表头；空行会被忽略。',
  '“量表”每行一个字段；“备注”可以有多行。',
  '“选项”：同一选项组的几行就是学生看到的几个选项，值是印在问卷上的数。反向不要改这里的值，在“题目”里写“反向：是”。',
  '“题目”：题号从 1 开始连续。只有结构、没有题干的量表，由持有授权的单位在这里填入题干，并把“题干来源”改为“依授权使用原文”。',
  '“题目”后三列是跳题条件：前面某题（可写多个题号，任一满足即可）的答案满足比较时，才出示本题。未出示的题不算漏答。',
  '“分数”：每题必须恰好计入一个分量表，或列在“不计分题”里；最低分、最高分须与计分键实际能得出的一致。',
  '“允许漏答”超过即不计分（不是 0 分）；有公开的补足规则才填，并写明依据。',
  '“分级”：第一级从最低分开始，下一级的起点就是上一级的终点。',
  '“规则”：阳性写分数标识，等级 1 或 2；危急与留意写题号；危急的等级只能是 3 或 4。',
];

/** A whole number as a number; any other as text, since a spreadsheet keeps only fifteen digits. */
const num = (value: number): TableCell => (Number.isInteger(value) ? value : String(value));
const yes = (value: boolean): string => YES_NO[value ? 'true' : 'false'];

/** The six tables of one definition, or of an empty form to fill when none is given. */
export function instrumentTables(definition?: InstrumentDefinition): InstrumentTable[] {
  const { form, options, items, scores, bands, rules } = SHEETS;
  if (!definition) {
    return [{ ...form, rows: FIELDS.map(([label, , hint]) => [label, null, hint]) }, ...[options, items, scores, bands, rules].map((sheet) => ({ ...sheet, rows: [] }))];
  }
  return [
    { ...form, rows: formRows(definition) },
    { ...options, rows: Object.entries(definition.optionSets).flatMap(([set, list]) => list.map(({ value, label }) => [set, value, label])) },
    {
      ...items,
      rows: definition.items.map(({ no, text, options: set, reverse, role, askedWhen }) => [
        no, text, set, yes(reverse), ROLE_WORDS[role],
        ...(askedWhen ? [writeItemNumbers(askedWhen.items), COMPARISON_WORDS[askedWhen.op], askedWhen.value] : [null, null, null]),
      ]),
    },
    {
      ...scores,
      rows: definition.scores.map((score) => [
        score.id, score.name, FORMULA_WORDS[score.formula], writeItemNumbers(score.items), score.of.join('、'), num(score.times),
        score.threshold === null ? null : num(score.threshold), num(score.range[0]), num(score.range[1]), WORSE_WORDS[score.worse], yes(score.internal),
        score.missing.allowed, yes(score.missing.round), score.missing.source,
      ]),
    },
    { ...bands, rows: definition.scores.flatMap((score) => score.bands.map(({ band, from, label }) => [score.id, band, num(from), label])) },
    {
      ...rules,
      rows: [
        ...definition.positive.map((rule) => ['阳性', rule.score, COMPARISON_WORDS[rule.op], num(rule.value), rule.ordinal, rule.why]),
        ...definition.critical.map((rule) => ['危急', rule.item, COMPARISON_WORDS[rule.op], rule.value, rule.severity, rule.reason]),
        ...definition.soft.map((rule) => ['留意', rule.item, COMPARISON_WORDS[rule.op], rule.value, null, rule.reason]),
      ],
    },
  ];
}

function formRows(definition: InstrumentDefinition): TableCell[][] {
  const { lie, grades, licence, quality } = definition;
  const said: Record<string, TableCell> = {
    code: definition.code, version: definition.version, title: definition.title, edition: definition.edition, language: definition.language,
    source: definition.source, tier: TIER_WORDS[licence.tier], line: licence.line, wording: WORDING_WORDS[definition.wording],
    demonstration: yes(definition.demonstration), informant: INFORMANT_WORDS[definition.informant], mode: MODE_WORDS[definition.mode],
    family: definition.family, from: grades.from, to: grades.to, minAge: definition.minAge, recall: definition.recall,
    instructions: definition.instructions, partition: definition.partition.join('、'), unscored: writeItemNumbers(definition.unscored),
    positiveWhenUnanswered: writeItemNumbers(definition.positiveWhenUnanswered), lieScore: lie?.score ?? null, lieAtLeast: lie?.atLeast ?? null,
    opposites: yes(definition.opposites), minSeconds: definition.minSeconds,
    secondsPerItem: quality?.secondsPerItem == null ? null : num(quality.secondsPerItem), longString: quality?.longString ?? null,
    pairs: quality?.pairs?.of.map(([a, b]) => `${a}-${b}`).join('、') ?? null, apart: quality?.pairs ? num(quality.pairs.apart) : null,
    atLeastPairs: quality?.pairs?.atLeast ?? null, qualitySource: quality?.source ?? null,
  };
  return FIELDS.flatMap(([label, key, hint]) =>
    key === 'note' ? definition.notes.map((note) => [label, note, null]) : [[label, said[key] ?? null, hint]]);
}
