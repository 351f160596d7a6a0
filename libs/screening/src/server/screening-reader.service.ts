import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type FiveNumbers, fiveNumbers } from '../rules/five-numbers.js';
import type { InstrumentDefinition } from '../rules/instrument.js';
import { isWindowOver } from '../rules/round.js';
import { ruleReason } from '../rules/rule-reason.js';
import { CompletionRepository } from './completion/completion.repository.js';
import { InstrumentLibrary } from './instrument-library.js';
import { PupilRecordService, type PupilRoundRecord } from './review/pupil-record.service.js';
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
    @Inject(PupilRecordService) private readonly records: PupilRecordService,
  ) {}

  round(tx: Tx, id: string): Promise<RoundRow | undefined> {
    return this.rounds.byId(tx, id);
  }

  /** The same bureau's rounds that were opened before this one, the newest first. */
  roundsBefore(tx: Tx, round: RoundRow, limit: number): Promise<RoundRow[]> {
    return this.rounds.before(tx, round, limit);
  }

  /** What a form asks and how it scores, in the version a round froze. */
  async form(code: string, version: string): Promise<InstrumentDefinition | undefined> {
    return (await this.library.fetch(code, version))?.definition;
  }

  /** Everything the rounds of this bureau say of one pupil, the newest first, as far as the caller's scope reaches. */
  recordOfPupil(tx: Tx, jurisdictionId: number, studentId: string): Promise<PupilRoundRecord[]> {
    return this.records.of(tx, jurisdictionId, studentId);
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
