import { actorRef } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { suggestLevel } from '../../rules/suggested-level.js';
import { ReviewRepository } from './review.repository.js';
import { SheetReadingService } from './sheet-reading.service.js';

/** Two scales that each reach a cut suggest more than either alone: weighs all sheets of a pupil's battery together. */
@Injectable()
export class WeighingService {
  constructor(
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(SheetReadingService) private readonly reading: SheetReadingService,
  ) {}

  async weigh(tx: Tx, jurisdictionId: number, assignmentId: string): Promise<void> {
    const review = await this.reviews.ofAssignment(tx, jurisdictionId, assignmentId);
    if (!review) return;
    const sheets = await this.reviews.sheets(tx, jurisdictionId, assignmentId);
    const opened = await this.reading.open(tx, jurisdictionId, review.roundId, sheets);
    const suggested = suggestLevel(opened.flatMap(({ outcome }) => outcome ?? []));
    if (suggested.ordinal <= review.suggested) return;
    await this.reviews.raiseSuggestion(tx, review, suggested.ordinal);
    await this.reviews.append(tx, review, {
      id: newId(tx.now.getTime()), kind: 'raised', from: review.suggested, to: suggested.ordinal, acute: review.acute,
      by: actorRef(tx.actor), rules: suggested.fired.filter((fired) => fired.ordinal > 0).map((fired) => fired.rule), words: null,
    });
    tx.audit({ object: `student:${review.studentId}`, jurisdictionId, action: 'screening.weigh-sheets', detail: { reviewId: review.id, raised: true } });
  }
}
