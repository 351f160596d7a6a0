import { Clock, defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { RosterExpiryService } from './roster-expiry.service.js';

@HandlesSchedule(defineSchedule('organisation.expire-roster-imports', '20 3 * * *'))
export class ExpireRosterImports implements ScheduleHandler {
  constructor(
    @Inject(RosterExpiryService) private readonly expiry: RosterExpiryService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tick(): Promise<void> {
    await this.expiry.expire(this.clock.now());
  }
}
