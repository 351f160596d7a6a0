import { addDays, dayOfWeek, daysBetween, type SchoolDay } from '@heliotrope/kernel';

/*
 * Is school held on a day, which week of term is it, and on which day does a deadline counted in school days fall?
 * Terms come from the bureau; days off and make-up days from the State Council's arrangement, overruled by the bureau's
 * and then the school's own entries (merged by the reader, most local last). Source: 中小学校历 practice, reference domain
 * facts §3.6. Deadlines of a crisis run by the wall clock and are not decided here.
 */

export interface Term {
  readonly schoolYear: number;
  readonly number: 1 | 2;
  readonly startsOn: SchoolDay;
  readonly endsOn: SchoolDay;
}

export interface SchoolCalendar {
  /** In order of time. */
  readonly terms: readonly Term[];
  /** `true`: no school on this weekday; `false`: school on this weekend day (调休补课). */
  readonly exceptions: ReadonlyMap<SchoolDay, boolean>;
}

/** The term a day falls in; `undefined` in the holidays. */
export function termOn(calendar: SchoolCalendar, day: SchoolDay): Term | undefined {
  return calendar.terms.find((term) => term.startsOn <= day && day <= term.endsOn);
}

/** Is school held on this day? */
export function isTeachingDay(calendar: SchoolCalendar, day: SchoolDay): boolean {
  if (!termOn(calendar, day)) return false;
  const exception = calendar.exceptions.get(day);
  return exception === undefined ? dayOfWeek(day) <= 5 : !exception;
}

/** Week of term, the first being the week (Monday to Sunday) in which term starts; `undefined` in the holidays. */
export function weekOfTerm(calendar: SchoolCalendar, day: SchoolDay): number | undefined {
  const term = termOn(calendar, day);
  if (!term) return undefined;
  const monday = addDays(term.startsOn, 1 - dayOfWeek(term.startsOn));
  return Math.floor(daysBetween(monday, day) / 7) + 1;
}

/**
 * The `count`-th school day after `from`; with count 0 the first school day not before it. `undefined` when the terms
 * known so far end earlier: a deadline is then set again once the bureau has entered the next term.
 */
export function schoolDayAfter(calendar: SchoolCalendar, from: SchoolDay, count: number): SchoolDay | undefined {
  const last = calendar.terms.at(-1)?.endsOn;
  if (last === undefined) return undefined;
  let left = count;
  for (let day = count === 0 ? from : addDays(from, 1); day <= last; day = addDays(day, 1)) {
    if (!isTeachingDay(calendar, day)) continue;
    left -= 1;
    if (left <= 0) return day;
  }
  return undefined;
}

/** How many school days lie in the half-open span after `from` up to and including `to`; 0 when `to` is not later. */
export function schoolDaysBetween(calendar: SchoolCalendar, from: SchoolDay, to: SchoolDay): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isTeachingDay(calendar, day)) count += 1;
  return count;
}

/** Does the day lie within the first `days` calendar days of a term, its first day being day 1? ("开学一周内" is 7.) */
export function isWithinDaysOfTermStart(calendar: SchoolCalendar, day: SchoolDay, days: number): boolean {
  const term = termOn(calendar, day);
  return term !== undefined && daysBetween(term.startsOn, day) < days;
}

/** The term that begins next after this day. */
export function nextTerm(calendar: SchoolCalendar, day: SchoolDay): Term | undefined {
  return calendar.terms.find((term) => term.startsOn > day);
}

/**
 * What is wrong with this term among the others of its bureau? A term lies within its school year (1 September to 31
 * August, with a fortnight's freedom before it) and meets no other. Undefined: nothing.
 */
export function termFault(term: Term, others: readonly Term[]): 'backwards' | Term | undefined {
  const year = term.schoolYear;
  if (term.endsOn <= term.startsOn || term.startsOn < `${year}-08-15` || term.endsOn > `${year + 1}-08-31`) return 'backwards';
  return others.find(
    (other) => !(other.schoolYear === year && other.number === term.number) && other.startsOn <= term.endsOn && term.startsOn <= other.endsOn,
  );
}
