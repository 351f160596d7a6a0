import { addDays, chinaDayOf, type Ordinal } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { schoolDayAfter, type SchoolCalendar } from '@heliotrope/organisation/rules';
import type { Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { dueAt } from '@heliotrope/policy/rules';
import { Inject, Injectable } from '@nestjs/common';
import type { ReviewRow } from './review.repository.js';

/** By when should a person have spoken with the pupil? Policy `review.interview-due`, in that school's days. */
@Injectable()
export class ReviewDueService {
  constructor(
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  async dueTimes(tx: Tx, reviews: readonly ReviewRow[]): Promise<Map<string, Date | null>> {
    const calendars = new Map<string, SchoolCalendar>();
    const times = new Map<string, Date | null>();
    for (const review of reviews) {
      const day = chinaDayOf(review.openedAt);
      const durations = this.policy.applicable(review.jurisdictionId, 'review.interview-due', day).wins?.value;
      const duration = durations?.[(review.acute ? 4 : review.suggested) as Ordinal];
      if (!duration) {
        times.set(review.id, null); // nothing is due where no paper and no default names a time
        continue;
      }
      if (!calendars.has(review.schoolId)) calendars.set(review.schoolId, await this.organisation.calendarOf(tx, review.jurisdictionId, review.schoolId));
      const calendar = calendars.get(review.schoolId)!;
      times.set(review.id, dueAt(review.openedAt, duration, (from, n) => schoolDayAfter(calendar, from, n) ?? addDays(from, n)));
    }
    return times;
  }
}
