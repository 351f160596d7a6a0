import { chinaDayOf, wholeJurisdictions } from '@heliotrope/kernel';
import { WatcherRepository } from '@heliotrope/organisation';
import { defineSchedule, HandlesSchedule, Notifier, type ScheduleHandler, UnitOfWork } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { LevelSweep } from './level-sweep.service.js';

/** Every night: the levels and scores of every bureau are held against their marks. What does not fit is told to the security administrator. */
@HandlesSchedule(defineSchedule('screening.check-levels', '20 3 * * *'))
export class CheckLevels implements ScheduleHandler {
  constructor(
    @Inject(LevelSweep) private readonly sweep: LevelSweep,
    @Inject(WatcherRepository) private readonly watchers: WatcherRepository,
    @Inject(Notifier) private readonly notifier: Notifier,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  async tick(): Promise<void> {
    for (const jurisdictionId of await this.sweep.bureaus()) await this.check(jurisdictionId);
  }

  private check(jurisdictionId: number): Promise<void> {
    const actor = { kind: 'system', rule: 'screening.check-levels', scope: wholeJurisdictions(jurisdictionId) } as const;
    return this.work.run(actor, 'screening.check-levels', async (tx) => {
      const { checked, broken } = await this.sweep.check(tx);
      tx.audit({ object: 'integrity:screening', jurisdictionId, detail: { count: checked, broken } });
      if (broken.length === 0) return;
      await this.notifier.tell(tx, {
        jurisdictionId, accountIds: await this.watchers.watchersOf(jurisdictionId, 'security-admin', chinaDayOf(tx.now)), kind: 'screening/levels-tampered',
        title: `${broken.length} 条测评记录与校验值不符，可能被改动过，请立即核查`, link: '/messages',
      });
    });
  }
}
