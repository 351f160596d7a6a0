import type {
  AnswerOption, AnswerQuality, AskedWhen, Band, Comparison, CriticalRule, Formula, InstrumentDefinition, Item, ItemRole, MissingRule, ScoreDefinition,
} from './instrument.js';
import { partitionFaults, type DefinitionFault } from './partition.js';
import { consistencyFaults } from './instrument-consistency.js';

export type InstrumentReading =
  | { readonly ok: true; readonly definition: InstrumentDefinition }
  | { readonly ok: false; readonly faults: readonly DefinitionFault[] };

type Raw = Readonly<Record<string, unknown>>;

const NO_MISSING: MissingRule = { allowed: 0, round: false, source: '未见公开的缺失值规则，缺一题即不计分' };

/** Walks a parsed file, collecting every fault instead of stopping at the first. */
class Reader {
  readonly faults: DefinitionFault[] = [];

  fault(code: string, path: string, message: string): void {
    this.faults.push({ code: `instrument/${code}`, path, message });
  }

  record(value: unknown, path: string, allowed: readonly string[]): Raw {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault('not-an-object', path, `${path} 应为一组键值`);
      return {};
    }
    for (const key of Object.keys(value)) {
      if (!allowed.includes(key)) this.fault('unknown-field', `${path}.${key}`, `${path} 中没有名为 ${key} 的字段`);
    }
    return value as Raw;
  }

  list(value: unknown, path: string): readonly unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.fault('not-a-list', path, `${path} 应为列表`);
    return [];
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.fault('missing-text', path, `缺少 ${path}`);
    return '';
  }

  number(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.fault('not-a-number', path, `${path} 应为数字`);
    return 0;
  }

  count(value: unknown, path: string): number {
    const found = this.number(value, path);
    if (Number.isInteger(found) && found >= 0) return found;
    this.fault('not-a-count', path, `${path} 应为非负整数`);
    return 0;
  }

  oneOf<T extends string>(value: unknown, path: string, choices: readonly T[]): T {
    if (choices.includes(value as T)) return value as T;
    this.fault('not-a-choice', path, `${path} 应为 ${choices.join('、')} 之一`);
    return choices[0]!;
  }

  flag(value: unknown, path: string): boolean {
    if (value === undefined) return false;
    if (typeof value === 'boolean') return value;
    this.fault('not-a-flag', path, `${path} 应为 true 或 false`);
    return false;
  }

  /** `[1, 2, 3]`, or the words `1-20` for a run. */
  numbers(value: unknown, path: string): readonly number[] {
    const run = typeof value === 'string' ? /^(\d+)-(\d+)$/.exec(value) : null;
    if (run) return Array.from({ length: Math.max(0, Number(run[2]) - Number(run[1]) + 1) }, (_, at) => Number(run[1]) + at);
    return this.list(value, path).map((entry, at) => this.count(entry, `${path}[${at}]`));
  }
}

const TOP = [
  'code', 'version', 'title', 'edition', 'language', 'source', 'licence', 'wording', 'demonstration', 'informant', 'mode', 'family', 'grades',
  'minAge', 'recall', 'instructions', 'optionSets', 'items', 'reverse', 'scores', 'partition', 'unscored', 'bandSets', 'positive',
  'positiveWhenUnanswered', 'critical', 'soft', 'lie', 'opposites', 'minSeconds', 'quality', 'notes',
];
const COMPARISONS: readonly Comparison[] = ['>=', '>', '<=', '<', '='];
const ROLES: readonly ItemRole[] = ['content', 'validity', 'critical', 'function', 'unscored'];
const FORMULAS: readonly Formula[] = ['sum', 'mean', 'count', 'mean-of-present', 'sum-of-scores'];

/**
 * Is this parsed file an instrument we can trust? Reads every field, fills the defaults, and holds the whole against
 * the partition test and the consistency checks. Returns the definition, or every fault found with its place.
 *
 * @param raw what a YAML or JSON parser made of the file.
 */
export function readInstrument(raw: unknown): InstrumentReading {
  const reader = new Reader();
  const file = reader.record(raw, 'instrument', TOP);
  const optionSets = readOptionSets(reader, file['optionSets']);
  const bandSets = new Map(Object.entries((file['bandSets'] ?? {}) as Raw).map(([id, set]) => [id, readBands(reader, set, `bandSets.${id}`)]));
  const licence = reader.record(file['licence'], 'licence', ['tier', 'line']);
  const grades = reader.numbers(file['grades'], 'grades');
  const lie = file['lie'] === undefined ? null : reader.record(file['lie'], 'lie', ['score', 'atLeast']);
  const reverse = reader.numbers(file['reverse'], 'reverse');
  const items = readItems(reader, file['items'], reverse, Object.keys(optionSets));
  const definition: InstrumentDefinition = {
    code: reader.text(file['code'], 'code'),
    version: reader.text(file['version'], 'version'),
    title: reader.text(file['title'], 'title'),
    edition: reader.text(file['edition'], 'edition'),
    language: reader.text(file['language'], 'language'),
    source: reader.text(file['source'], 'source'),
    licence: { tier: reader.oneOf(licence['tier'], 'licence.tier', ['A', 'B', 'C', 'own']), line: reader.text(licence['line'], 'licence.line') },
    wording: reader.oneOf(file['wording'], 'wording', ['own-rendering', 'own-work', 'imported-by-licensee', 'licensed']),
    demonstration: reader.flag(file['demonstration'], 'demonstration'),
    informant: reader.oneOf(file['informant'] ?? 'self', 'informant', ['self', 'parent', 'teacher', 'clinician']),
    mode: reader.oneOf(file['mode'] ?? 'classroom', 'mode', ['classroom', 'interview']),
    family: reader.text(file['family'] ?? file['code'], 'family'),
    grades: { from: grades[0] ?? 0, to: grades.at(-1) ?? 0 },
    minAge: file['minAge'] === undefined ? null : reader.count(file['minAge'], 'minAge'),
    recall: reader.text(file['recall'], 'recall'),
    instructions: file['instructions'] === undefined ? null : reader.text(file['instructions'], 'instructions'),
    optionSets,
    items,
    scores: reader.list(file['scores'], 'scores').map((score, at) => readScore(reader, score, `scores[${at}]`, bandSets)),
    partition: reader.list(file['partition'], 'partition').map((id, at) => reader.text(id, `partition[${at}]`)),
    unscored: reader.numbers(file['unscored'], 'unscored'),
    positive: reader.list(file['positive'], 'positive').map((rule, at) => {
      const path = `positive[${at}]`;
      const fields = reader.record(rule, path, ['score', 'op', 'value', 'ordinal', 'why']);
      return {
        score: reader.text(fields['score'], `${path}.score`), op: reader.oneOf(fields['op'], `${path}.op`, COMPARISONS),
        value: reader.number(fields['value'], `${path}.value`), ordinal: readOrdinal(reader, fields['ordinal'], `${path}.ordinal`),
        why: reader.text(fields['why'], `${path}.why`),
      };
    }),
    positiveWhenUnanswered: reader.numbers(file['positiveWhenUnanswered'], 'positiveWhenUnanswered'),
    critical: reader.list(file['critical'], 'critical').map((rule, at) => readCritical(reader, rule, `critical[${at}]`)),
    soft: reader.list(file['soft'], 'soft').map((rule, at) => readSoft(reader, rule, `soft[${at}]`, ['item', 'op', 'value', 'reason'])),
    lie: lie && { score: reader.text(lie['score'], 'lie.score'), atLeast: reader.count(lie['atLeast'], 'lie.atLeast') },
    opposites: reader.flag(file['opposites'], 'opposites') || reverse.length > 0,
    minSeconds: reader.count(file['minSeconds'], 'minSeconds'),
    ...(file['quality'] === undefined ? {} : { quality: readQuality(reader, file['quality']) }),
    notes: reader.list(file['notes'], 'notes').map((note, at) => reader.text(note, `notes[${at}]`)),
  };
  const faults = [...reader.faults, ...partitionFaults(definition), ...consistencyFaults(definition, reverse)];
  return faults.length === 0 ? { ok: true, definition } : { ok: false, faults };
}

function readQuality(reader: Reader, raw: unknown): AnswerQuality {
  const fields = reader.record(raw, 'quality', ['secondsPerItem', 'longString', 'pairs', 'source']);
  const pairs = fields['pairs'] == null ? null : reader.record(fields['pairs'], 'quality.pairs', ['of', 'apart', 'atLeast']);
  return {
    secondsPerItem: fields['secondsPerItem'] == null ? null : reader.number(fields['secondsPerItem'], 'quality.secondsPerItem'),
    longString: fields['longString'] == null ? null : reader.count(fields['longString'], 'quality.longString'),
    pairs: pairs && {
      of: reader.list(pairs['of'], 'quality.pairs.of').map((pair, at) => {
        const numbers = reader.numbers(pair, `quality.pairs.of[${at}]`);
        if (numbers.length !== 2) reader.fault('pair', `quality.pairs.of[${at}]`, '成对题每对应为两个题号');
        return [numbers[0] ?? 0, numbers[1] ?? 0] as const;
      }),
      apart: reader.number(pairs['apart'], 'quality.pairs.apart'),
      atLeast: reader.count(pairs['atLeast'], 'quality.pairs.atLeast'),
    },
    source: reader.text(fields['source'], 'quality.source'),
  };
}

function readOrdinal(reader: Reader, raw: unknown, path: string): 1 | 2 {
  if (raw === undefined || raw === 1) return 1;
  if (raw !== 2) reader.fault('not-a-choice', path, `${path} 应为 1 或 2：更高的等级只由危急条目建议`);
  return 2;
}

function readOptionSets(reader: Reader, raw: unknown): Record<string, readonly AnswerOption[]> {
  const sets = typeof raw === 'object' && raw !== null ? Object.entries(raw) : [];
  if (sets.length === 0) reader.fault('no-options', 'optionSets', '量表没有定义选项');
  // Without a prototype: an item that names the set "constructor" is to find nothing.
  return Object.assign(Object.create(null) as Record<string, readonly AnswerOption[]>, Object.fromEntries(sets.map(([id, options]) => [id, reader.list(options, `optionSets.${id}`).map((option, at) => {
    const path = `optionSets.${id}[${at}]`;
    const fields = reader.record(option, path, ['value', 'label']);
    return { value: reader.count(fields['value'], `${path}.value`), label: reader.text(fields['label'], `${path}.label`) };
  })])));
}

function readItems(reader: Reader, raw: unknown, reverse: readonly number[], sets: readonly string[]): Item[] {
  // A bare number means: this many items, wording to be brought by the licence holder.
  const slots = typeof raw === 'number' ? Array.from({ length: raw }, (_, at) => ({ no: at + 1 })) : reader.list(raw, 'items');
  return slots.map((slot, at) => {
    const path = `items[${at}]`;
    const fields = reader.record(slot, path, ['no', 'text', 'options', 'role', 'askedWhen']);
    const no = reader.count(fields['no'], `${path}.no`);
    return {
      no,
      text: fields['text'] === undefined ? null : reader.text(fields['text'], `${path}.text`),
      options: reader.text(fields['options'] ?? sets[0], `${path}.options`),
      reverse: reverse.includes(no),
      role: reader.oneOf(fields['role'] ?? 'content', `${path}.role`, ROLES),
      askedWhen: fields['askedWhen'] === undefined ? null : readAskedWhen(reader, fields['askedWhen'], `${path}.askedWhen`),
    };
  });
}

function readAskedWhen(reader: Reader, raw: unknown, path: string): AskedWhen {
  const fields = reader.record(raw, path, ['items', 'op', 'value']);
  return {
    items: reader.numbers(fields['items'], `${path}.items`),
    op: reader.oneOf(fields['op'], `${path}.op`, COMPARISONS),
    value: reader.count(fields['value'], `${path}.value`),
  };
}

function readScore(reader: Reader, raw: unknown, path: string, bandSets: ReadonlyMap<string, readonly Band[]>): ScoreDefinition {
  const fields = reader.record(raw, path, [
    'id', 'name', 'formula', 'items', 'of', 'times', 'threshold', 'missing', 'range', 'bands', 'worse', 'internal',
  ]);
  const range = reader.list(fields['range'], `${path}.range`);
  const bands = fields['bands'];
  if (typeof bands === 'string' && !bandSets.has(bands)) reader.fault('unknown-band-set', `${path}.bands`, `没有名为 ${bands} 的分级`);
  return {
    id: reader.text(fields['id'], `${path}.id`),
    name: reader.text(fields['name'], `${path}.name`),
    formula: reader.oneOf(fields['formula'], `${path}.formula`, FORMULAS),
    items: reader.numbers(fields['items'], `${path}.items`),
    of: reader.list(fields['of'], `${path}.of`).map((id, at) => reader.text(id, `${path}.of[${at}]`)),
    times: fields['times'] === undefined ? 1 : reader.number(fields['times'], `${path}.times`),
    threshold: fields['threshold'] === undefined ? null : reader.number(fields['threshold'], `${path}.threshold`),
    missing: readMissing(reader, fields['missing'], `${path}.missing`),
    range: [reader.number(range[0], `${path}.range[0]`), reader.number(range[1], `${path}.range[1]`)],
    bands: typeof bands === 'string' ? (bandSets.get(bands) ?? []) : readBands(reader, bands, `${path}.bands`),
    worse: reader.oneOf(fields['worse'] ?? 'higher', `${path}.worse`, ['higher', 'lower', 'neither']),
    internal: reader.flag(fields['internal'], `${path}.internal`),
  };
}

function readMissing(reader: Reader, raw: unknown, path: string): MissingRule {
  if (raw === undefined) return NO_MISSING;
  const fields = reader.record(raw, path, ['allowed', 'round', 'source']);
  return {
    allowed: reader.count(fields['allowed'], `${path}.allowed`),
    round: reader.flag(fields['round'], `${path}.round`),
    source: reader.text(fields['source'], `${path}.source`),
  };
}

function readBands(reader: Reader, raw: unknown, path: string): readonly Band[] {
  return reader.list(raw, path).map((band, at) => {
    const fields = reader.record(band, `${path}[${at}]`, ['band', 'from', 'label']);
    return {
      band: reader.text(fields['band'], `${path}[${at}].band`),
      from: reader.number(fields['from'], `${path}[${at}].from`),
      label: reader.text(fields['label'], `${path}[${at}].label`),
    };
  });
}

function readSoft(reader: Reader, raw: unknown, path: string, allowed: readonly string[]) {
  const fields = reader.record(raw, path, allowed);
  return {
    item: reader.count(fields['item'], `${path}.item`),
    op: reader.oneOf(fields['op'], `${path}.op`, COMPARISONS),
    value: reader.count(fields['value'], `${path}.value`),
    reason: reader.text(fields['reason'], `${path}.reason`),
  };
}

function readCritical(reader: Reader, raw: unknown, path: string): CriticalRule {
  const rule = readSoft(reader, raw, path, ['item', 'op', 'value', 'severity', 'reason']);
  const severity = (raw as Raw | null)?.['severity'];
  if (severity !== 3 && severity !== 4) reader.fault('critical-severity', `${path}.severity`, '危急条目的暂定等级只能是 3 或 4');
  return { ...rule, severity: severity === 4 ? 4 : 3 };
}
