import { addDays, dayOfWeek, isSchoolDay, schoolDay, type SchoolDay } from '@heliotrope/kernel';
import { isTeachingDay, nextTerm, type SchoolCalendar, type Term, termOn, weekOfTerm } from './school-calendar.js';

/*
 * What is each day of a month, as the calendar page draws it, and what would a school year look like when last year's is
 * taken over? School days are decided by school-calendar; here they are only told apart by the reason.
 */

export type DayKind = 'school' | 'weekend' | 'day-off' | 'make-up' | 'vacation' | 'unknown';

export interface DayEntry {
  readonly off: boolean;
  readonly name: string;
  /** Whose entry it is, the most local one. */
  readonly by: 'country' | 'bureau' | 'school';
}

export interface CalendarDay {
  readonly day: SchoolDay;
  readonly kind: DayKind;
  readonly week: number | null;
  readonly entry: DayEntry | null;
}

/** @param month `2026-10`. Undefined when that is no month. */
export function monthOf(month: string, calendar: SchoolCalendar, entries: ReadonlyMap<SchoolDay, DayEntry>): CalendarDay[] | undefined {
  if (!isSchoolDay(`${month}-01`)) return undefined;
  const days: CalendarDay[] = [];
  for (let day = schoolDay(`${month}-01`); day.startsWith(month); day = addDays(day, 1)) {
    days.push({ day, kind: kindOf(day, calendar), week: weekOfTerm(calendar, day) ?? null, entry: entries.get(day) ?? null });
  }
  return days;
}

function kindOf(day: SchoolDay, calendar: SchoolCalendar): DayKind {
  const exception = calendar.exceptions.get(day);
  if (!termOn(calendar, day)) {
    if (exception === true) return 'day-off';
    const known = calendar.terms.some((term) => term.endsOn < day) && nextTerm(calendar, day) !== undefined;
    return known ? 'vacation' : 'unknown';
  }
  if (isTeachingDay(calendar, day)) return dayOfWeek(day) > 5 ? 'make-up' : 'school';
  return exception === true ? 'day-off' : 'weekend';
}

const YEAR_OF_WEEKS = 364; // fifty-two weeks on, every day keeps its place in the week

/** The same term a year later: the weekdays stay, and 1 September stays 1 September. */
export function copiedTerm(term: Term): Term {
  const opensYear = term.startsOn.endsWith('-09-01');
  return {
    schoolYear: term.schoolYear + 1,
    number: term.number,
    startsOn: opensYear ? schoolDay(`${Number(term.startsOn.slice(0, 4)) + 1}-09-01`) : addDays(term.startsOn, YEAR_OF_WEEKS),
    endsOn: addDays(term.endsOn, YEAR_OF_WEEKS),
  };
}

/** A day of a bureau's or school's own, such as the sports day, a year later on the same weekday. */
export function copiedDay(day: SchoolDay): SchoolDay {
  return addDays(day, YEAR_OF_WEEKS);
}
