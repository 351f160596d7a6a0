import type { Disclosure } from './published-counts.js';

/** How a share may be told: as it is, as `at most` or `at least` so much, or not at all. */
export type ShownShare = { readonly is: 'exactly' | 'at-most' | 'at-least'; readonly share: number } | null;

const LEAST = 0.05;

/**
 * How may the share of a group's pupils be told? Nobody and everybody are told as "at most 5 %" and "at least 95 %": all
 * of a group is each of its pupils. A share whose pupils or whose group may not be counted aloud is not told at all.
 *
 * Source: docs/domain-facts.md §4.3 (0 %/100 % for a group shown as ≤5 %/≥95 %).
 */
export function shownShare(part: number, whole: number, limits: Disclosure): ShownShare {
  if (whole < limits.minDenominator) return null;
  const share = part / whole;
  if (share <= LEAST) return { is: 'at-most', share: LEAST };
  if (share >= 1 - LEAST) return { is: 'at-least', share: 1 - LEAST };
  const isTelling = (count: number) => count < limits.minCell;
  return isTelling(part) || isTelling(whole - part) ? null : { is: 'exactly', share };
}
