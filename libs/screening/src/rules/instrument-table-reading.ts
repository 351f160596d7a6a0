import type { InstrumentFile } from './instrument-file.js';
import { FIELDS, SHEETS } from './instrument-table.js';
import { choiceOf, COMPARISON_WORDS, FORMULA_WORDS, INFORMANT_WORDS, MODE_WORDS, ROLE_WORDS, TIER_WORDS, WORDING_WORDS, WORSE_WORDS, YES_NO } from './instrument-words.js';
import { readItemNumbers } from './item-numbers.js';
import { Places, type PlacedFault } from './definition-places.js';

/** One line of a sheet as it was read: its number as the spreadsheet program shows it, and its cells as trimmed text. */
export interface ReadLine {
  readonly number: number;
  readonly cells: readonly string[];
}

export type ReadTables = Readonly<Record<string, readonly ReadLine[] | undefined>>;

type Words = Readonly<Record<string, string>>;
type Entry = Record<string, unknown>;

/** One line under its header: cells are asked for by column name, and what is wrong is said with the line's place. */
class Line {
  constructor(private readonly sheet: string, private readonly header: readonly string[], readonly line: ReadLine, private readonly faults: PlacedFault[]) {}

  place = (column?: string): string => `“${this.sheet}”第 ${this.line.number} 行${column ? `“${column}”` : ''}`;

  text(column: string): string | undefined {
    return this.line.cells[this.header.indexOf(column)] || undefined;
  }

  /** A number, or the text as it stands, which the definition's own reader refuses by its place. */
  number(column: string): unknown {
    const text = this.text(column);
    return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  }

  numbers(column: string): number[] | undefined {
    const text = this.text(column);
    const read = text === undefined ? undefined : readItemNumbers(text);
    if (read === null) this.fault(column, `“${text}”不是题号，写作 1-5、8`);
    return read ?? undefined;
  }

  choice(column: string, words: Words): string | undefined {
    const text = this.text(column);
    const found = text === undefined ? undefined : choiceOf(words, text);
    if (text !== undefined && found === undefined) this.fault(column, `“${text}”应为 ${Object.values(words).join('、')} 之一`);
    return found;
  }

  flag(column: string): boolean | undefined {
    const found = this.choice(column, YES_NO);
    return found === undefined ? undefined : found === 'true';
  }

  fault(column: string, message: string): void {
    this.faults.push({ code: 'instrument/sheet-cell', place: this.place(column), message });
  }
}

const list = (text: string | undefined): string[] => (text ?? '').split(/[、,，;；\s]+/).filter(Boolean);
const without = (entry: Entry): Entry => Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));

/**
 * What definition do these sheets hold? Gives the file form, which still has to pass `readInstrument`, the place of every
 * part of it in the workbook, and the faults that only the sheet itself can show (a column gone, a word nobody knows).
 *
 * @param tables the lines of each sheet by its name, the header line first; a sheet that is not there is absent.
 */
export function readInstrumentTables(tables: ReadTables): { file: InstrumentFile; places: Places; faults: PlacedFault[] } {
  const faults: PlacedFault[] = [];
  const places = new Places();
  const linesOf = (sheet: (typeof SHEETS)[keyof typeof SHEETS], isNeeded = true): Line[] => {
    const [header, ...lines] = tables[sheet.name] ?? [];
    if (!header) {
      if (isNeeded) faults.push({ code: 'instrument/sheet-absent', place: `“${sheet.name}”`, message: `文件里没有“${sheet.name}”工作表，请用模板填写` });
      return [];
    }
    for (const column of sheet.columns) {
      if ('required' in column && !header.cells.includes(column.header)) {
        faults.push({ code: 'instrument/sheet-column', place: `“${sheet.name}”`, message: `缺少“${column.header}”一列，请用模板填写` });
      }
    }
    return lines.map((line) => new Line(sheet.name, header.cells, line, faults));
  };

  const form = readForm(linesOf(SHEETS.form), places, faults);
  const optionSets = Object.create(null) as Record<string, Entry[]>;
  for (const line of linesOf(SHEETS.options)) {
    const set = line.text('选项组');
    if (set === undefined) {
      line.fault('选项组', '缺少选项组');
      continue;
    }
    const options = (optionSets[set] ??= []);
    places.put(`optionSets.${set}`, line.place(), { value: '值', label: '文字' });
    places.put(`optionSets.${set}[${options.length}]`, line.place(), { value: '值', label: '文字' });
    options.push(without({ value: line.number('值'), label: line.text('文字') }));
  }

  const reverse: number[] = [];
  const items = linesOf(SHEETS.items).map((line, at) => {
    places.put(`items[${at}]`, line.place(), { no: '题号', text: '题干', options: '选项组', role: '类别', askedWhen: '仅当题号' });
    const no = line.number('题号');
    if (typeof no === 'number') {
      places.put(`items.${no}`, line.place());
      if (line.flag('反向')) reverse.push(no);
    }
    const when = line.numbers('仅当题号');
    const op = line.choice('比较', COMPARISON_WORDS);
    const value = line.number('答案值');
    if (when === undefined && (op !== undefined || value !== undefined)) line.fault('仅当题号', '写了比较或答案值，没有写题号');
    return without({ no, text: line.text('题干'), options: line.text('选项组'), role: line.choice('类别', ROLE_WORDS), askedWhen: when && without({ items: when, op, value }) });
  });

  const scores = linesOf(SHEETS.scores).map((line, at): Entry => {
    const id = line.text('标识');
    const columns = { id: '标识', name: '名称', formula: '公式', items: '题号', of: '相加的分数', times: '倍数', threshold: '阈值', range: '最低分', worse: '方向', missing: '允许漏答' };
    places.put(`scores[${at}]`, line.place(), columns);
    if (id !== undefined) places.put(`scores.${id}`, line.place(), columns);
    const source = line.text('漏答依据');
    return without({
      id, name: line.text('名称'), formula: line.choice('公式', FORMULA_WORDS), items: line.numbers('题号'), of: list(line.text('相加的分数')),
      times: line.number('倍数'), threshold: line.number('阈值'), range: [line.number('最低分'), line.number('最高分')],
      worse: line.choice('方向', WORSE_WORDS), internal: line.flag('仅供复核'),
      missing: line.number('允许漏答') === undefined && source === undefined
        ? undefined : without({ allowed: line.number('允许漏答'), round: line.flag('补足后取整'), source }),
      bands: [],
    });
  });

  for (const line of linesOf(SHEETS.bands, false)) {
    const id = line.text('分数');
    const at = scores.findIndex((score) => score['id'] === id);
    if (id === undefined || at < 0) {
      line.fault('分数', `没有名为 ${id ?? '（空）'} 的分数`);
      continue;
    }
    const bands = scores[at]!['bands'] as Entry[];
    const columns = { band: '分级标识', from: '起点', label: '文字' };
    places.put(`scores[${at}].bands[${bands.length}]`, line.place(), columns);
    places.put(`scores.${id}.bands`, line.place(), columns);
    bands.push(without({ band: line.text('分级标识'), from: line.number('起点'), label: line.text('文字') }));
  }

  const rules = { positive: [] as Entry[], critical: [] as Entry[], soft: [] as Entry[] };
  const kinds: Words = { positive: '阳性', critical: '危急', soft: '留意' };
  for (const line of linesOf(SHEETS.rules, false)) {
    const kind = line.choice('规则', kinds) as keyof typeof rules | undefined;
    if (!kind) {
      if (line.text('规则') === undefined) line.fault('规则', '缺少规则种类');
      continue;
    }
    places.put(`${kind}[${rules[kind].length}]`, line.place(), { score: '分数或题号', item: '分数或题号', op: '比较', value: '界限', ordinal: '等级', severity: '等级', why: '理由', reason: '理由' });
    const common = { op: line.choice('比较', COMPARISON_WORDS), value: line.number('界限') };
    const level = line.number('等级');
    if (kind === 'soft' && level !== undefined) line.fault('等级', '留意不产生等级，请留空');
    rules[kind].push(without(kind === 'positive'
      ? { score: line.text('分数或题号'), ...common, ordinal: level, why: line.text('理由') }
      : { item: line.number('分数或题号'), ...common, reason: line.text('理由'), ...(kind === 'critical' ? { severity: level } : {}) }));
  }
  return { file: { ...form, optionSets, reverse, items, scores, ...rules }, places, faults };
}

function readForm(lines: readonly Line[], places: Places, faults: PlacedFault[]): Entry {
  const found = new Map<string, Line>();
  const notes: string[] = [];
  for (const line of lines) {
    const label = line.text('字段');
    const field = FIELDS.find(([name]) => name === label);
    if (!field) line.fault('字段', `没有名为“${label ?? ''}”的字段`);
    else if (field[1] === 'note') {
      const note = line.text('内容');
      if (note !== undefined) notes.push(note);
    } else if (found.has(field[1])) line.fault('字段', `“${label}”写了两次`);
    else found.set(field[1], line);
  }
  for (const [label, key] of FIELDS) {
    const line = found.get(key);
    places.put(FIELD_PATHS[key] ?? key, line ? line.place(label) : `“${SHEETS.form.name}”“${label}”`, {}, label);
  }
  const text = (key: string) => found.get(key)?.text('内容');
  const number = (key: string) => found.get(key)?.number('内容');
  const choice = (key: string, words: Words) => found.get(key)?.choice('内容', words);
  const flag = (key: string) => found.get(key)?.flag('内容');
  const [from, to] = [number('from'), number('to')];
  if (typeof from !== 'number' || typeof to !== 'number') faults.push({ code: 'instrument/grades', place: '“量表”“起始年级”“终止年级”', message: '缺少年级范围' });
  return without({
    code: text('code'), version: text('version'), title: text('title'), edition: text('edition'), language: text('language'), source: text('source'),
    licence: without({ tier: choice('tier', TIER_WORDS), line: text('line') }), wording: choice('wording', WORDING_WORDS),
    demonstration: flag('demonstration'), informant: choice('informant', INFORMANT_WORDS), mode: choice('mode', MODE_WORDS), family: text('family'),
    grades: [from, to].every((one) => typeof one === 'number') ? `${from}-${to}` : undefined, minAge: number('minAge'), recall: text('recall'), instructions: text('instructions'),
    partition: list(text('partition')), unscored: found.get('unscored')?.numbers('内容'), positiveWhenUnanswered: found.get('positiveWhenUnanswered')?.numbers('内容'),
    lie: text('lieScore') === undefined && number('lieAtLeast') === undefined ? undefined : without({ score: text('lieScore'), atLeast: number('lieAtLeast') }),
    opposites: flag('opposites'), minSeconds: number('minSeconds'), quality: readQuality(text, number), notes,
  });
}

/** Absent when none of its cells is filled. What is half filled goes on as it stands: the definition's own reader says what is missing. */
function readQuality(text: (key: string) => string | undefined, number: (key: string) => unknown): Entry | undefined {
  const pairs = text('pairs');
  const of = pairs?.split(/[、,，;；\s]+/).filter(Boolean).map((pair) => pair.split(/[-–—]/).map((no) => (/^\d+$/.test(no) ? Number(no) : no)));
  const quality = without({
    secondsPerItem: number('secondsPerItem'), longString: number('longString'), source: text('qualitySource'),
    pairs: of || number('apart') !== undefined || number('atLeastPairs') !== undefined ? without({ of, apart: number('apart'), atLeast: number('atLeastPairs') }) : undefined,
  });
  return Object.keys(quality).length === 0 ? undefined : quality;
}

const FIELD_PATHS: Readonly<Record<string, string>> = {
  tier: 'licence.tier', line: 'licence.line', from: 'grades', lieScore: 'lie.score', lieAtLeast: 'lie.atLeast',
  secondsPerItem: 'quality.secondsPerItem', longString: 'quality.longString', pairs: 'quality.pairs.of', apart: 'quality.pairs.apart', atLeastPairs: 'quality.pairs.atLeast',
  qualitySource: 'quality.source',
};
