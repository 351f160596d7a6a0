import { addDays, chinaDayOf, chinaInstant, isSchoolDay, type SchoolDay, schoolDay } from '@heliotrope/kernel';
import { type SchoolCalendar, schoolDayAfter } from '@heliotrope/organisation/rules';

/*
 * On which days does a round that comes back every year begin and end this year? Sources: 教思政厅函〔2021〕10号 (once a school year, led
 * by the county), BS-22 (every October, by the county bureau). School days only, by the bureau's own calendar: a first day that is
 * a Sunday or falls into the National Day holidays moves to the next school day. It does not decide whether the round may stand:
 * approvals, licences and the impact assessment are asked when it is made, and follow-up hours when it is launched.
 */

export interface YearlyWindow {
  /** The earliest day it may begin on; months 8–12 lie in the school year's first calendar year, 1–7 in its second. */
  readonly month: number;
  readonly dayOfMonth: number;
  /** How many school days it runs, first and last included. */
  readonly schoolDays: number;
  /** So many days before its first day the round is made, so that consent can be asked and hours be found. */
  readonly aheadDays: number;
}

export interface YearlyDates {
  readonly firstOn: SchoolDay;
  readonly opensAt: Date;
  readonly closesAt: Date;
  /** The days it was planned for went by while nobody was there to make it; these are later ones. */
  readonly isCaughtUp: boolean;
}

const OPENS_MINUTES = 8 * 60;
const CLOSES_MINUTES = 18 * 60;

/** The day of the plan in this school year; a day the month does not have becomes its last. */
export function plannedDay({ month, dayOfMonth }: Pick<YearlyWindow, 'month' | 'dayOfMonth'>, schoolYear: number): SchoolDay {
  const of = (day: number) => `${month >= 8 ? schoolYear : schoolYear + 1}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  let day = dayOfMonth;
  while (day > 1 && !isSchoolDay(of(day))) day -= 1;
  return schoolDay(of(day));
}

/**
 * When does the round of this school year run? The first school day at or after the planned date, and so many school days on.
 * Where that is over already, because the worker was down or the plan is younger than its date, from the next school day on, as
 * long as the school year lasts. Undefined: the terms are not entered that far, or the year holds no more days for it.
 */
export function yearlyDates(plan: YearlyWindow, calendar: SchoolCalendar, schoolYear: number, now: Date): YearlyDates | undefined {
  const dates = (from: SchoolDay, isCaughtUp: boolean): YearlyDates | undefined => {
    const firstOn = schoolDayAfter(calendar, from, 0);
    const lastOn = firstOn && (plan.schoolDays === 1 ? firstOn : schoolDayAfter(calendar, firstOn, plan.schoolDays - 1));
    return firstOn && lastOn && { firstOn, opensAt: chinaInstant(firstOn, OPENS_MINUTES), closesAt: chinaInstant(lastOn, CLOSES_MINUTES), isCaughtUp };
  };
  const planned = dates(plannedDay(plan, schoolYear), false);
  if (planned && planned.closesAt.getTime() > now.getTime()) return planned;
  if (!planned && plannedDay(plan, schoolYear) > chinaDayOf(now)) return undefined;
  const later = dates(addDays(chinaDayOf(now), 1), true);
  return later && later.firstOn <= `${schoolYear + 1}-08-14` ? later : undefined;
}

/** Is it time to make the round of the year? From so many days ahead on, and never too late. */
export function isTimeToMake(plan: Pick<YearlyWindow, 'aheadDays'>, dates: Pick<YearlyDates, 'firstOn'>, now: Date): boolean {
  return chinaDayOf(now) >= addDays(dates.firstOn, -plan.aheadDays);
}
