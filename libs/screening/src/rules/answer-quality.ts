import type { AnswerQuality } from './instrument.js';
import { MARKS, MISSING, NOT_ASKED, type CompiledInstrument, type Sheet } from './scoring.js';

/*
 * How was this sheet answered? Measures only: how fast, how monotonously, how consistently. What a measure means for the
 * sheet is decided by `validity.ts`, against the limits of the instrument's own file. None of them says anything about
 * danger, and none is a reproach: a child who hurries may be afraid of being seen.
 *
 * Sources: Meade & Craig, Psychol Methods 2012;17:437–455 (long strings, psychometric synonyms and antonyms); Huang, Curran,
 * Keeney, Poposki & DeShon, J Bus Psychol 2012;27:99–114 (seconds an item); Curran, J Exp Soc Psychol 2016;66:4–19.
 */

/** Is the median under the limit? Without sorting: this is asked of every sheet. */
export function isMedianUnder(numbers: readonly number[], limit: number): boolean {
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

/** The median of some seconds; null of none. */
export function medianOf(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? null : sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How many items in a row carry one printed answer? An item left out ends the row; one that was never asked is passed over. */
export function longestRun(sheet: Sheet): number {
  let longest = 0;
  let run = 0;
  let before = MISSING;
  for (const value of sheet) {
    if (value === NOT_ASKED) continue;
    run = value === MISSING ? 0 : value === before ? run + 1 : 1;
    before = value;
    if (run > longest) longest = run;
  }
  return longest;
}

/** The most frequent printed answer: how often, and of how many answers. */
export function mostFrequent(compiled: CompiledInstrument, sheet: Sheet): { readonly answered: number; readonly alike: number } {
  const counts = new Uint16Array(compiled.stride);
  let answered = 0;
  for (const value of sheet) {
    if (value < 0) continue;
    answered++;
    counts[value]!++;
  }
  return { answered, alike: Math.max(...counts) };
}

/**
 * Which pairs of items contradict each other? The definition names pairs that ask the same thing, or its opposite; after
 * reversing, both point one way, and a pair whose weights lie `apart` or more contradicts. A pair with a gap says nothing.
 */
export function contradictingPairs({ weights, stride }: CompiledInstrument, sheet: Sheet, pairs: NonNullable<AnswerQuality['pairs']>): (readonly [number, number])[] {
  const weighed = (no: number) => weights[(no - 1) * stride + MARKS + sheet[no - 1]!]!;
  return pairs.of.filter(([a, b]) => sheet[a - 1]! >= 0 && sheet[b - 1]! >= 0 && Math.abs(weighed(a) - weighed(b)) >= pairs.apart);
}

/** The lie score over what was answered: more answers could only raise it. */
export function lieScore({ lieItems, weights, stride }: CompiledInstrument, sheet: Sheet): number {
  let sum = 0;
  for (let i = 0; i < lieItems.length; i++) sum += weights[lieItems[i]! * stride + MARKS + sheet[lieItems[i]!]!]!;
  return sum;
}
