import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { YearlyMakingService } from './yearly-making.service.js';

export const makeYearlyRounds = defineSchedule('screening.make-yearly-rounds', '10 * * * *');

/** Every hour: a yearly plan whose time has come gets its round of the year. A tick that was missed is made up by the next. */
@HandlesSchedule(makeYearlyRounds)
export class MakeYearlyRounds implements ScheduleHandler {
  constructor(@Inject(YearlyMakingService) private readonly making: YearlyMakingService) {}

  tick(): Promise<void> {
    return this.making.makeDue(makeYearlyRounds.name);
  }
}
