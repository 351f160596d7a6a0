import { GuardsRecords, type LocatedRecord, type RecordSource, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { ReviewRepository } from './review.repository.js';

/** A review may be opened in an emergency by people of the pupil's own school; no bureau may ask for one. */
@GuardsRecords('review')
export class ReviewRecords implements RecordSource {
  constructor(@Inject(ReviewRepository) private readonly reviews: ReviewRepository) {}

  async locate(tx: Tx, id: string): Promise<LocatedRecord | null> {
    const review = await this.reviews.byId(tx, id);
    if (!review) return null;
    const { jurisdictionId, schoolId } = review;
    return { jurisdictionId, schoolId, mayBeAsked: tx.scopes.some(({ schools }) => schools !== 'all' && schools.includes(schoolId)) };
  }
}
