import { chinaDayOf, type Ordinal } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { severityLevel } from '@heliotrope/policy/rules';
import { Inject, Injectable } from '@nestjs/common';
import { standingLevel } from '../../rules/level-decision.js';
import { ReviewDueService } from './review-due.service.js';
import type { ReviewDto } from './review.dto.js';
import { ReviewRepository, type ReviewRow } from './review.repository.js';

/** What stands now, for somebody who decided over something older. */
export interface ReviewSide {
  readonly version: number;
  readonly state: ReviewRow['state'];
  readonly ordinal: Ordinal;
  readonly levelLabel: string;
  readonly loweringTo: Ordinal | null;
  readonly byName: string;
  readonly at: Date | null;
}

/** Reviews as one line each: names, places, the bureau's word for the level, and the time by which to speak with the pupil. */
@Injectable()
export class ReviewLines {
  constructor(
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(ReviewDueService) private readonly due: ReviewDueService,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  async shown(tx: Tx, rows: readonly ReviewRow[]): Promise<ReviewDto[]> {
    const day = chinaDayOf(tx.now);
    const due = await this.due.dueTimes(tx, rows);
    const schools = new Map((await this.organisation.schoolsOf(tx, [...new Set(rows.map((row) => row.jurisdictionId))])).map((school) => [school.id, school.name]));
    const names = new Map<string, { name: string }>();
    for (const jurisdictionId of new Set(rows.map((row) => row.jurisdictionId))) {
      const ids = rows.filter((row) => row.jurisdictionId === jurisdictionId).map((row) => row.studentId);
      for (const [id, pupil] of await this.organisation.pupilNames(tx, jurisdictionId, ids, day)) names.set(id, pupil);
    }
    const classes = await this.organisation.classNames(tx, rows.map((row) => row.classId), day);
    return rows.map((row) => ({
      id: row.id, state: row.state, studentId: row.studentId, studentName: names.get(row.studentId)?.name ?? '',
      className: classes.get(row.classId) ?? '', schoolName: schools.get(row.schoolId) ?? '', roundTitle: row.roundTitle ?? '',
      suggested: row.suggested, acute: row.acute, ordinal: row.confirmed,
      levelLabel: this.label(tx, row.jurisdictionId, row.confirmed ?? row.suggested), at: row.openedAt, dueAt: due.get(row.id) ?? null,
      loweringTo: row.loweringTo,
    }));
  }

  label(tx: Tx, jurisdictionId: number, ordinal: Ordinal): string {
    return severityLevel(this.policy.inForce(jurisdictionId, 'severity.scale', chinaDayOf(tx.now)), ordinal).label;
  }

  /** The other side of a decision that came too late: what stands, and who brought it about. */
  async side(tx: Tx, review: ReviewRow): Promise<ReviewSide> {
    const last = (await this.reviews.events(tx, review.jurisdictionId, review.id)).at(-1);
    const accountId = last?.by.startsWith('account:') ? last.by.slice('account:'.length) : null;
    const ordinal = standingLevel(review);
    return {
      version: await this.reviews.version(tx, review), state: review.state, ordinal, levelLabel: this.label(tx, review.jurisdictionId, ordinal),
      loweringTo: review.loweringTo, byName: accountId ? ((await this.organisation.accountNames(tx, [accountId])).get(accountId) ?? '') : '', at: last?.at ?? null,
    };
  }
}
