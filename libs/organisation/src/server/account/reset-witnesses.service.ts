import { chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import { Notifier, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { DutyRepository } from '../reading/duty.repository.js';
import { chainOf } from '../session/doorkeeper.js';
import { WatcherRepository } from '../watch/watcher.repository.js';
import { AccountDirectory, type DirectoryRow } from './account-directory.repository.js';

/**
 * Who hears, beside its owner, that an account was reset: his own inbox lies behind the door that was just opened. The
 * other leaders of his school; for a post at a bureau, and where no other leader is, its security and audit administrators.
 */
@Injectable()
export class ResetWitnesses {
  constructor(
    @Inject(AccountDirectory) private readonly directory: AccountDirectory,
    @Inject(DutyRepository) private readonly duties: DutyRepository,
    @Inject(WatcherRepository) private readonly watchers: WatcherRepository,
    @Inject(Notifier) private readonly notifier: Notifier,
  ) {}

  /** @param what happened to the account, as the sentence goes on after its owner's name. */
  async tell(tx: Tx, account: Pick<DirectoryRow, 'id' | 'name' | 'jurisdictions'>, what: string): Promise<void> {
    const day = chinaDayOf(tx.now);
    const posts = await this.directory.postPlaces(tx, account.id, day);
    const places = posts.length > 0 ? posts : [{ jurisdictionId: chainOf(account.jurisdictions), schoolId: null }];
    const told = new Set([account.id]);
    for (const { jurisdictionId, schoolId } of places) {
      const leaders = schoolId === null ? [] : (await this.duties.holders(tx, { jurisdictionId, schoolId }, ['school-leader'], day)).map((one) => one.accountId);
      const others = leaders.filter((id) => id !== account.id);
      const witnesses = (others.length > 0 ? others : await this.guardsOf(jurisdictionId, day)).filter((id) => !told.has(id));
      for (const id of witnesses) told.add(id);
      await this.notifier.tell(tx, {
        jurisdictionId, accountIds: witnesses, kind: 'organisation/account-reset', title: `${account.name}的${what}，请向本人核实`, link: '/messages',
      });
    }
  }

  private async guardsOf(jurisdictionId: number, day: SchoolDay): Promise<string[]> {
    const kinds = ['security-admin', 'audit-admin'] as const;
    return (await Promise.all(kinds.map((kind) => this.watchers.watchersOf(jurisdictionId, kind, day)))).flat();
  }
}
