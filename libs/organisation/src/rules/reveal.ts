/*
 * Which masked fields of a pupil may be opened, under which right, and for how long? Source: reference domain facts §4.4
 * no. 23: unmasking is a right of its own, with a reason and a log. The limits are this project's: enough for a day of
 * telephoning, too few to copy a school.
 */

export const REVEALED_FIELDS = {
  'student-number': { zh: '学籍号', action: 'organisation.reveal-numbers' },
  'citizen-number': { zh: '身份证号', action: 'organisation.reveal-numbers' },
  'born-on': { zh: '出生日期', action: 'organisation.reveal-numbers' },
  'guardian-name': { zh: '监护人姓名', action: 'organisation.reveal-guardians' },
  'guardian-phone': { zh: '监护人电话', action: 'organisation.reveal-guardians' },
} as const;

export type RevealedField = keyof typeof REVEALED_FIELDS;

export const REVEAL_LIMITS = { perHour: 30, perDay: 100, shownSeconds: 20 } as const;

export type ReasonFault = 'short' | 'digits';

/**
 * Can this stand in the log as a reason? At least four characters that are not one repeated; no run of six digits, for a
 * number pasted into the reason would lie in a log that forgets nothing.
 */
export function reasonFault(reason: string): ReasonFault | undefined {
  const plain = reason.normalize('NFKC').replace(/\s/g, '');
  if ([...plain].length < 4 || new Set(plain).size < 3) return 'short';
  return /\d[\d-]{4,}\d/.test(plain) ? 'digits' : undefined;
}

/** May one more field be opened, after so many in the last hour and the last day? */
export function mayRevealMore(inHour: number, inDay: number): boolean {
  return inHour < REVEAL_LIMITS.perHour && inDay < REVEAL_LIMITS.perDay;
}
