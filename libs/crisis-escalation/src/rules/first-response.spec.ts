import { describe, expect, it } from '@jest/globals';
import { addDays, type Ordinal } from '@heliotrope/kernel';
import { firstResponseDue, type FirstResponseDurations } from './first-response.js';

const start = new Date('2026-10-12T02:00:00Z'); // Monday, ten in the morning
const durations: FirstResponseDurations = {
  1: { amount: 14, unit: 'days' }, 2: { amount: 3, unit: 'school-days' }, 4: { amount: 30, unit: 'minutes' },
};
const everyDay = (day: Parameters<typeof addDays>[0], n: number) => addDays(day, n);
const due = (ordinal: Ordinal, acute = false) => firstResponseDue({ ordinal, acute }, start, durations, everyDay);

describe('the first response', () => {
  it.each<[string, Ordinal, boolean, string]>([
    ['watch: fourteen days, to the last minute of the day', 1, false, '2026-10-26T15:59:00.000Z'],
    ['moderate: three school days', 2, false, '2026-10-15T15:59:00.000Z'],
    ['acute ordinal: half an hour', 4, false, '2026-10-12T02:30:00.000Z'],
    ['an acute case of a low ordinal: half an hour too', 1, true, '2026-10-12T02:30:00.000Z'],
    ['an ordinal the policy does not name goes by the next graver', 3, false, '2026-10-12T02:30:00.000Z'],
  ])('%s', (_, ordinal, acute, expected) => expect(due(ordinal, acute).dueAt.toISOString()).toBe(expected));

  it('goes by the gravest there is when nothing graver is named', () => {
    const only = { 2: { amount: 1, unit: 'hours' } } as const;
    expect(firstResponseDue({ ordinal: 4, acute: true }, start, only, everyDay).dueAt.toISOString()).toBe('2026-10-12T03:00:00.000Z');
  });

  it('says so when the policy names nothing at all', () => {
    expect(() => firstResponseDue({ ordinal: 3, acute: false }, start, {}, everyDay)).toThrow(RangeError);
  });
});
