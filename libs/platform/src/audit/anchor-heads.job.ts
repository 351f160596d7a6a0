import { type BeforeApplicationShutdown, Inject, Logger } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { HandlesSchedule } from '../jobs/handlers.js';
import { defineSchedule, type ScheduleHandler } from '../jobs/schedule.js';
import { AnchorWriter } from './anchor-writer.js';

/** Anchors the audit chains every minute, and once more before the worker stops. */
@HandlesSchedule(defineSchedule('audit.anchor-heads', '* * * * *'))
export class AnchorHeads implements ScheduleHandler, BeforeApplicationShutdown {
  private readonly log = new Logger('audit');

  constructor(
    @Inject(AnchorWriter) private readonly writer: AnchorWriter,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tick(): Promise<void> {
    await this.writer.write(this.clock.now());
  }

  async beforeApplicationShutdown(): Promise<void> {
    // A stop must not hang on a database or a store that is itself gone.
    await this.tick().catch((error: Error) => this.log.warn({ anchor: error.message }));
  }
}
