import { refuse } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { afterFailure, isLocked } from '../../rules/index.js';
import '../../rules/account-refusals.js';
import { type AccountRow, AccountRepository } from './account.repository.js';
import { chainOf, doorkeeper } from './doorkeeper.js';
import { SessionRepository } from './session.repository.js';

const NOBODY = '00000000-0000-0000-0000-000000000000';
const NO_RECORD = { failedCount: 0, lockedUntil: null, lockCount: 0 };

/**
 * Wrong passwords, one-time codes and second factors of an account are counted together, so that none of them gives
 * another five tries. The count is written before anybody is answered: if it cannot be, nobody gets in.
 */
@Injectable()
export class FailureCount {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
  ) {}

  /**
   * Counts and records a failure, and returns the refusal to throw. For a name that nobody has it takes the same steps,
   * so that a clock tells nothing.
   * @param action what has failed, as the audit names it.
   */
  async refusal(account: Pick<AccountRow, 'id' | 'jurisdictions'> | undefined, action: string, code: string, ip?: string): Promise<Error> {
    const jurisdictions = account?.jurisdictions ?? [];
    await this.work.run(doorkeeper(action, jurisdictions), action, async (tx) => {
      const current = await this.accounts.forUpdate(tx, account?.id ?? NOBODY);
      tx.audit({ object: account ? `account:${account.id}` : 'account:unknown', jurisdictionId: chainOf(jurisdictions), detail: { ip: ip ?? null } });
      await this.count(tx, current);
    });
    return refuse(code);
  }

  /** Counts a failure within the act that found it, under the lock that act holds: no other guess comes in between. */
  async count(tx: Tx, current: AccountRow | undefined): Promise<void> {
    if (current && isLocked(current, tx.now)) return;
    const id = current?.id ?? NOBODY;
    const record = afterFailure(current ?? NO_RECORD, tx.now);
    await this.accounts.noteFailure(tx, id, record);
    // Whoever waits for a code to guess does not wait on while the account is locked.
    if (isLocked(record, tx.now)) await this.sessions.closeHalfOf(tx, id);
  }
}
