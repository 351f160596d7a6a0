import { contradictingPairs, isMedianUnder, lieScore, longestRun, mostFrequent } from './answer-quality.js';
import { missingOf } from './answer-sheet.js';
import type { CompiledInstrument, Sheet } from './scoring.js';

// Can this sheet be believed? Source: docs/domain-facts.md §1.4; the lie scale is published, everything else there is a proposal.
// Says nothing about danger: a void sheet still raises its critical answers, and counts as not validly screened.

export type Validity = 'valid' | 'suspicious' | 'void' | 'incomplete';

export type ValidityReason =
  | 'lie-scale' | 'one-answer-throughout' | 'too-fast' | 'items-missing' | 'shorter-than-possible' | 'hurried' | 'long-string' | 'contradicting-pairs';

/** What each reason does to the sheet. Suspicious is not void: its scores count, and a person looks twice. */
export const EFFECTS: Readonly<Record<ValidityReason, Exclude<Validity, 'valid'>>> = {
  'lie-scale': 'void',
  'one-answer-throughout': 'void',
  'too-fast': 'void',
  'items-missing': 'incomplete',
  'shorter-than-possible': 'suspicious',
  hurried: 'suspicious',
  'long-string': 'suspicious',
  'contradicting-pairs': 'suspicious',
};

/** Shares and times of §1.4 [proposal]: for every scale, beside what its own file says. */
export const MISSING_SHARE = 0.1;
export const ONE_ANSWER_SHARE = 0.95;
export const ONE_ANSWER_MIN_ITEMS = 30;
export const MEDIAN_SECONDS = 1.5;

/**
 * Valid, suspicious, void or incomplete, with every reason found. The strongest wins:
 *
 * 1. void — the answers contradict themselves or were not read: lie scale at its published limit (counted over what was
 *    answered, since more answers could only raise it); ≥ 95 % one option on ≥ 30 items of a scale with reversed or
 *    opposite items; median under 1.5 s an item. Filling the gaps would not save such a sheet, so void precedes incomplete.
 * 2. incomplete — more than 10 % of the asked items are missing. Finishing the sheet can make it valid.
 * 3. suspicious — the whole took less than `minSeconds`, which is our own provisional number; or a limit under `quality` in
 *    the instrument's file: median under its own floor, a long string, pairs that contradict. Retest, but do not throw away.
 * 4. valid.
 *
 * A file without `quality` is judged by none of the limits it would name, so that a sheet answered on an older version is
 * judged today as it was on its day.
 *
 * @param seconds seconds spent on each item, null where unknown; leave out when the device did not measure.
 */
export function validityOf(
  compiled: CompiledInstrument,
  sheet: Sheet,
  seconds?: readonly (number | null)[],
): { validity: Validity; reasons: readonly ValidityReason[] } {
  const { definition } = compiled;
  const { quality } = definition;
  const reasons: ValidityReason[] = [];
  if (definition.lie !== null && lieScore(compiled, sheet) >= definition.lie.atLeast) reasons.push('lie-scale');
  if (oneAnswerThroughout(compiled, sheet)) reasons.push('one-answer-throughout');
  const measured = seconds?.filter((time): time is number => time !== null) ?? [];
  if (measured.length > 0 && isMedianUnder(measured, MEDIAN_SECONDS)) reasons.push('too-fast');
  const voided = reasons.length > 0;
  const { asked, missing } = missingOf(compiled, sheet);
  const incomplete = missing > asked * MISSING_SHARE;
  if (incomplete) reasons.push('items-missing');
  // A total can only be held against a sheet whose every item was timed.
  const whole = measured.length === compiled.length && measured.reduce((a, b) => a + b, 0);
  if (whole !== false && whole < definition.minSeconds) reasons.push('shorter-than-possible');
  if (quality) {
    if (quality.secondsPerItem !== null && measured.length > 0 && isMedianUnder(measured, quality.secondsPerItem)) reasons.push('hurried');
    if (quality.longString !== null && longestRun(sheet) >= quality.longString) reasons.push('long-string');
    if (quality.pairs && contradictingPairs(compiled, sheet, quality.pairs).length >= quality.pairs.atLeast) reasons.push('contradicting-pairs');
  }
  const validity = voided ? 'void' : incomplete ? 'incomplete' : reasons.length > 0 ? 'suspicious' : 'valid';
  return { validity, reasons };
}

function oneAnswerThroughout(compiled: CompiledInstrument, sheet: Sheet): boolean {
  if (!compiled.definition.opposites || compiled.length < ONE_ANSWER_MIN_ITEMS) return false;
  const { answered, alike } = mostFrequent(compiled, sheet);
  return answered >= ONE_ANSWER_MIN_ITEMS && alike >= answered * ONE_ANSWER_SHARE;
}
