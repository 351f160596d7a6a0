import { addDays, chinaInstant, dayOfWeek, type SchoolDay, verdictOf, type Verdict } from '@heliotrope/kernel';
import { isTeachingDay, schoolDayAfter, type SchoolCalendar } from '@heliotrope/organisation/rules';

// When may a round open, take sheets, and close? The window is two instants; the state says how far the work has come.

export type RoundState = 'planned' | 'opening' | 'open' | 'closed';

/** planned → opening (assignments are being made, resumable) → open → closed. A round closed by mistake is planned anew. */
export const ROUND_MOVES: Readonly<Record<RoundState, readonly RoundState[]>> = {
  planned: ['opening', 'closed'],
  opening: ['open', 'closed'],
  open: ['closed'],
  closed: [],
};

export interface RoundForSheet {
  readonly state: RoundState;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

export function mayMove(from: RoundState, to: RoundState): boolean {
  return ROUND_MOVES[from].includes(to);
}

/**
 * May a sheet be taken now? From `opensAt` on, up to but not at `closesAt`. While assignments are still being made,
 * a pupil who has one already may answer. The reasons are refusal codes.
 */
export function mayAcceptSheet(round: RoundForSheet, now: Date): Verdict<'screening/round-not-open' | 'screening/round-closed'> {
  if (round.state === 'closed' || now.getTime() >= round.closesAt.getTime()) return verdictOf(['screening/round-closed']);
  if (round.state === 'planned' || now.getTime() < round.opensAt.getTime()) return verdictOf(['screening/round-not-open']);
  return verdictOf([]);
}

/** Should the scheduler open this round now? Planned, its window begun and not yet over. */
export function isDueToOpen(round: RoundForSheet, now: Date): boolean {
  return round.state === 'planned' && now.getTime() >= round.opensAt.getTime() && now.getTime() < round.closesAt.getTime();
}

/** Is the round's own window over? Make-up and retest windows come after it. */
export function isWindowOver(round: Pick<RoundForSheet, 'state' | 'closesAt'>, now: Date): boolean {
  return round.state === 'closed' || now.getTime() >= round.closesAt.getTime();
}

/** Should the scheduler close this round now? */
export function isDueToClose(round: RoundForSheet, now: Date): boolean {
  return (round.state === 'open' || round.state === 'opening') && now.getTime() >= round.closesAt.getTime();
}

const WINDOW_DAYS = 14;
const OPENS_MINUTES = 8 * 60;
const CLOSES_MINUTES = 18 * 60;

/**
 * Which window is proposed to somebody who plans a round? From eight o'clock on the next school day to six o'clock on the
 * last one within two weeks. Where no term is known, Monday to Friday count. A proposal only: no paper asks for it.
 *
 * @param today the day of planning, which is too late to begin on.
 */
export function proposedWindow(calendar: SchoolCalendar, today: SchoolDay): { opensAt: Date; closesAt: Date } {
  const known = schoolDayAfter(calendar, today, 1);
  const isHeld = (day: SchoolDay) => (known ? isTeachingDay(calendar, day) : dayOfWeek(day) <= 5);
  let first = known ?? addDays(today, 1);
  while (!isHeld(first)) first = addDays(first, 1);
  let last = addDays(first, WINDOW_DAYS - 1);
  while (!isHeld(last)) last = addDays(last, -1);
  return { opensAt: chinaInstant(first, OPENS_MINUTES), closesAt: chinaInstant(last, CLOSES_MINUTES) };
}

export interface RoundPlan {
  readonly title: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly grades: readonly number[];
}

/** Can this round be planned? Battery faults are found by `batteryFaults`. */
export function mayPlan(plan: RoundPlan, now: Date): Verdict<'screening/window-backwards' | 'screening/window-over' | 'screening/no-grades'> {
  const faults: ('screening/window-backwards' | 'screening/window-over' | 'screening/no-grades')[] = [];
  if (plan.opensAt.getTime() >= plan.closesAt.getTime()) faults.push('screening/window-backwards');
  if (plan.closesAt.getTime() <= now.getTime()) faults.push('screening/window-over');
  if (plan.grades.length === 0 || plan.grades.some((grade) => !Number.isInteger(grade) || grade < 1 || grade > 12)) faults.push('screening/no-grades');
  return verdictOf(faults);
}
