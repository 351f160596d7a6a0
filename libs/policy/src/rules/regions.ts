/** The region of what holds everywhere. No place has this division code. */
export const WHOLE_COUNTRY = 0;

/**
 * Which regions lie over a place? Most local first, the whole country last: 530521 → 530521, 530500, 530000, country.
 * Division codes of six digits carry their city in the first four and their province in the first two (GB/T 2260).
 * A bureau whose id is not a division code must be asked for with its list of regions written out.
 */
export function regionsOf(divisionCode: number): readonly number[] {
  const city = Math.floor(divisionCode / 100) * 100;
  const province = Math.floor(divisionCode / 10_000) * 10_000;
  return [...new Set([divisionCode, city, province, WHOLE_COUNTRY])];
}
