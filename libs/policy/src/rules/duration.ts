import { addDays, chinaDayOf, chinaInstant, type SchoolDay } from '@heliotrope/kernel';

export type DurationUnit = 'minutes' | 'hours' | 'days' | 'school-days';

/** How long a duty may take. Minutes and hours run on the wall clock; days end with the day; school days skip holidays. */
export interface Duration {
  readonly amount: number;
  readonly unit: DurationUnit;
}

const TEXT = /^(\d+) (minutes?|hours?|days?|school-days?)$/;
const LAST_MINUTE = 24 * 60 - 1;

/** Reads `30 minutes`, `2 hours`, `14 days`, `3 school-days` or `same day`. Null when it is none of these. */
export function readDuration(text: unknown): Duration | null {
  if (text === 'same day') return { amount: 0, unit: 'days' };
  const match = typeof text === 'string' ? TEXT.exec(text) : null;
  if (!match) return null;
  const unit = match[2]!.endsWith('s') ? match[2]! : `${match[2]!}s`;
  return { amount: Number(match[1]), unit: unit as DurationUnit };
}

/**
 * When is a duty due that began at `start`? Days and school days are due in the last minute of the last day.
 *
 * @param schoolDayAfter the n-th day of that school's calendar after a day; the day itself for 0.
 */
export function dueAt(start: Date, duration: Duration, schoolDayAfter: (day: SchoolDay, n: number) => SchoolDay): Date {
  switch (duration.unit) {
    case 'minutes':
      return new Date(start.getTime() + duration.amount * 60_000);
    case 'hours':
      return new Date(start.getTime() + duration.amount * 3_600_000);
    case 'days':
      return chinaInstant(addDays(chinaDayOf(start), duration.amount), LAST_MINUTE);
    case 'school-days':
      return chinaInstant(schoolDayAfter(chinaDayOf(start), duration.amount), LAST_MINUTE);
  }
}
