import { chinaDayOf, refuse, type Person, type PostGrant, type SystemActor, wholeJurisdictions } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { afterFailure, isLocked, isSessionOver, passwordFaults, SIGN_IN_LIMITS } from '../../rules/index.js';
import { GrantBook } from '../role/grant-book.service.js';
import { type AccountRow, AccountRepository } from './account.repository.js';
import { PasswordService } from './password.service.js';
import { fingerprint, fits, newSessionSecret, normaliseCode, type SessionSecret } from './session-secret.js';
import { type PostRow, SessionRepository } from './session.repository.js';

/** Nobody yet: sign-in looks at accounts, which belong to no bureau. */
const DOORKEEPER: SystemActor = { kind: 'system', rule: 'organisation.sign-in', scope: wholeJurisdictions() };
const SEEN_EVERY_MS = 60_000;
const FAILED = 'organisation.sign-in-failed';
const NOBODY = '00000000-0000-0000-0000-000000000000';
const NO_RECORD = { failedCount: 0, lockedUntil: null };

export interface SignedIn {
  readonly secret: SessionSecret;
  readonly endsAt: Date;
  readonly accountId: string;
}

/** Who is greeted: the posts are the person's own, the grants also what colleagues have lent. */
export interface Greeting {
  readonly person: { readonly accountId: string; readonly name: string };
  readonly posts: readonly PostRow[];
  readonly grants: readonly PostGrant[];
}

/** Sign-in, first sign-in, and who stands behind a session. */
@Injectable()
export class SessionService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(PasswordService) private readonly passwords: PasswordService,
    @Inject(GrantBook) private readonly book: GrantBook,
  ) {}

  async signIn(username: string, password: string, ip?: string): Promise<SignedIn> {
    const account = await this.find(username);
    if (account?.state === 'invited') {
      // Whoever holds the code may be told what to do with it; anybody else learns nothing.
      const holdsCode = await this.passwords.fits(normaliseCode(password), account.oneTimeCodeHash, ip);
      if (holdsCode && (await this.takesCode(account.id))) throw refuse('organisation/first-sign-in-needed');
      throw await this.failed(account, 'organisation/sign-in-failed', ip);
    }
    const fits = await this.passwords.fits(password, account?.passwordHash, ip);
    return this.enter(account, fits && account?.state === 'active', 'organisation/sign-in-failed', ip);
  }

  async signInFirst(username: string, code: string, newPassword: string, ip?: string): Promise<SignedIn> {
    const faults = passwordFaults(newPassword, username);
    if (faults.length > 0) {
      const message = faults.join('，');
      throw refuse('organisation/password-weak', {
        reasons: message, errors: [{ field: 'newPassword', code: 'organisation/password-weak', message }],
      });
    }
    const account = await this.find(username);
    const fits = await this.passwords.fits(normaliseCode(code), account?.oneTimeCodeHash, ip);
    const passwordHash = fits ? await this.passwords.hash(newPassword, ip) : null;
    return this.enter(account, fits && account?.state === 'invited', 'organisation/code-failed', ip, passwordHash);
  }

  async signOut(token: string): Promise<void> {
    await this.work.read(DOORKEEPER, 'organisation.sign-out', (tx) => this.sessions.close(tx, fingerprint(token)));
  }

  /** The person behind a session token, with the posts held today; null when the session is over or unknown. */
  async personOf(token: string, proof: { csrf?: string | undefined; ip?: string }): Promise<Person | null> {
    const tokenHash = fingerprint(token);
    const session = await this.work.read(DOORKEEPER, 'organisation.recognise', async (tx) => {
      const found = await this.sessions.byToken(tx, tokenHash);
      if (!found || found.state !== 'active' || isSessionOver(found, tx.now)) return null;
      if (tx.now.getTime() - found.lastSeenAt.getTime() > SEEN_EVERY_MS) await this.sessions.seen(tx, tokenHash);
      return found;
    });
    if (!session) return null;
    if (proof.csrf !== undefined && !fits(proof.csrf, session.csrfHash)) throw refuse('platform/csrf');
    const { posts, day } = await this.posts(session.accountId, session.jurisdictions);
    return {
      kind: 'person', accountId: session.accountId, name: session.name, sessionId: tokenHash.toString('hex').slice(0, 16),
      posts: await this.book.grantsOf(posts, day), ...(proof.ip === undefined ? {} : { ip: proof.ip }),
    };
  }

  /** Account and posts for the page that greets its user. */
  async greeting(accountId: string): Promise<Greeting> {
    const { name, jurisdictions } = await this.work.read(DOORKEEPER, 'organisation.recognise', (tx) => this.accounts.known(tx, accountId));
    const { posts, day } = await this.posts(accountId, jurisdictions);
    return { person: { accountId, name }, posts: posts.filter((post) => !post.lent), grants: await this.book.grantsOf(posts, day) };
  }

  private posts(accountId: string, jurisdictions: readonly number[]) {
    const actor: SystemActor = { ...DOORKEEPER, scope: wholeJurisdictions(...jurisdictions) };
    return this.work.read(actor, 'organisation.recognise', async (tx) => {
      const day = chinaDayOf(tx.now);
      return { day, posts: await this.sessions.postsOf(tx, accountId, jurisdictions, day) };
    });
  }

  private find(username: string): Promise<AccountRow | undefined> {
    return this.work.read(DOORKEEPER, 'organisation.sign-in', (tx) => this.accounts.named(tx, username.trim().toLowerCase()));
  }

  /** Opens the session, or counts the failure. The account is locked meanwhile, so a volley of guesses counts in full. */
  private async enter(
    account: AccountRow | undefined, good: boolean | undefined, code: string, ip?: string, passwordHash?: string | null,
  ): Promise<SignedIn> {
    if (!account || !good) throw await this.failed(account, code, ip);
    const entered = await this.work.run(DOORKEEPER, 'organisation.sign-in', async (tx) => {
      const current = await this.accounts.forUpdate(tx, account.id);
      const codeIsOver = passwordHash != null && (current?.oneTimeCodeHash !== account.oneTimeCodeHash ||
        (current?.codeExpiresAt != null && current.codeExpiresAt <= tx.now));
      if (!current || isLocked(current, tx.now) || current.state === 'disabled' || codeIsOver) {
        tx.audit({ object: `account:${account.id}`, action: FAILED, detail: { ip: ip ?? null } });
        return null;
      }
      if (passwordHash != null) await this.accounts.setPassword(tx, current.id, passwordHash);
      await this.accounts.noteSignIn(tx, current.id);
      await this.sessions.forgetOver(tx);
      tx.audit({ object: `account:${current.id}`, detail: { first: passwordHash != null, ip: ip ?? null } });
      return this.open(tx, current.id, ip);
    });
    if (!entered) throw refuse(code);
    return entered;
  }

  private async open(tx: Tx, accountId: string, ip?: string): Promise<SignedIn> {
    const secret = newSessionSecret();
    const endsAt = new Date(tx.now.getTime() + SIGN_IN_LIMITS.absoluteMs);
    await this.sessions.open(tx, {
      tokenHash: fingerprint(secret.token), csrfHash: fingerprint(secret.csrf), accountId, endsAt, ...(ip === undefined ? {} : { ip }),
    });
    return { secret, endsAt, accountId };
  }

  /** Is the account's code still good for something? While it is locked nobody is told that he has guessed it. */
  private takesCode(id: string): Promise<boolean> {
    return this.work.read(DOORKEEPER, 'organisation.sign-in', async (tx) => {
      const current = await this.accounts.forUpdate(tx, id);
      return current !== undefined && !isLocked(current, tx.now) && (current.codeExpiresAt === null || current.codeExpiresAt > tx.now);
    });
  }

  /** Counts and records the failure. For a name that nobody has it takes the same steps, so that a clock tells nothing. */
  private async failed(account: AccountRow | undefined, code: string, ip?: string): Promise<Error> {
    const id = account?.id ?? NOBODY;
    await this.work.run(DOORKEEPER, FAILED, async (tx) => {
      const current = await this.accounts.forUpdate(tx, id);
      tx.audit({ object: account ? `account:${id}` : 'account:unknown', detail: { ip: ip ?? null } });
      if (!current || !isLocked(current, tx.now)) await this.accounts.noteFailure(tx, id, afterFailure(current ?? NO_RECORD, tx.now));
    });
    return refuse(code);
  }
}
