import { chinaDayOf } from '@heliotrope/kernel';
import { Notifier, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { DutyRepository } from '../reading/duty.repository.js';
import { WatcherRepository } from './watcher.repository.js';

/** Who has to hear of it when somebody opens a record beyond his post: the school's leaders and the audit administrators. */
@Injectable()
export class Watchers {
  constructor(
    @Inject(DutyRepository) private readonly duties: DutyRepository,
    @Inject(WatcherRepository) private readonly watchers: WatcherRepository,
    @Inject(Notifier) private readonly notifier: Notifier,
  ) {}

  async tell(tx: Tx, jurisdictionId: number, { accessId, schoolId }: { accessId: string; schoolId: string | null }, kind: string, title: string): Promise<void> {
    const day = chinaDayOf(tx.now);
    const heads = schoolId ? await this.duties.holders(tx, { jurisdictionId, schoolId }, ['school-leader'], day) : [];
    const auditors = await this.watchers.watchersOf(jurisdictionId, 'audit-admin', day);
    await this.notifier.tell(tx, { jurisdictionId, accountIds: heads.map((one) => one.accountId), kind, title, link: '/records/special-access' });
    await this.notifier.tell(tx, { jurisdictionId, accountIds: auditors, kind, title, link: '/audit/entries' });
    tx.audit({ object: `special-access:${accessId}`, jurisdictionId, action: 'platform.tell-watchers', detail: { heads: heads.length, auditors: auditors.length } });
  }
}
