import { missingOf } from './answer-sheet.js';
import { MARKS, type CompiledInstrument, type Sheet } from './scoring.js';

// Can this sheet be believed? Source: docs/domain-facts.md §1.4; the lie scale is published, everything else there is a proposal.
// Says nothing about danger: a void sheet still raises its critical answers, and counts as not validly screened.

export type Validity = 'valid' | 'suspicious' | 'void' | 'incomplete';

export type ValidityReason = 'lie-scale' | 'one-answer-throughout' | 'too-fast' | 'items-missing' | 'shorter-than-possible';

export const VALIDITY_REASONS: Readonly<Record<ValidityReason, string>> = {
  'lie-scale': '效度分达到作废界限，建议两周内重测',
  'one-answer-throughout': '量表含反向或相对条目，而几乎全部选择同一选项',
  'too-fast': '每题用时的中位数不足 1.5 秒',
  'items-missing': '漏答超过 10%',
  'shorter-than-possible': '总用时短于读完题目所需的时间',
};

/** Shares and times of §1.4 [proposal]. */
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
 * 3. suspicious — the whole took less than `minSeconds`, which is our own provisional number: retest, but do not throw away.
 * 4. valid.
 *
 * @param seconds seconds spent on each item, null where unknown; leave out when the device did not measure.
 */
export function validityOf(
  compiled: CompiledInstrument,
  sheet: Sheet,
  seconds?: readonly (number | null)[],
): { validity: Validity; reasons: readonly ValidityReason[] } {
  const reasons: ValidityReason[] = [];
  if (lieReached(compiled, sheet)) reasons.push('lie-scale');
  if (oneAnswerThroughout(compiled, sheet)) reasons.push('one-answer-throughout');
  const measured = seconds?.filter((time): time is number => time !== null) ?? [];
  if (measured.length > 0 && isMedianUnder(measured, MEDIAN_SECONDS)) reasons.push('too-fast');
  const voided = reasons.length > 0;
  const { asked, missing } = missingOf(compiled, sheet);
  const incomplete = missing > asked * MISSING_SHARE;
  if (incomplete) reasons.push('items-missing');
  // A total can only be held against a sheet whose every item was timed.
  const whole = measured.length === compiled.length && measured.reduce((a, b) => a + b, 0);
  if (whole !== false && whole < compiled.definition.minSeconds) reasons.push('shorter-than-possible');
  const validity = voided ? 'void' : incomplete ? 'incomplete' : reasons.length > 0 ? 'suspicious' : 'valid';
  return { validity, reasons };
}

function lieReached(compiled: CompiledInstrument, sheet: Sheet): boolean {
  const { lieItems, weights, stride } = compiled;
  if (compiled.definition.lie === null) return false;
  let sum = 0;
  for (let i = 0; i < lieItems.length; i++) sum += weights[lieItems[i]! * stride + MARKS + sheet[lieItems[i]!]!]!;
  return sum >= compiled.definition.lie.atLeast;
}

function oneAnswerThroughout(compiled: CompiledInstrument, sheet: Sheet): boolean {
  if (!compiled.definition.opposites || compiled.length < ONE_ANSWER_MIN_ITEMS) return false;
  const counts = new Uint16Array(compiled.stride);
  let answered = 0;
  for (let at = 0; at < compiled.length; at++) {
    const value = sheet[at]!;
    if (value < 0) continue;
    answered++;
    counts[value]!++;
  }
  return answered >= ONE_ANSWER_MIN_ITEMS && Math.max(...counts) >= answered * ONE_ANSWER_SHARE;
}

/** Is the median under the limit? Without sorting: this is asked of every sheet. */
function isMedianUnder(numbers: readonly number[], limit: number): boolean {
  const half = numbers.length / 2;
  let under = 0;
  let lower = -Infinity; // the greatest of those under
  let upper = Infinity; // the least of the others
  for (const number of numbers) {
    if (number < limit) {
      under++;
      if (number > lower) lower = number;
    } else if (number < upper) upper = number;
  }
  return under > half || (under === half && (lower + upper) / 2 < limit);
}
