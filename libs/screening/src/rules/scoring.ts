import type { Comparison, InstrumentDefinition, ScoreDefinition } from './instrument.js';

// What does a sheet score? The definition is compiled once into flat tables; a sheet is then a walk over small integers,
// with no look-up by name and nothing allocated. Rules for all scales (docs/domain-facts.md §1.1): reversing is a weight per
// item, greatest + least − answer; a score whose missing rule fails is null, never 0.
//
// Does not decide whether the sheet is to be believed (validity.ts) or what is dangerous in it (critical-items.ts).

/** A sheet as the scorer reads it: one small integer per item, or one of the two marks below. */
export type Sheet = Int8Array;
/** The pupil left the item out. */
export const MISSING = -1;
/** The form never put the item to this pupil (see `askedWhen`); it weighs nothing and is not missing. */
export const NOT_ASKED = -2;

/** Room for the two marks: in the tables, value v of an item stands at its row's start + MARKS + v. */
export const MARKS = 2;

interface CompiledScore {
  readonly items: Uint16Array;
  readonly of: Uint16Array;
  readonly formula: ScoreDefinition['formula'];
  readonly times: number;
  readonly threshold: number;
  readonly allowed: number;
  readonly round: boolean;
  readonly cuts: Float64Array;
  readonly bands: readonly string[];
}

export interface CompiledCondition {
  readonly item: number;
  readonly when: readonly number[];
  readonly op: Comparison;
  readonly value: number;
}

/** An instrument ready to score. Made once per definition, shared by every sheet. */
export interface CompiledInstrument {
  readonly definition: InstrumentDefinition;
  readonly length: number;
  /** Printed values 0…stride−3 plus two marks: the width of one row of the tables. */
  readonly stride: number;
  readonly onForm: Uint8Array;
  readonly weights: Int16Array;
  readonly scores: readonly CompiledScore[];
  readonly conditions: readonly CompiledCondition[];
  readonly critical: readonly { readonly at: number; readonly op: Comparison; readonly value: number }[];
  readonly lieItems: Uint16Array;
}

/** Lays a checked definition out as tables. Take the definition from `readInstrument`; nothing is checked again here. */
export function compileInstrument(definition: InstrumentDefinition): CompiledInstrument {
  const { items, scores, optionSets } = definition;
  const printed = items.map((item) => optionSets[item.options]!.map((option) => option.value));
  const stride = Math.max(...printed.flat()) + 1 + MARKS;
  const onForm = new Uint8Array(items.length * stride);
  const weights = new Int16Array(items.length * stride);
  items.forEach((item, at) => {
    const values = printed[at]!;
    const turned = Math.max(...values) + Math.min(...values);
    for (const value of values) {
      onForm[at * stride + MARKS + value] = 1;
      weights[at * stride + MARKS + value] = item.reverse ? turned - value : value;
    }
  });
  const indexOf = (id: string) => scores.findIndex((score) => score.id === id);
  const lie = definition.lie ? scores[indexOf(definition.lie.score)] : undefined;
  return {
    definition,
    length: items.length,
    stride,
    onForm,
    weights,
    scores: scores.map((score) => ({
      items: Uint16Array.from(score.items, (no) => no - 1),
      of: Uint16Array.from(score.of, indexOf),
      formula: score.formula,
      times: score.times,
      threshold: score.threshold ?? 0,
      allowed: score.missing.allowed,
      round: score.missing.round,
      cuts: Float64Array.from(score.bands, (band) => band.from),
      bands: score.bands.map((band) => band.band),
    })),
    conditions: items.flatMap((item, at) =>
      item.askedWhen ? [{ item: at, when: item.askedWhen.items.map((no) => no - 1), op: item.askedWhen.op, value: item.askedWhen.value }] : []),
    critical: definition.critical.map((rule) => ({ at: rule.item - 1, op: rule.op, value: rule.value })),
    lieItems: Uint16Array.from(lie?.items ?? [], (no) => no - 1),
  };
}

/**
 * Scores one sheet into `out`, one number per score of the definition, in its order. NaN stands for null.
 *
 * @param sheet read by `readSheet`; length `compiled.length`.
 * @param out at least as long as `definition.scores`.
 */
export function scoreInto(compiled: CompiledInstrument, sheet: Sheet, out: Float64Array): void {
  const { scores } = compiled;
  for (let s = 0; s < scores.length; s++) {
    const score = scores[s]!;
    out[s] = score.formula === 'sum-of-scores' ? sumOf(score.of, out) : scoreOf(compiled, score, sheet);
  }
}

function sumOf(parts: Uint16Array, out: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < parts.length; i++) sum += out[parts[i]!]!; // NaN of one part makes the whole NaN
  return sum;
}

function scoreOf(compiled: CompiledInstrument, score: CompiledScore, sheet: Sheet): number {
  const { weights, stride } = compiled;
  const { items, threshold } = score;
  let sum = 0;
  let missing = 0;
  let present = 0;
  let presentSum = 0;
  for (let i = 0; i < items.length; i++) {
    const at = items[i]!;
    const value = sheet[at]!;
    if (value === MISSING) missing++;
    const weight = weights[at * stride + MARKS + value]!;
    sum += weight;
    if (weight >= threshold && value >= 0) {
      present++;
      presentSum += weight;
    }
  }
  if (missing > score.allowed || missing === items.length) return NaN;
  if (score.formula === 'count') return present;
  if (score.formula === 'mean-of-present') return present === 0 ? NaN : presentSum / present;
  const answered = items.length - missing;
  if (score.formula === 'mean') return (sum / answered) * score.times;
  if (missing === 0) return sum * score.times;
  const filled = (sum * items.length) / answered;
  return (score.round ? Math.round(filled) : filled) * score.times;
}

/** Which band does this value fall in? Index into the score's bands, −1 when it has none or the value is null (NaN). */
export function bandIndex(compiled: CompiledInstrument, score: number, value: number): number {
  const cuts = compiled.scores[score]!.cuts;
  let at = cuts.length - 1;
  while (at >= 0 && !(value >= cuts[at]!)) at--;
  return at;
}

export type Scores = Readonly<Record<string, number | null>>;
export type Bands = Readonly<Record<string, string | null>>;

/** The scores of a sheet by name, internal ones among them, and the band of each score that has bands. */
export function scoreSheet(compiled: CompiledInstrument, sheet: Sheet): { scores: Scores; bands: Bands } {
  const out = new Float64Array(compiled.scores.length);
  scoreInto(compiled, sheet, out);
  const scores: Record<string, number | null> = {};
  const bands: Record<string, string | null> = {};
  compiled.definition.scores.forEach((score, s) => {
    scores[score.id] = Number.isNaN(out[s]!) ? null : out[s]!;
    if (score.bands.length > 0) bands[score.id] = score.bands[bandIndex(compiled, s, out[s]!)]?.band ?? null;
  });
  return { scores, bands };
}
