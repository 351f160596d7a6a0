import { addDays, dayOfWeek, type SchoolDay } from '@heliotrope/kernel';
import { describe, expect, it } from '@jest/globals';
import { dueAt, readDuration } from './index.js';

/** Monday to Friday, without 2026-10-01 to 2026-10-07. */
const schoolDayAfter = (from: SchoolDay, n: number): SchoolDay => {
  let day = from;
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    const holiday = day >= '2026-10-01' && day <= '2026-10-07';
    if (dayOfWeek(day) <= 5 && !holiday) left--;
  }
  return day;
};
const due = (start: string, text: string) => dueAt(new Date(start), readDuration(text)!, schoolDayAfter).toISOString();

describe('a duty is due', () => {
  it.each([
    ['2026-10-12T02:00:00Z', '30 minutes', '2026-10-12T02:30:00.000Z', 'minutes run on the wall clock'],
    ['2026-10-12T23:50:00Z', '2 hours', '2026-10-13T01:50:00.000Z', 'hours too, through midnight'],
    ['2026-10-12T02:00:00Z', 'same day', '2026-10-12T15:59:00.000Z', 'the last minute of the day in China'],
    ['2026-10-12T15:59:00Z', 'same day', '2026-10-12T15:59:00.000Z', 'even when that is now'],
    ['2026-10-12T16:00:00Z', 'same day', '2026-10-13T15:59:00.000Z', 'midnight in China begins the next day'],
    ['2026-10-12T02:00:00Z', '14 days', '2026-10-26T15:59:00.000Z', 'days count weekends'],
    ['2026-10-08T02:00:00Z', '3 school-days', '2026-10-13T15:59:00.000Z', 'school days skip the weekend'],
    ['2026-09-30T02:00:00Z', '3 school-days', '2026-10-12T15:59:00.000Z', 'and the holiday: 8, 9 and 12 October'],
  ])('%s + %s = %s: %s', (start, text, expected) => expect(due(start, text)).toBe(expected));
});

describe('a time in a pack', () => {
  it.each([['1 day', { amount: 1, unit: 'days' }], ['3 school-days', { amount: 3, unit: 'school-days' }], ['same day', { amount: 0, unit: 'days' }]])(
    '%s is read', (text, expected) => expect(readDuration(text)).toEqual(expected),
  );
  it.each([['3'], [3], ['-1 days'], ['3 weeks'], ['3  days'], [null]])('%p is refused', (text) => expect(readDuration(text)).toBeNull());
});
