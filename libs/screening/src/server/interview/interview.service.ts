import { type Actor, actorRef, type Ordinal, refuse } from '@heliotrope/kernel';
import { newId, type StatedPurpose, RecordAccess, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type Findings, findingsPointAt, mayRecordInterview } from '../../rules/interview.js';
import { standingLevel } from '../../rules/level-decision.js';
import { ReviewRepository, type ReviewRow } from '../review/review.repository.js';
import { InterviewRecord } from './interview-record.service.js';
import type { RecordAttemptBody, RecordedDto, RecordInterviewBody } from './interview.dto.js';
import { type InterviewKind, InterviewRepository } from './interview.repository.js';

const ACTION = 'screening.record-interview';

/** Somebody has spoken with the pupil, or has tried to. Appended; a mistake is corrected by a further record. */
@Injectable()
export class InterviewService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(InterviewRepository) private readonly interviews: InterviewRepository,
    @Inject(InterviewRecord) private readonly records: InterviewRecord,
    @Inject(RecordAccess) private readonly access: RecordAccess,
  ) {}

  record(actor: Actor, id: string, body: RecordInterviewBody, stated: StatedPurpose | null): Promise<RecordedDto> {
    const { at, ...written } = body;
    return this.append(actor, id, { kind: 'held', at, written, summary: body.summary, findings: body.findings, stated });
  }

  recordAttempt(actor: Actor, id: string, body: RecordAttemptBody, stated: StatedPurpose | null): Promise<RecordedDto> {
    const { at, ...written } = body;
    return this.append(actor, id, { kind: 'not-reached', at, written, summary: body.words ?? '', findings: null, stated });
  }

  private append(
    actor: Actor, id: string,
    said: { kind: InterviewKind; at: Date; written: Parameters<InterviewRecord['seal']>[3]; summary: string; findings: Findings | null; stated: StatedPurpose | null },
  ): Promise<RecordedDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const review = await this.reviews.forDeciding(tx, id);
      if (!review) throw refuse('screening/review-absent');
      const { jurisdictionId } = review;
      const purpose = await this.access.purpose(tx, { object: `review:${id}`, jurisdictionId }, said.stated);
      const verdict = mayRecordInterview(said, review.openedAt, tx.now);
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      const interviewId = newId(tx.now.getTime());
      await this.interviews.append(tx, review, {
        id: interviewId, kind: said.kind, at: said.at, by: actorRef(actor), record: await this.records.seal(tx, review, interviewId, said.written),
      });
      const pointsAt = await this.raiseSuggestion(tx, review, said.findings);
      tx.audit({ object: `student:${review.studentId}`, jurisdictionId, ...(purpose ? { purpose } : {}), detail: { reviewId: id, interviewId, kind: said.kind } });
      return { id: interviewId, pointsAt };
    });
  }

  /**
   * A talk that shows more than the answers did lifts the suggestion, and a review that was decided lower waits again. It stays a
   * suggestion: who spoke with the pupil confirms it, and lowering it again takes what every lowering takes.
   */
  private async raiseSuggestion(tx: Tx, review: ReviewRow, findings: Findings | null): Promise<Ordinal> {
    const { ordinal, fired } = findingsPointAt(findings ?? {});
    const from = standingLevel(review);
    if (ordinal <= from) return ordinal;
    const acute = review.acute || ordinal === 4;
    await this.reviews.raiseSuggestion(tx, review, ordinal, acute);
    await this.reviews.append(tx, review, {
      id: newId(tx.now.getTime()), kind: 'raised', from, to: ordinal, acute, by: actorRef(tx.actor), rules: fired.filter((one) => one.ordinal > from).map((one) => one.rule), words: null,
    });
    return ordinal;
  }
}
