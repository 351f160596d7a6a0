import { Refusal } from '@heliotrope/kernel';
import { Clock, jobActor } from '@heliotrope/platform';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isDueToClose, isDueToOpen } from '../../rules/round.js';
import { SHEET_GRACE_MS } from '../answering/sheet.repository.js';
import { DueRoundRepository } from './due-round.repository.js';
import { RoundService } from './round.service.js';

/** A launch that waits for a reason is tried again so much later: a teacher may have been appointed. */
const LOOK_AGAIN_MS = 60 * 60_000;

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
    for (const round of await this.due.moving(new Date(now.getTime() - LOOK_AGAIN_MS))) {
      const actor = jobActor(rule, round.jurisdictionId);
      try {
        if (isDueToOpen(round, now)) await this.rounds.open(actor, round.id);
        if (isDueToClose(round, pastGrace)) await this.rounds.close(actor, round.id);
      } catch (error) {
        if (error instanceof Refusal && error.code === 'screening/capacity-short') {
          await this.rounds.hold(actor, round.id);
          continue;
        }
        this.log.error({ roundId: round.id, error }); // one round's trouble must not keep the others waiting
      }
    }
  }
}
