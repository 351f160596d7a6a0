/*
 * What level of division does a six-digit code name, and what lies above it? Source: GB/T 2260.
 * Whether the code is in force on a day is data (organisation.division), not a rule.
 */

export type DivisionKind = 'province' | 'city' | 'county';

/** `null` when the text is not six digits or begins with no province-level pair. */
export function divisionKind(code: string): DivisionKind | null {
  if (!/^[1-9]\d{5}$/.test(code)) return null;
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'city' : 'county';
}

/** The code of the division directly above; `null` for a province or a malformed code. */
export function parentDivision(code: string): string | null {
  switch (divisionKind(code)) {
    case 'county':
      return `${code.slice(0, 4)}00`;
    case 'city':
      return `${code.slice(0, 2)}0000`;
    default:
      return null;
  }
}
