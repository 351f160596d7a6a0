import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { judgeSheet } from '../../rules/sheet-outcome.js';
import { ReviewRepository, type ReviewRow } from './review.repository.js';
import type { OpenedSheet } from './sheet-reading.service.js';

/** Do the scores and levels of a review stand as they were written? Somebody with the database in hand could change a number. */
@Injectable()
export class Soundness {
  constructor(@Inject(ReviewRepository) private readonly reviews: ReviewRepository) {}

  async isSound(tx: Tx, review: ReviewRow, opened: readonly OpenedSheet[]): Promise<boolean> {
    const events = await this.reviews.events(tx, review.jurisdictionId, review.id);
    return this.fit(opened) && (await this.reviews.isSound(tx, review, events));
  }

  /** Of sheets nobody had to review. */
  fit(opened: readonly OpenedSheet[]): boolean {
    return opened.every(fitsItsAnswers);
  }
}

/** The answers are sealed so that no bit of them can change; judged again they must give what was stored. */
function fitsItsAnswers({ sheet, compiled, answered }: OpenedSheet): boolean {
  if (!compiled || sheet.answers.length === 0 || sheet.scores === null) return true;
  const judged = judgeSheet(compiled, answered.answers, answered.seconds);
  if (!judged.ok) return false;
  const { scores, critical, validity } = judged.outcome;
  const stored = sheet.scores;
  const single = (value: number | null | undefined) => (value == null ? null : Math.fround(value)); // as the database keeps it
  return validity === sheet.validity
    && compiled.definition.scores.every(({ id }, at) => single(scores[id]) === single(stored[at]))
    && [...new Set(critical.map(({ item }) => item))].sort().join() === [...sheet.critical].sort().join();
}
