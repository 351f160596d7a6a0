import { type Actor, actorRef, type Ordinal, refuse } from '@heliotrope/kernel';
import { FieldCipher, newId, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { levelConfirmed } from '../../rules/facts.js';
import { mayConfirm, mayLower, needsSecondPerson, standingLevel } from '../../rules/level-decision.js';
import { InterviewRepository } from '../interview/interview.repository.js';
import { roundKeyScope } from '../round-key.js';
import { LoweringReason } from './lowering-reason.service.js';
import { LoweringRepository } from './lowering.repository.js';
import type { ConfirmLevelBody, LowerBody } from './review.dto.js';
import { ReviewLines } from './review-lines.service.js';
import { type ReviewEventKind, ReviewRepository, type ReviewRow } from './review.repository.js';
import type { SecondLoweringBody } from './second-lowering.dto.js';

/** A person decides over a suggestion. What was decided is appended, and the rooms ahead hear of it in the same commit. */
@Injectable()
export class LevelDecisionService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(LoweringRepository) private readonly lowerings: LoweringRepository,
    @Inject(LoweringReason) private readonly reasons: LoweringReason,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(InterviewRepository) private readonly interviews: InterviewRepository,
    @Inject(ReviewLines) private readonly lines: ReviewLines,
  ) {}

  /** Confirms, or raises, with a reason. `seen`: the version that was read; null for callers that hold no page. */
  confirm(actor: Actor, id: string, { ordinal, note }: ConfirmLevelBody, seen: number | null = null): Promise<void> {
    return this.work.run(actor, 'screening.confirm-level', async (tx) => {
      const review = await this.deciding(tx, id, seen);
      const verdict = mayConfirm({ state: review.state, from: standingLevel(review), to: ordinal, note: note ?? '' });
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      await this.decide(tx, review, 'confirmed', ordinal, note ?? '');
    });
  }

  /** Lowers, or, where that takes two, records the first person's proposal. @returns whether it now stands. */
  lower(actor: Actor, id: string, { ordinal, reason }: LowerBody, seen: number | null = null): Promise<{ lowered: boolean }> {
    return this.work.run(actor, 'screening.lower-level', async (tx) => {
      const review = await this.deciding(tx, id, seen);
      const from = standingLevel(review);
      const interviewed = await this.interviews.hasHeld(tx, review);
      const me = actorRef(actor);
      const isAgreeing = review.loweringTo === ordinal && review.loweringBy !== null;
      const by = isAgreeing ? review.loweringBy! : me;
      const verdict = mayLower({ from, to: ordinal, reason, by, secondedBy: isAgreeing ? me : null, interviewed });
      if (verdict.allowed) {
        await this.decide(tx, review, 'lowered', ordinal, reason);
        return { lowered: true };
      }
      if (verdict.reasons.length > 1 || !needsSecondPerson(from) || verdict.reasons[0] !== 'screening/lower-needs-second-person') {
        throw refuse(verdict.reasons[0]);
      }
      await this.reviews.proposeLowering(tx, review, ordinal, me);
      await this.append(tx, review, 'lowering-proposed', ordinal, review.acute, reason);
      tx.audit({ object: `student:${review.studentId}`, jurisdictionId: review.jurisdictionId, detail: { reviewId: id, proposed: true } });
      return { lowered: false };
    });
  }

  /**
   * The second person agrees to the lowering that was proposed, and only to that: `seen` is what stood on the screen,
   * so that a suggestion that rose meanwhile, or another proposal, is not agreed to unread.
   */
  agree(actor: Actor, id: string, seen: SecondLoweringBody): Promise<void> {
    return this.work.run(actor, 'screening.second-lowering', async (tx) => {
      const review = await this.deciding(tx, id);
      const proposal = await this.lowerings.proposalOf(tx, review);
      if (!proposal) throw refuse('screening/no-lowering-proposed');
      const from = standingLevel(review);
      if (seen.from !== from || seen.to !== proposal.to) throw refuse('screening/lowering-changed');
      const reason = await this.reasons.read(tx, proposal);
      const verdict = mayLower({ from, to: proposal.to, reason, by: proposal.by, secondedBy: actorRef(actor), interviewed: await this.interviews.hasHeld(tx, review) });
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      await this.decide(tx, review, 'lowered', proposal.to, reason);
    });
  }

  private async deciding(tx: Tx, id: string, seen: number | null = null): Promise<ReviewRow> {
    const review = await this.reviews.forDeciding(tx, id);
    if (!review) throw refuse('screening/review-absent');
    if (seen !== null) sameVersion(seen, await this.lines.side(tx, review));
    return review;
  }

  private async decide(tx: Tx, review: ReviewRow, state: 'confirmed' | 'lowered', to: Ordinal, words: string): Promise<void> {
    const { jurisdictionId, id, assignmentId, roundId, schoolId, classId, studentId } = review;
    const acute = to === 4 || (state === 'confirmed' && review.acute);
    await this.reviews.decide(tx, review, to, state, acute, actorRef(tx.actor));
    await this.append(tx, review, state, to, acute, words);
    const events = await this.reviews.events(tx, jurisdictionId, id);
    tx.state(levelConfirmed.of(jurisdictionId, {
      reviewId: id, assignmentId, roundId, schoolId, classId, studentId, ordinal: to, acute, previous: review.confirmed,
      by: tx.actor.kind === 'person' ? tx.actor.accountId : actorRef(tx.actor), rules: [...new Set(events.flatMap((event) => event.rules))],
    }));
    tx.audit({ object: `student:${studentId}`, jurisdictionId, detail: { reviewId: id, decided: state } });
  }

  private async append(tx: Tx, review: ReviewRow, kind: ReviewEventKind, to: Ordinal, acute: boolean, words: string): Promise<void> {
    const id = newId(tx.now.getTime());
    const scope = { jurisdictionId: review.jurisdictionId, scope: roundKeyScope(review.roundId) };
    const place = { table: 'screening.review_event', column: 'words_enc', row: id };
    const sealed = words.trim() === '' ? null : await this.cipher.encrypt(tx, scope, place, words.trim());
    await this.reviews.append(tx, review, { id, kind, from: standingLevel(review), to, acute, by: actorRef(tx.actor), rules: [], words: sealed });
  }
}
