import { CipherFault, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ReviewRepository, type ReviewRow } from './review.repository.js';
import { SheetReadingService } from './sheet-reading.service.js';
import { Soundness } from './soundness.service.js';

const PAGE = 200;

/** Walks over every review of a bureau and asks of each whether it stands as it was written. */
@Injectable()
export class LevelSweep {
  constructor(
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(SheetReadingService) private readonly reading: SheetReadingService,
    @Inject(Soundness) private readonly soundness: Soundness,
  ) {}

  /** @returns the ids of the reviews that do not. */
  async check(tx: Tx): Promise<{ checked: number; broken: string[] }> {
    const broken: string[] = [];
    let checked = 0;
    for (let after: string | null = null; ; ) {
      const page: ReviewRow[] = await this.reviews.after(tx, after, PAGE);
      for (const review of page) if (!(await this.stands(tx, review))) broken.push(review.id);
      checked += page.length;
      after = page.at(-1)?.id ?? null;
      if (page.length < PAGE) return { checked, broken };
    }
  }

  private async stands(tx: Tx, review: ReviewRow): Promise<boolean> {
    try {
      const sheets = await this.reviews.sheets(tx, review.jurisdictionId, review.assignmentId);
      return await this.soundness.isSound(tx, review, await this.reading.open(tx, review.jurisdictionId, review.roundId, sheets));
    } catch (error) {
      if (error instanceof CipherFault) return false; // a sealed answer that no longer opens was changed or moved
      throw error;
    }
  }
}
