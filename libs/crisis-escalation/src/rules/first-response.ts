import type { Ordinal, SchoolDay } from '@heliotrope/kernel';
import { type Duration, dueAt } from '@heliotrope/policy/rules';

/** How long the first response may take, by ordinal, as the policy in force says it. */
export type FirstResponseDurations = Readonly<Partial<Record<Ordinal, Duration>>>;

/**
 * By when must somebody have acted on this case? An acute case goes by the duration of ordinal 4, whatever its
 * own; an ordinal the policy does not name goes by the next graver one, so that silence never means «no hurry».
 *
 * @param schoolDayAfter the n-th school day of that school after a day.
 * @returns the due time and the duration it was counted with. Source of the numbers: policy `crisis.first-response-due`.
 * @throws RangeError when the policy names no duration at all.
 */
export function firstResponseDue(
  level: { ordinal: Ordinal; acute: boolean },
  start: Date,
  durations: FirstResponseDurations,
  schoolDayAfter: (day: SchoolDay, n: number) => SchoolDay,
): { dueAt: Date; counted: Duration } {
  const asked: Ordinal = level.acute ? 4 : level.ordinal;
  for (let ordinal: number = asked; ordinal <= 4; ordinal++) {
    const duration = durations[ordinal as Ordinal];
    if (duration) return { dueAt: dueAt(start, duration, schoolDayAfter), counted: duration };
  }
  for (let ordinal: number = asked; ordinal >= 0; ordinal--) {
    const duration = durations[ordinal as Ordinal];
    if (duration) return { dueAt: dueAt(start, duration, schoolDayAfter), counted: duration };
  }
  throw new RangeError('no first-response duration in force');
}
