import { addDays, chinaDayOf, chinaInstant, dayOfWeek, type SchoolDay, verdictOf, type Verdict } from '@heliotrope/kernel';
import { isTeachingDay, schoolDayAfter, type SchoolCalendar } from '@heliotrope/organisation/rules';
import type { RoundForSheet } from './round.js';

/*
 * When may those who were absent answer after all (补测), and those whose sheet was void answer again (重测)? In dated windows
 * after the round's own. Source: the typical run of a screening (reference facts §2.1: make-up within 7 days, retest within 14)
 * and policy `screening.make-up-days`, `screening.retest-days`; LC-34 (复检与干预 start from valid answers). A make-up goes on at the
 * pupil's own seat, so that forms already in are not asked again; a retest is a seat of its own, so that both sheets stand.
 * It does not decide who is absent or void: `five-numbers.ts`.
 */

export type FurtherKind = 'make-up' | 'retest';

export interface FurtherWindow {
  readonly id: string;
  readonly kind: FurtherKind;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/** A sheet that is on its way when a window closes may still come in; who is due is known after it. */
export const SETTLED_AFTER_MS = 3 * 60_000;

type FurtherFault = 'screening/window-backwards' | 'screening/window-over' | 'screening/window-too-early' | 'screening/window-overlaps';

/** Can this window be planned? After the round's own window, not over yet, and not within another of its kind. */
export function mayPlanFurther(
  plan: Pick<FurtherWindow, 'kind' | 'opensAt' | 'closesAt'>, round: Pick<RoundForSheet, 'closesAt'>, others: readonly Pick<FurtherWindow, 'kind' | 'opensAt' | 'closesAt'>[], now: Date,
): Verdict<FurtherFault> {
  const faults: FurtherFault[] = [];
  if (plan.opensAt.getTime() >= plan.closesAt.getTime()) faults.push('screening/window-backwards');
  if (plan.closesAt.getTime() <= now.getTime()) faults.push('screening/window-over');
  if (plan.opensAt.getTime() < round.closesAt.getTime()) faults.push('screening/window-too-early');
  if (others.some((one) => one.kind === plan.kind && one.opensAt.getTime() < plan.closesAt.getTime() && plan.opensAt.getTime() < one.closesAt.getTime())) {
    faults.push('screening/window-overlaps');
  }
  return verdictOf(faults);
}

/**
 * From when on is it known who is due in a window? When the round's own window and every further one that ends before this
 * one begins are over, and what was on its way has come in.
 * @param round `closesAt` is when it truly ended, for a round closed earlier by hand.
 */
export function seatsFrom(window: Pick<FurtherWindow, 'id' | 'opensAt'>, round: Pick<RoundForSheet, 'closesAt'>, others: readonly FurtherWindow[]): Date {
  const before = others.filter((one) => one.id !== window.id && one.closesAt.getTime() <= window.opensAt.getTime());
  return new Date(Math.max(round.closesAt.getTime(), ...before.map((one) => one.closesAt.getTime())) + SETTLED_AFTER_MS);
}

/** The window that a seat keeps to: its further one, where it was given one, else the round's. */
export function windowOfSeat(round: RoundForSheet, seat: { readonly furtherOpensAt: Date | null; readonly furtherClosesAt: Date | null }): RoundForSheet {
  if (seat.furtherOpensAt === null || seat.furtherClosesAt === null) return round;
  return { state: 'open', opensAt: seat.furtherOpensAt, closesAt: seat.furtherClosesAt };
}

const OPENS_MINUTES = 8 * 60;
const CLOSES_MINUTES = 18 * 60;

/**
 * Which window is proposed? From eight o'clock on the next school day after the later of the round's end and today, to six
 * o'clock on the last school day within `days`. Where no term is known, Monday to Friday count.
 */
export function proposedFurtherWindow(calendar: SchoolCalendar, round: Pick<RoundForSheet, 'closesAt'>, days: number, now: Date): { opensAt: Date; closesAt: Date } {
  const after = chinaDayOf(round.closesAt.getTime() > now.getTime() ? round.closesAt : now);
  const known = schoolDayAfter(calendar, after, 1);
  const isHeld = (day: SchoolDay) => (known ? isTeachingDay(calendar, day) : dayOfWeek(day) <= 5);
  let first = known ?? addDays(after, 1);
  while (!isHeld(first)) first = addDays(first, 1);
  let last = addDays(first, days - 1);
  while (last > first && !isHeld(last)) last = addDays(last, -1);
  return { opensAt: chinaInstant(first, OPENS_MINUTES), closesAt: chinaInstant(last, CLOSES_MINUTES) };
}
