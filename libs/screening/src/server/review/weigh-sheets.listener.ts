import { actorRef, type HeardFact } from '@heliotrope/kernel';
import { type FactListener, Listens, newId, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { type SheetsToWeigh, sheetsToWeigh } from '../../rules/facts.js';
import { suggestLevel } from '../../rules/suggested-level.js';
import { ReviewRepository } from './review.repository.js';
import { SheetReadingService } from './sheet-reading.service.js';

/** Two scales that each reach a cut suggest more than either alone: weighs all sheets of a pupil's battery together. */
@Listens(sheetsToWeigh.type, 'screening.weigh-sheets')
export class WeighSheets implements FactListener<SheetsToWeigh> {
  constructor(
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(SheetReadingService) private readonly reading: SheetReadingService,
  ) {}

  async handle(tx: Tx, { jurisdictionId, payload }: HeardFact<SheetsToWeigh>): Promise<void> {
    const review = await this.reviews.ofAssignment(tx, jurisdictionId, payload.assignmentId);
    if (!review) return;
    const sheets = await this.reviews.sheets(tx, jurisdictionId, payload.assignmentId);
    const opened = await this.reading.open(tx, jurisdictionId, review.roundId, sheets);
    const suggested = suggestLevel(opened.flatMap(({ outcome }) => outcome ?? []));
    if (suggested.ordinal <= review.suggested) return;
    await this.reviews.raiseSuggestion(tx, review, suggested.ordinal);
    await this.reviews.append(tx, review, {
      id: newId(tx.now.getTime()), kind: 'raised', from: review.suggested, to: suggested.ordinal, acute: review.acute,
      by: actorRef(tx.actor), rules: suggested.fired.filter((fired) => fired.ordinal > 0).map((fired) => fired.rule), words: null,
    });
    tx.audit({ object: `student:${review.studentId}`, jurisdictionId, action: 'screening.weigh-sheets', detail: { reviewId: review.id, to: suggested.ordinal } });
  }
}
