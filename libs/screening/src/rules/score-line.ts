import { readSheet, type SheetFault } from './answer-sheet.js';
import { criticalItems } from './critical-items.js';
import { bandIndex, scoreInto, type CompiledInstrument } from './scoring.js';
import { validityOf } from './validity.js';

// What does one line of `npm run score` answer? One line in, one line out, in the same place, whatever the line holds.
// A blank line is a line that is not JSON: line n of the output always belongs to line n of the input.

export const SCORE_FAULTS = {
  'score/not-json': '这一行不是 JSON',
  'score/not-a-sheet': '这一行应含有 instrument（文本）和 answers（列表）',
  'score/unknown-instrument': '没有代码为“{instrument}”的量表',
  'score/unknown-version': '量表 {instrument} 没有版本“{version}”',
  'score/wrong-length': '量表 {instrument} 有 {expected} 题，这一行有 {found} 个答案',
  'score/value-not-on-form': '第 {item} 题的答案不是答题纸上的选项',
  'score/seconds-malformed': 'seconds 应为与题数相同的用时列表（秒），未知的写 null',
  'score/line-too-long': '这一行超过 1 MiB',
} as const;

export type ScoreFaultCode = keyof typeof SCORE_FAULTS;

/** The line that stands in the place of one that could not be scored. */
export function faultLine(code: ScoreFaultCode, details: Readonly<Record<string, string | number>> = {}): string {
  const message = SCORE_FAULTS[code].replace(/\{(\w+)\}/g, (_, key: string) => String(details[key] ?? ''));
  return JSON.stringify({ error: { code, message } });
}

/** Finds an instrument by its code; undefined when there is none. */
export type InstrumentLookup = (code: string) => CompiledInstrument | undefined;

/** Makes the function that answers a line. It keeps one prepared writer per instrument, so a line allocates little. */
export function lineScorer(find: InstrumentLookup): (line: string) => string {
  const writers = new Map<string, (sheet: LineSheet) => string>();
  return (line) => {
    const parsed = parse(line);
    if (parsed === NOT_JSON) return faultLine('score/not-json');
    if (typeof parsed !== 'object' || parsed === null) return faultLine('score/not-a-sheet');
    const sheet = parsed as LineSheet;
    const code = sheet.instrument;
    if (typeof code !== 'string') return faultLine('score/not-a-sheet');
    let write = writers.get(code);
    if (!write) {
      const compiled = find(code);
      if (!compiled) return faultLine('score/unknown-instrument', { instrument: [...code].slice(0, 60).join('') });
      writers.set(code, (write = lineWriter(compiled)));
    }
    return write(sheet);
  };
}

interface LineSheet {
  readonly instrument?: unknown;
  readonly version?: unknown;
  readonly answers?: unknown;
  readonly seconds?: unknown;
}

const NOT_JSON = Symbol('not JSON');

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return NOT_JSON;
  }
}

function lineWriter(compiled: CompiledInstrument): (line: LineSheet) => string {
  const { definition } = compiled;
  const sheet = new Int8Array(compiled.length);
  const values = new Float64Array(definition.scores.length);
  const shown = definition.scores.flatMap((score, at) => (score.internal ? [] : [{ at, bands: score.bands, key: `${JSON.stringify(score.id)}:` }]));
  const scoreParts = shown.map(({ at, key }, n) => ({ at, lead: (n > 0 ? ',' : '') + key }));
  const bandParts = shown.filter(({ bands }) => bands.length > 0).map(({ at, key, bands }, n) => ({
    at, lead: (n > 0 ? ',' : '') + key, words: bands.map((band) => JSON.stringify(band.band)),
  }));
  const head = `{"instrument":${JSON.stringify(definition.code)},"version":${JSON.stringify(definition.version)},"scores":{`;
  const fired: number[] = [];

  return (line) => {
    if (line.version !== undefined && line.version !== definition.version) {
      return faultLine('score/unknown-version', { instrument: definition.code, version: String(line.version).slice(0, 60) });
    }
    const fault = readSheet(compiled, line.answers, sheet);
    if (fault) return sheetFaultLine(definition.code, fault);
    if (line.seconds != null && !areSeconds(line.seconds, compiled.length)) return faultLine('score/seconds-malformed');
    scoreInto(compiled, sheet, values);
    let out = head;
    for (const part of scoreParts) {
      const value = values[part.at]!;
      out += part.lead + (Number.isNaN(value) ? 'null' : value);
    }
    out += '},"bands":{';
    for (const part of bandParts) out += part.lead + (part.words[bandIndex(compiled, part.at, values[part.at]!)] ?? 'null');
    criticalItems(compiled, sheet, fired);
    const { validity } = validityOf(compiled, sheet, (line.seconds as (number | null)[] | null | undefined) ?? undefined);
    return `${out}},"critical":[${fired.join(',')}],"validity":"${validity}"}`;
  };
}

function sheetFaultLine(instrument: string, fault: SheetFault): string {
  switch (fault.code) {
    case 'not-a-sheet':
      return faultLine('score/not-a-sheet');
    case 'wrong-length':
      return faultLine('score/wrong-length', { instrument, expected: fault.expected, found: fault.found });
    case 'value-not-on-form':
      return faultLine('score/value-not-on-form', { item: fault.item });
  }
}

function areSeconds(seconds: unknown, length: number): seconds is (number | null)[] {
  return Array.isArray(seconds) && seconds.length === length && seconds.every((time) => time === null || (typeof time === 'number' && time >= 0));
}
