import { type Actor } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { interviewStanding, isInterviewOverdue } from '../../rules/interview.js';
import { ReviewDueService } from '../review/review-due.service.js';
import { ReviewLines } from '../review/review-lines.service.js';
import type { InterviewQueueDto, InterviewQueueQuery } from './interview-queue.dto.js';
import { InterviewRepository, type QueuedReview } from './interview.repository.js';

const ACTION = 'screening.review';
const PAGE = 50;
/** More nobody interviews: a school of 5,000 has some 700 flagged pupils (docs/domain-facts.md §0.5). */
const MOST = 2_000;

/**
 * With whom must the psychology teacher speak, and by when? Times count in each school's own days, which the database does not know;
 * so the few hundred reviews of a school are fetched and put in order here.
 */
@Injectable()
export class InterviewQueueService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(InterviewRepository) private readonly interviews: InterviewRepository,
    @Inject(ReviewDueService) private readonly due: ReviewDueService,
    @Inject(ReviewLines) private readonly lines: ReviewLines,
  ) {}

  queue(actor: Actor, { schoolId, standing, overdue, cursor, limit = PAGE }: InterviewQueueQuery): Promise<InterviewQueueDto> {
    return this.work.read(actor, ACTION, async (tx) => {
      const rows = await this.interviews.waiting(tx, { schoolId, most: MOST });
      const times = await this.due.dueTimes(tx, rows);
      const all = rows.map((row) => {
        const dueAt = times.get(row.id) ?? null;
        const stands = interviewStanding(row);
        return { row, dueAt, standing: stands, overdue: isInterviewOverdue(dueAt, stands, tx.now) };
      });
      const wanted = all.filter((one) => (!standing || one.standing === standing) && (!overdue || one.overdue)).sort(byDue);
      const from = cursor ? wanted.findIndex(({ row }) => row.id === cursor) + 1 : 0;
      const page = wanted.slice(from, from + limit);
      for (const { row } of page) tx.audit({ object: `student:${row.studentId}`, jurisdictionId: row.jurisdictionId, detail: { reviewId: row.id, listed: true } });
      const shown = await this.lines.shown(tx, page.map(({ row }) => row));
      return {
        items: shown.map((line, at) => ({ ...line, standing: page[at]!.standing, attempts: page[at]!.row.attempts, lastAt: page[at]!.row.lastAt, overdue: page[at]!.overdue })),
        nextCursor: from + limit < wanted.length ? (page.at(-1)?.row.id ?? null) : null,
        waiting: all.length,
        overdue: all.filter((one) => one.overdue).length,
      };
    });
  }
}

/** The earliest due first, of those the gravest; what has no time comes last. */
function byDue(a: { row: QueuedReview; dueAt: Date | null }, b: { row: QueuedReview; dueAt: Date | null }): number {
  return (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity) || b.row.suggested - a.row.suggested || (a.row.id < b.row.id ? -1 : 1);
}
