import { Clock, jobActor } from '@heliotrope/platform';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isDueToClose, isDueToOpen } from '../../rules/round.js';
import { SHEET_GRACE_MS } from '../answering/sheet.repository.js';
import { DueRoundRepository } from './due-round.repository.js';
import { RoundService } from './round.service.js';

@Injectable()
export class DueRoundService {
  private readonly log = new Logger('screening');

  constructor(
    @Inject(DueRoundRepository) private readonly due: DueRoundRepository,
    @Inject(RoundService) private readonly rounds: RoundService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Opens planned rounds whose window has begun, closes those whose window and grace are over. */
  async move(rule: string): Promise<void> {
    const now = this.clock.now();
    const pastGrace = new Date(now.getTime() - SHEET_GRACE_MS);
    for (const round of await this.due.moving()) {
      const actor = jobActor(rule, round.jurisdictionId);
      try {
        if (isDueToOpen(round, now)) await this.rounds.open(actor, round.id);
        if (isDueToClose(round, pastGrace)) await this.rounds.close(actor, round.id);
      } catch (error) {
        this.log.error({ roundId: round.id, error }); // one round's trouble must not keep the others waiting
      }
    }
  }
}
