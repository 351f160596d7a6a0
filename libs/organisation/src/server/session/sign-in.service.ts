import { refuse } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { formerPasswords, isLocked, normaliseUsername } from '../../rules/index.js';
import { type AccountRow, AccountRepository } from './account.repository.js';
import { chainOf, doorkeeper, type Origin } from './doorkeeper.js';
import { FailureCount } from './failure-count.service.js';
import { NewPassword } from './new-password.service.js';
import { PasswordService } from './password.service.js';
import { normaliseCode } from './session-secret.js';
import { SessionService, type SignedIn } from './session.service.js';

const SIGN_IN = 'organisation.sign-in';
const FAILED = 'organisation.sign-in-failed';

/** The first factor: a password, or once the one-time code from an administrator's hand. */
@Injectable()
export class SignInService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(PasswordService) private readonly passwords: PasswordService,
    @Inject(NewPassword) private readonly newPasswords: NewPassword,
    @Inject(FailureCount) private readonly failures: FailureCount,
  ) {}

  async signIn(username: string, password: string, origin: Origin): Promise<SignedIn> {
    const account = await this.find(username);
    if (account?.state === 'invited') {
      // Whoever holds the code may be told what to do with it; anybody else learns nothing.
      const holdsCode = await this.passwords.fits(normaliseCode(password), account.oneTimeCodeHash, origin.ip);
      if (holdsCode && (await this.takesCode(account.id))) throw refuse('organisation/first-sign-in-needed');
      throw await this.failures.refusal(account, FAILED, 'organisation/sign-in-failed', origin.ip);
    }
    const fits = await this.passwords.fits(password, account?.passwordHash, origin.ip);
    return this.enter(account, fits && account?.state === 'active', 'organisation/sign-in-failed', origin);
  }

  async signInFirst(username: string, code: string, newPassword: string, origin: Origin): Promise<SignedIn> {
    this.newPasswords.mustBeStrong(newPassword, username);
    const account = await this.find(username);
    const fits = await this.passwords.fits(normaliseCode(code), account?.oneTimeCodeHash, origin.ip);
    if (fits && account) await this.newPasswords.mustBeNew(newPassword, account, origin.ip);
    const passwordHash = fits ? await this.passwords.hash(newPassword, origin.ip) : null;
    return this.enter(account, fits && account?.state === 'invited', 'organisation/code-failed', origin, passwordHash);
  }

  private find(username: string): Promise<AccountRow | undefined> {
    return this.work.read(doorkeeper(), SIGN_IN, (tx) => this.accounts.named(tx, normaliseUsername(username)));
  }

  /** Opens the session, or counts the failure. The account is locked meanwhile, so a volley of guesses counts in full. */
  private async enter(
    account: AccountRow | undefined, good: boolean | undefined, code: string, origin: Origin, passwordHash?: string | null,
  ): Promise<SignedIn> {
    if (!account || !good || !this.sessions.isOpenTo(account)) throw await this.failures.refusal(account, FAILED, code, origin.ip);
    const entered = await this.work.run(doorkeeper(SIGN_IN, account.jurisdictions), SIGN_IN, async (tx) => {
      const entry = { object: `account:${account.id}`, jurisdictionId: chainOf(account.jurisdictions) };
      const current = await this.accounts.forUpdate(tx, account.id);
      const codeIsOver = passwordHash != null && (current?.oneTimeCodeHash !== account.oneTimeCodeHash ||
        (current?.codeExpiresAt != null && current.codeExpiresAt <= tx.now));
      if (!current || isLocked(current, tx.now) || hasChanged(current, account) || codeIsOver) {
        tx.audit({ ...entry, action: FAILED, detail: { ip: origin.ip ?? null } });
        return null;
      }
      if (passwordHash != null) {
        await this.accounts.setPassword(tx, current.id, passwordHash, formerPasswords(current.passwordHash, current.formerPasswordHashes));
        await this.sessions.endAllOf(tx, current.id);
      }
      // With a second factor still to show, wrong guesses at it go on counting from where they were.
      if (!current.hasSecondFactor) await this.accounts.noteSignIn(tx, current.id);
      const signedIn = await this.sessions.open(tx, current, origin);
      tx.audit({ ...entry, detail: { first: passwordHash != null, secondFactorAsked: current.hasSecondFactor, ip: origin.ip ?? null } });
      return signedIn;
    });
    if (!entered) throw refuse(code);
    return entered;
  }

  /** Is the account's code still good for something? While it is locked nobody is told that he has guessed it. */
  private takesCode(id: string): Promise<boolean> {
    return this.work.read(doorkeeper(), SIGN_IN, async (tx) => {
      const current = await this.accounts.forUpdate(tx, id);
      return current !== undefined && this.sessions.isOpenTo(current) && !isLocked(current, tx.now) && (current.codeExpiresAt === null || current.codeExpiresAt > tx.now);
    });
  }
}

/** Is the account no longer the one whose secret was checked? The check takes its time, and meanwhile it was reset, say, or closed. */
const hasChanged = (current: AccountRow, checked: AccountRow): boolean =>
  current.state !== checked.state || current.passwordHash !== checked.passwordHash;
