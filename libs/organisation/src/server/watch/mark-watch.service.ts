import { chinaDayOf, wholeJurisdictions } from '@heliotrope/kernel';
import { Notifier, RELAY_POOL, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { WatcherRepository } from './watcher.repository.js';

/** One domain's rows that carry marks, and how they are gone through within one bureau. */
export interface MarkSweep {
  /** The action, and the name of the rule that acts. */
  readonly rule: string;
  /** As the audit names what was gone through: `integrity:screening`. */
  readonly object: string;
  /** The kind of the message, and its words for so many rows. */
  readonly kind: string;
  words(broken: number): string;
  check(tx: Tx): Promise<{ checked: number; broken: readonly string[] }>;
}

/** Holds rows against their marks, bureau by bureau, and tells the security administrators of what does not fit. */
@Injectable()
export class MarkWatch {
  constructor(
    @Inject(RELAY_POOL) private readonly relay: { query(sql: string): Promise<{ rows: { id: number }[] }> },
    @Inject(WatcherRepository) private readonly watchers: WatcherRepository,
    @Inject(Notifier) private readonly notifier: Notifier,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  async everywhere(sweep: MarkSweep): Promise<void> {
    const { rows } = await this.relay.query(`select distinct jurisdiction_id as id from platform.data_key where scope = 'integrity' order by 1`);
    for (const { id } of rows) await this.within(id, sweep);
  }

  private within(jurisdictionId: number, { rule, object, kind, words, check }: MarkSweep): Promise<void> {
    return this.work.run({ kind: 'system', rule, scope: wholeJurisdictions(jurisdictionId) }, rule, async (tx) => {
      const { checked, broken } = await check(tx);
      tx.audit({ object, jurisdictionId, detail: { count: checked, broken } });
      if (broken.length === 0) return;
      const accountIds = await this.watchers.watchersOf(jurisdictionId, 'security-admin', chinaDayOf(tx.now));
      await this.notifier.tell(tx, { jurisdictionId, accountIds, kind, title: words(broken.length), link: '/messages' });
    });
  }
}
