import { Inject, Logger } from '@nestjs/common';
import { HandlesSchedule } from '../jobs/handlers.js';
import { defineSchedule, type ScheduleHandler } from '../jobs/schedule.js';
import { DataKeys } from './data-keys.repository.js';
import { RelaySession } from './relay-session.repository.js';

/**
 * Rotation of the master key, as an operator does it: add the new master to the keys file of every process and restart;
 * make it current and restart; wait until this has wrapped the data keys anew (it says so); take the old master out.
 */
@HandlesSchedule(defineSchedule('crypto.rewrap-keys', '*/10 * * * *'))
export class RewrapKeys implements ScheduleHandler {
  private readonly log = new Logger('crypto');

  constructor(
    @Inject(DataKeys) private readonly keys: DataKeys,
    @Inject(RelaySession) private readonly session: RelaySession,
  ) {}

  async tick(): Promise<void> {
    const count = await this.keys.rewrap(this.session);
    if (count > 0) this.log.log({ rewrapped: count });
  }
}
