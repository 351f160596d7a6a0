import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { UsageService } from './usage.service.js';

const foldUsage = defineSchedule('organisation.fold-api-usage', '*/5 * * * *');

@HandlesSchedule(foldUsage)
export class FoldUsage implements ScheduleHandler {
  constructor(@Inject(UsageService) private readonly usage: UsageService) {}

  async tick(): Promise<void> {
    await this.usage.fold();
  }
}
