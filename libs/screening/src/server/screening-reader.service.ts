import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type FiveNumbers, fiveNumbers } from '../rules/five-numbers.js';
import { isWindowOver } from '../rules/round.js';
import { ruleReason } from '../rules/rule-reason.js';
import { CompletionRepository } from './completion/completion.repository.js';
import { InstrumentLibrary } from './instrument-library.js';
import { ReviewRepository, type ReviewRow } from './review/review.repository.js';
import { RoundRepository, type RoundRow } from './round/round.repository.js';

/** What later domains may ask of this one, in the caller's transaction and within its walls. */
@Injectable()
export class ScreeningReader {
  constructor(
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(CompletionRepository) private readonly completion: CompletionRepository,
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
  ) {}

  round(tx: Tx, id: string): Promise<RoundRow | undefined> {
    return this.rounds.byId(tx, id);
  }

  /** How far the round has come within the caller's scope. Null: nobody there takes part. */
  async progress(tx: Tx, roundId: string): Promise<FiveNumbers | null> {
    const round = await this.rounds.byId(tx, roundId);
    const counters = (await this.completion.ofRounds(tx, [roundId])).get(roundId);
    return round && counters ? fiveNumbers(counters, isWindowOver(round, tx.now)) : null;
  }

  /** Why a rule fired, in Chinese, for those who show the codes that facts carry. */
  ruleReason(rule: string): string {
    return ruleReason(rule, (code) => this.library.find(code)?.definition);
  }

  reviewsOfPupil(tx: Tx, jurisdictionId: number, studentId: string): Promise<ReviewRow[]> {
    return this.reviews.ofPupil(tx, jurisdictionId, studentId);
  }

  review(tx: Tx, id: string): Promise<ReviewRow | undefined> {
    return this.reviews.byId(tx, id);
  }
}
