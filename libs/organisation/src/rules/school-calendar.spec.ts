import { describe, expect, it } from '@jest/globals';
import { schoolDay, type SchoolDay } from '@heliotrope/kernel';
import {
  isTeachingDay, isWithinDaysOfTermStart, nextTerm, schoolDayAfter, schoolDaysBetween, termFault, termOn, weekOfTerm, type SchoolCalendar,
} from './school-calendar.js';

const day = schoolDay;
const off = (from: number, to: number, month: string): [SchoolDay, boolean][] =>
  Array.from({ length: to - from + 1 }, (_, n) => [day(`2026-${month}-${String(from + n).padStart(2, '0')}`), true]);

const calendar: SchoolCalendar = {
  terms: [
    { schoolYear: 2026, number: 1, startsOn: day('2026-09-01'), endsOn: day('2027-01-22') },
    { schoolYear: 2026, number: 2, startsOn: day('2027-02-22'), endsOn: day('2027-07-09') },
  ],
  exceptions: new Map([...off(25, 27, '09'), ...off(1, 7, '10'), [day('2026-09-20'), false], [day('2026-10-10'), false]]),
};

describe('school calendar', () => {
  it.each([
    ['2026-08-31', false, 'before term'], ['2026-09-01', true, 'first day'], ['2026-09-05', false, 'Saturday'],
    ['2026-09-20', true, 'make-up Sunday'], ['2026-09-25', false, 'Mid-Autumn on a Friday'], ['2026-10-07', false, 'National Day week'],
    ['2026-10-08', true, 'after the holiday'], ['2026-10-10', true, 'make-up Saturday'], ['2027-01-22', true, 'last day'],
    ['2027-01-25', false, 'winter holiday'], ['2027-02-22', true, 'spring term'],
  ])('%s: school %s (%s)', (text, held) => expect(isTeachingDay(calendar, day(text))).toBe(held));

  it.each([['2026-09-01', 1], ['2026-09-06', 1], ['2026-09-07', 2], ['2026-10-12', 7], ['2027-01-25', undefined]])(
    '%s lies in week %s', (text, week) => expect(weekOfTerm(calendar, day(text))).toBe(week),
  );

  it.each([
    ['2026-09-30', 0, '2026-09-30'], ['2026-09-30', 1, '2026-10-08'], ['2026-10-01', 0, '2026-10-08'], ['2026-10-08', 2, '2026-10-10'],
    ['2026-10-09', 2, '2026-10-12'], ['2027-01-22', 1, '2027-02-22'], ['2027-07-08', 1, '2027-07-09'],
  ])('from %s, %i school days lead to %s', (from, count, due) => expect(schoolDayAfter(calendar, day(from), count)).toBe(due));

  it('does not invent days beyond the terms it knows', () => {
    expect(schoolDayAfter(calendar, day('2027-07-09'), 1)).toBeUndefined();
    expect(schoolDayAfter({ terms: [], exceptions: new Map() }, day('2026-10-12'), 1)).toBeUndefined();
  });

  it('counts back what it counted forward', () => {
    expect(schoolDaysBetween(calendar, day('2026-09-30'), day('2026-10-12'))).toBe(4);
    expect(schoolDaysBetween(calendar, day('2026-10-12'), day('2026-09-30'))).toBe(0);
  });

  it.each([['2026-09-01', true], ['2026-09-07', true], ['2026-09-08', false], ['2027-02-28', true], ['2027-03-01', false], ['2027-02-01', false]])(
    '%s is within the first week of term: %s', (text, within) => expect(isWithinDaysOfTermStart(calendar, day(text), 7)).toBe(within),
  );

  it('knows the term of a day and the one after', () => {
    expect(termOn(calendar, day('2027-01-30'))).toBeUndefined();
    expect(nextTerm(calendar, day('2027-01-30'))?.number).toBe(2);
    expect(nextTerm(calendar, day('2027-03-01'))).toBeUndefined();
  });

  it.each([
    ['2026-08-31', '2027-01-22', undefined], ['2026-08-15', '2027-01-22', undefined], ['2026-08-14', '2027-01-22', 'backwards'],
    ['2026-09-01', '2026-09-01', 'backwards'], ['2026-09-01', '2027-09-01', 'backwards'],
    ['2026-09-01', '2027-02-21', undefined], ['2026-09-01', '2027-02-22', 'the second term'],
  ])('a first term from %s to %s: %s', (startsOn, endsOn, fault) => {
    const found = termFault({ schoolYear: 2026, number: 1, startsOn: day(startsOn), endsOn: day(endsOn) }, calendar.terms);
    expect(typeof found === 'object' ? 'the second term' : found).toBe(fault);
  });
});
