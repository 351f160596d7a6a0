import { addDays, type SchoolDay, schoolDay } from '@heliotrope/kernel';

/*
 * Who decides about a pupil's sensitive data? Source: 个人信息保护法 31 and 未成年人保护法 72: below fourteen the guardian. From fourteen
 * on the pupil's own separate consent is the legal minimum; practice asks the guardian as well (docs/domain-facts.md §2.2), which
 * is policy `data.guardian-also-from-14`. It does not decide whether consent is needed at all: that is the round's rule.
 */

/** To whom a notice speaks and who signs below it. */
export type Audience = 'guardian' | 'pupil';

/** What a round (or another act) demands before it touches a pupil. */
export type ConsentRule = 'none-required-by-law-basis' | 'guardian-consent' | 'consent-by-age';
export const CONSENT_RULES: readonly ConsentRule[] = ['none-required-by-law-basis', 'guardian-consent', 'consent-by-age'];

const AGE_OF_OWN_CONSENT = 14;

/** The day `years` later; 29 February becomes 1 March where the year has none. */
export function yearsLater(day: SchoolDay, years: number): SchoolDay {
  const [year, rest] = [Number(day.slice(0, 4)) + years, day.slice(4)];
  const text = `${String(year).padStart(4, '0')}${rest}`;
  return rest === '-02-29' && !isLeap(year) ? schoolDay(`${String(year).padStart(4, '0')}-03-01`) : schoolDay(text);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/**
 * Has somebody born on this day completed these years on that day? A year of age is complete on the day after the birthday
 * (法释〔2006〕1号 2: 从周岁生日的第二天起算); of the readings there are, the one that protects a day longer.
 */
export function hasCompletedYears(bornOn: SchoolDay, years: number, on: SchoolDay): boolean {
  return on >= addDays(yearsLater(bornOn, years), 1);
}

/**
 * Whose consent does this rule demand for this pupil on this day? None, the guardian's, the pupil's, or both; all of them
 * must have given it. An unknown date of birth counts as under fourteen: the careful side.
 */
export function decidersFor(rule: ConsentRule, pupil: { bornOn: SchoolDay | null }, on: SchoolDay, guardianAlso: boolean): readonly Audience[] {
  if (rule === 'none-required-by-law-basis') return [];
  const decidesSelf = pupil.bornOn !== null && hasCompletedYears(pupil.bornOn, AGE_OF_OWN_CONSENT, on);
  if (!decidesSelf) return ['guardian'];
  if (rule === 'guardian-consent' || guardianAlso) return ['pupil', 'guardian'];
  return ['pupil'];
}
