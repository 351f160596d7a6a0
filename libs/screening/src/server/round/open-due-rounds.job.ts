import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { DueRoundService } from './due-round.service.js';

export const openDueRounds = defineSchedule('screening.open-due-rounds', '* * * * *');

/** Every minute: rounds are opened and closed when their hour has come. */
@HandlesSchedule(openDueRounds)
export class OpenDueRounds implements ScheduleHandler {
  constructor(@Inject(DueRoundService) private readonly rounds: DueRoundService) {}

  tick(): Promise<void> {
    return this.rounds.move(openDueRounds.name);
  }
}
