import { wholeJurisdictions } from '@heliotrope/kernel';
import { Inject } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlesSchedule } from '../jobs/handlers.js';
import { defineSchedule, type ScheduleHandler } from '../jobs/schedule.js';
import { glassUnjudged } from './facts.js';
import { PurposeRepository } from './purpose.repository.js';
import { SpecialAccessRepository } from './special-access.repository.js';

const YEARS_KEPT = 3;

/** Every five minutes: accesses that have run out are over, and glass nobody judged in time is told. The reading itself looks at the clock, not at this. */
@HandlesSchedule(defineSchedule('platform.end-access', '*/5 * * * *'))
export class EndAccess implements ScheduleHandler {
  constructor(
    @Inject(SpecialAccessRepository) private readonly accesses: SpecialAccessRepository,
    @Inject(PurposeRepository) private readonly purposes: PurposeRepository,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tick(): Promise<void> {
    const now = this.clock.now();
    await this.accesses.end(now);
    for (const { jurisdictionId, id, schoolId } of await this.accesses.late(now)) {
      const actor = { kind: 'system', rule: 'platform.end-access', scope: wholeJurisdictions(jurisdictionId) } as const;
      await this.work.run(actor, 'platform.end-access', async (tx) => {
        tx.state(glassUnjudged.of(jurisdictionId, { accessId: id, schoolId }));
        tx.audit({ object: `special-access:${id}`, jurisdictionId });
      });
    }
    const long = new Date(now);
    long.setUTCFullYear(long.getUTCFullYear() - YEARS_KEPT);
    await this.purposes.forget(long);
  }
}
