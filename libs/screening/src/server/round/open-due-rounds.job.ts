import { Clock, defineSchedule, HandlesSchedule, jobActor, type ScheduleHandler } from '@heliotrope/platform';
import { Inject, Logger } from '@nestjs/common';
import { isDueToClose, isDueToOpen } from '../../rules/round.js';
import { DueRoundRepository } from './due-round.repository.js';
import { SHEET_GRACE_MS } from '../answering/sheet.repository.js';
import { RoundService } from './round.service.js';

export const openDueRounds = defineSchedule('screening.open-due-rounds', '* * * * *');

/** Every minute: opens planned rounds whose window has begun, closes those whose window and grace are over. */
@HandlesSchedule(openDueRounds)
export class OpenDueRounds implements ScheduleHandler {
  private readonly log = new Logger('screening');

  constructor(
    @Inject(DueRoundRepository) private readonly due: DueRoundRepository,
    @Inject(RoundService) private readonly rounds: RoundService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tick(): Promise<void> {
    const now = this.clock.now();
    const pastGrace = new Date(now.getTime() - SHEET_GRACE_MS);
    for (const round of await this.due.moving()) {
      const actor = jobActor(openDueRounds.name, round.jurisdictionId);
      try {
        if (isDueToOpen(round, now)) await this.rounds.open(actor, round.id);
        if (isDueToClose(round, pastGrace)) await this.rounds.close(actor, round.id);
      } catch (error) {
        this.log.error({ roundId: round.id, error }); // one round's trouble must not keep the others waiting
      }
    }
  }
}
