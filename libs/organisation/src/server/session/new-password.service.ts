import { type Person, refuse } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { formerPasswords, isLocked, passwordFaults } from '../../rules/index.js';
import { type AccountRow, AccountRepository } from './account.repository.js';
import { chainOf, doorkeeper } from './doorkeeper.js';
import { FailureCount } from './failure-count.service.js';
import { PasswordService } from './password.service.js';
import { SessionService, type SignedIn } from './session.service.js';

const CHANGE = 'organisation.change-password';

/** What a new password must be, and the change of one by its owner. */
@Injectable()
export class NewPassword {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(PasswordService) private readonly passwords: PasswordService,
    @Inject(FailureCount) private readonly failures: FailureCount,
  ) {}

  /** @throws Refusal organisation/password-weak with everything it lacks. */
  mustBeStrong(password: string, username: string): void {
    const faults = passwordFaults(password, username);
    if (faults.length === 0) return;
    const message = faults.join('，');
    throw refuse('organisation/password-weak', { reasons: message, errors: [{ field: 'newPassword', code: 'organisation/password-weak', message }] });
  }

  /** @throws Refusal organisation/password-used-before. */
  async mustBeNew(password: string, account: Pick<AccountRow, 'passwordHash' | 'formerPasswordHashes'>, ip?: string): Promise<void> {
    for (const stored of [account.passwordHash, ...account.formerPasswordHashes]) {
      if (stored === null || !(await this.passwords.fits(password, stored, ip))) continue;
      throw refuse('organisation/password-used-before', {
        errors: [{ field: 'newPassword', code: 'organisation/password-used-before', message: '不能与最近5次用过的密码相同' }],
      });
    }
  }

  /** Every session of the account ends; the one in which it was changed goes on under a new token. */
  async change(actor: Person, currentPassword: string, newPassword: string): Promise<SignedIn> {
    if (actor.unfinished !== undefined && actor.unfinished !== 'password') throw refuse('platform/sign-in-unfinished');
    const account = await this.work.read(doorkeeper(CHANGE), CHANGE, (tx) => this.accounts.byId(tx, actor.accountId));
    if (!account) throw refuse('platform/sign-in-needed');
    this.mustBeStrong(newPassword, account.username);
    const fits = await this.passwords.fits(currentPassword, account.passwordHash, actor.ip);
    if (!fits) throw await this.failures.refusal(account, 'organisation.change-password-failed', 'organisation/password-wrong', actor.ip);
    await this.mustBeNew(newPassword, account, actor.ip);
    const hash = await this.passwords.hash(newPassword, actor.ip);
    return this.work.run(doorkeeper(CHANGE, account.jurisdictions), CHANGE, async (tx) => {
      const current = await this.accounts.forUpdate(tx, account.id);
      if (!current || current.passwordHash !== account.passwordHash || isLocked(current, tx.now)) throw refuse('organisation/password-wrong');
      await this.accounts.setPassword(tx, account.id, hash, formerPasswords(current.passwordHash, current.formerPasswordHashes));
      const ended = await this.sessions.endAllOf(tx, account.id, actor.sessionId);
      tx.audit({ object: `account:${account.id}`, jurisdictionId: chainOf(account.jurisdictions), detail: { aged: actor.unfinished === 'password', sessionsEnded: ended, ip: actor.ip ?? null } });
      await this.sessions.tell(tx, account.id, 'organisation/password-changed', '您的登录密码已修改；如果不是您本人操作，请立即联系系统管理员', '/account');
      return this.sessions.rotate(tx, current, actor.sessionId!);
    });
  }
}
