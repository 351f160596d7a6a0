import { type Person, refuse } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { isSessionOver } from '../../rules/index.js';
import { AccountRepository } from './account.repository.js';
import { chainOf, doorkeeper } from './doorkeeper.js';
import { type DeviceRow, SessionRepository } from './session.repository.js';

const SEE = 'organisation.see-devices';
const END = 'organisation.end-session';

/** The devices on which an account is signed in, for its owner. */
@Injectable()
export class DeviceService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
  ) {}

  list(actor: Person): Promise<(DeviceRow & { isThis: boolean })[]> {
    return this.work.read(doorkeeper(SEE), SEE, async (tx) => {
      const open = (await this.sessions.of(tx, actor.accountId)).filter((session) => !isSessionOver(session, tx.now));
      return open.map((session) => ({ ...session, isThis: session.id === actor.sessionId }));
    });
  }

  async end(actor: Person, id: string): Promise<void> {
    await this.act(actor, async (tx) => {
      if ((await this.sessions.closeSome(tx, actor.accountId, [id])) === 0) throw refuse('organisation/session-absent');
      return [id];
    });
  }

  /** Ends all but the one that asks. Returns how many there were. */
  endOthers(actor: Person): Promise<number> {
    return this.act(actor, async (tx) => {
      const others = (await this.sessions.of(tx, actor.accountId)).filter((session) => session.id !== actor.sessionId).map(({ id }) => id);
      await this.sessions.closeSome(tx, actor.accountId, others);
      return others;
    });
  }

  private act(actor: Person, end: (tx: Tx) => Promise<readonly string[]>): Promise<number> {
    return this.work.run(doorkeeper(END), END, async (tx) => {
      const account = await this.accounts.byId(tx, actor.accountId);
      const ended = await end(tx);
      tx.audit({ object: `account:${actor.accountId}`, jurisdictionId: chainOf(account?.jurisdictions ?? []), detail: { sessions: ended, by: 'owner', ip: actor.ip ?? null } });
      return ended.length;
    });
  }
}
