import { describe, expect, it } from '@jest/globals';
import { chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import type { SchoolCalendar } from '@heliotrope/organisation/rules';
import { isTimeToMake, plannedDay, yearlyDates } from './yearly-plan.js';

const day = (text: string) => text as SchoolDay;
/** 2026: National Day holidays from 1 to 7 October, Saturday the 10th made up. */
const calendar: SchoolCalendar = {
  terms: [{ schoolYear: 2026, number: 1, startsOn: day('2026-09-01'), endsOn: day('2027-01-22') }, { schoolYear: 2026, number: 2, startsOn: day('2027-02-22'), endsOn: day('2027-07-09') }],
  exceptions: new Map([...['01', '02', '05', '06', '07'].map((one) => [day(`2026-10-${one}`), true] as const), [day('2026-10-10'), false]]),
};
const plan = { month: 10, dayOfMonth: 1, schoolDays: 5, aheadDays: 14 };
const at = (text: string) => new Date(`${text}:00+08:00`);

describe('the round of a year', () => {
  it.each([
    ['moves out of the holidays', plan, '2026-09-10T09:00', '2026-10-08', '2026-10-13', false],
    ['counts a Saturday that is made up', { ...plan, dayOfMonth: 8, schoolDays: 3 }, '2026-09-10T09:00', '2026-10-08', '2026-10-10', false],
    ['begins after a Sunday', { ...plan, dayOfMonth: 11 }, '2026-09-10T09:00', '2026-10-12', '2026-10-16', false],
    ['of one day', { ...plan, dayOfMonth: 12, schoolDays: 1 }, '2026-09-10T09:00', '2026-10-12', '2026-10-12', false],
    ['lies in the second calendar year', { ...plan, month: 3, dayOfMonth: 1 }, '2026-09-10T09:00', '2027-03-01', '2027-03-05', false],
    ['keeps its days while they run', plan, '2026-10-13T17:59', '2026-10-08', '2026-10-13', false],
    ['is caught up when they are over', plan, '2026-10-13T18:00', '2026-10-14', '2026-10-20', true],
    ['is caught up after the winter holidays', { ...plan, month: 1, dayOfMonth: 10 }, '2027-02-01T09:00', '2027-02-22', '2027-02-26', true],
  ] as const)('%s', (_, one, now, first, last, isCaughtUp) => {
    const dates = yearlyDates(one, calendar, 2026, at(now))!;
    expect([dates.firstOn, chinaDayOf(dates.closesAt), dates.isCaughtUp]).toEqual([first, last, isCaughtUp]);
    expect([dates.opensAt, dates.closesAt]).toEqual([at(`${first}T08:00`), at(`${last}T18:00`)]);
  });

  it('has no days where no terms are known, or when the year is nearly over', () => {
    expect(yearlyDates(plan, { terms: [], exceptions: new Map() }, 2026, at('2026-09-10T09:00'))).toBeUndefined();
    expect(yearlyDates(plan, calendar, 2026, at('2027-07-06T09:00'))).toBeUndefined();
  });

  it('is made so many days ahead, and not earlier', () => {
    const dates = { firstOn: day('2026-10-08') };
    expect([isTimeToMake(plan, dates, at('2026-09-23T23:59')), isTimeToMake(plan, dates, at('2026-09-24T00:00')), isTimeToMake(plan, dates, at('2026-10-20T00:00'))]).toEqual([false, true, true]);
  });

  it('knows February', () => {
    expect([plannedDay({ month: 2, dayOfMonth: 29 }, 2026), plannedDay({ month: 2, dayOfMonth: 29 }, 2027)]).toEqual(['2027-02-28', '2028-02-29']);
  });
});
