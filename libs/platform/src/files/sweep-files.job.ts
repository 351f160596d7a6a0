import { Inject } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { HandlesSchedule } from '../jobs/handlers.js';
import { defineSchedule, type ScheduleHandler } from '../jobs/schedule.js';
import { FileSweeper } from './file-sweeper.service.js';

@HandlesSchedule(defineSchedule('platform.sweep-files', '47 3 * * *'))
export class SweepFiles implements ScheduleHandler {
  constructor(
    @Inject(FileSweeper) private readonly sweeper: FileSweeper,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tick(): Promise<void> {
    await this.sweeper.sweep(this.clock.now());
  }
}
