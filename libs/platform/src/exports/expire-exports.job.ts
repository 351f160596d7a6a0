import { Inject } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { HandlesSchedule } from '../jobs/handlers.js';
import { defineSchedule, type ScheduleHandler } from '../jobs/schedule.js';
import { ExportCentre } from './export-centre.service.js';

@HandlesSchedule(defineSchedule('platform.expire-exports', '17 * * * *'))
export class ExpireExports implements ScheduleHandler {
  constructor(
    @Inject(ExportCentre) private readonly centre: ExportCentre,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tick(): Promise<void> {
    await this.centre.expire(this.clock.now());
  }
}
