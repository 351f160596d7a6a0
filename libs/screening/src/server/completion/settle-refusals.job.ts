import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { RefusalService } from './refusal.service.js';

export const settleRefusals = defineSchedule('screening.settle-refusals', '*/5 * * * * *');

/** Every five seconds: who said no, or no longer does, is counted. */
@HandlesSchedule(settleRefusals)
export class SettleRefusals implements ScheduleHandler {
  constructor(@Inject(RefusalService) private readonly refusals: RefusalService) {}

  tick(): Promise<void> {
    return this.refusals.settle(settleRefusals.name);
  }
}
