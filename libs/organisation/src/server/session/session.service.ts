import { chinaDayOf, type Person, type PostGrant, refuse } from '@heliotrope/kernel';
import { CONFIG, type Config, Notifier, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import {
  browserFamily, isSessionOver, isSignOfLife, needsSecondFactor, passwordAge, type SessionNeed, sessionNeed, sessionsToEnd, SIGN_IN_LIMITS,
} from '../../rules/index.js';
import { GrantBook } from '../role/grant-book.service.js';
import { AccountRepository } from './account.repository.js';
import { chainOf, doorkeeper, type Origin } from './doorkeeper.js';
import { fingerprint, fits, newSessionSecret, type SessionSecret } from './session-secret.js';
import { type PostRow, SessionRepository, type SessionRow } from './session.repository.js';

const RECOGNISE = 'organisation.recognise';

export interface SignedIn {
  readonly secret: SessionSecret;
  readonly endsAt: Date;
}

/** What comes with the token of a session. */
export interface Proof {
  readonly csrf?: string | undefined;
  readonly ip?: string | undefined;
  /** The page asks by itself: see `isSignOfLife`. */
  readonly unattended?: boolean;
}

/** A session and what stands behind it. */
export interface Recognised {
  readonly session: SessionRow;
  /** Held today; they count only when nothing is asked of the person any more. */
  readonly posts: readonly PostRow[];
  readonly need: SessionNeed | null;
  readonly passwordDaysLeft: number;
  readonly actor: Person;
}

interface Holder {
  readonly id: string;
  readonly jurisdictions: readonly number[];
  readonly hasSecondFactor: boolean;
}

/** Sessions: who stands behind one, how one begins, changes its token and ends. */
@Injectable()
export class SessionService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(GrantBook) private readonly book: GrantBook,
    @Inject(Notifier) private readonly notifier: Notifier,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The person behind a session token, with the posts held today; null when the session is over or unknown. */
  async personOf(token: string, proof: Proof): Promise<Person | null> {
    return (await this.recognise(token, proof))?.actor ?? null;
  }

  async recognise(token: string, proof: Proof = {}): Promise<Recognised | null> {
    const tokenHash = fingerprint(token);
    const seen = await this.work.read(doorkeeper(RECOGNISE), RECOGNISE, async (tx) => {
      const found = await this.sessions.byToken(tx, tokenHash);
      if (!found || found.state !== 'active' || !this.isOpenTo(found) || isSessionOver(found, tx.now)) return null;
      if (isSignOfLife(proof.unattended === true, found, tx.now)) await this.sessions.seen(tx, tokenHash);
      return { session: found, now: tx.now };
    });
    if (!seen) return null;
    const { session, now } = seen;
    if (proof.csrf !== undefined && !fits(proof.csrf, session.csrfHash)) throw refuse('platform/csrf');
    const { posts, day } = await this.posts(session.accountId, session.jurisdictions);
    const need = sessionNeed({ ...session, needsSecondFactor: needsSecondFactor(posts) }, now);
    const grants: PostGrant[] = need === null ? await this.book.grantsOf(posts, day) : [];
    const actor: Person = {
      kind: 'person', accountId: session.accountId, name: session.name, sessionId: session.id, posts: grants,
      ...(need === null ? {} : { unfinished: need }), ...(proof.ip === undefined ? {} : { ip: proof.ip }),
    };
    return { session, posts, need, actor, passwordDaysLeft: passwordAge(session.passwordChangedAt, now).daysLeft };
  }

  /** Demo accounts and demo mode belong together: outside it nobody enters with one. */
  isOpenTo(account: { readonly demo: boolean }): boolean {
    return this.config.demo || !account.demo;
  }

  /** Begins a session of somebody whose first factor was right, in whatever way. The session this browser had ends. */
  async open(tx: Tx, account: Holder, origin: Origin): Promise<SignedIn> {
    if (origin.oldToken) await this.sessions.close(tx, fingerprint(origin.oldToken));
    await this.sessions.forgetOver(tx);
    // With the password alone nobody drives out a session that has shown its second factor.
    await this.makeRoom(tx, account, account.hasSecondFactor, null);
    const secret = newSessionSecret();
    const endsAt = new Date(tx.now.getTime() + SIGN_IN_LIMITS.absoluteMs);
    await this.sessions.open(tx, {
      ...printsOf(secret), accountId: account.id, endsAt, secondFactorAt: null, ip: origin.ip, browser: browserFamily(origin.userAgent),
    });
    return { secret, endsAt };
  }

  /** Gives the session a new token: something about it has grown. @throws Refusal when it has ended meanwhile. */
  async rotate(tx: Tx, account: Holder, sessionId: string, { secondFactor = false } = {}): Promise<SignedIn> {
    const secret = newSessionSecret();
    const rotated = await this.sessions.rotate(tx, sessionId, printsOf(secret), secondFactor);
    if (!rotated) throw refuse('platform/sign-in-needed');
    if (secondFactor) await this.makeRoom(tx, account, false, sessionId);
    return { secret, endsAt: rotated.endsAt };
  }

  /** Ends the sessions of an account, or all but one: its password has changed, it is closed, its second factor is gone. */
  endAllOf(tx: Tx, accountId: string, exceptId?: string): Promise<number> {
    return this.sessions.closeAllOf(tx, accountId, exceptId ?? null);
  }

  async signOut(token: string): Promise<void> {
    await this.work.read(doorkeeper('organisation.sign-out'), 'organisation.sign-out', async (tx) => {
      const ended = await this.sessions.close(tx, fingerprint(token));
      const account = ended && (await this.accounts.byId(tx, ended.accountId));
      if (account) tx.audit({ object: `account:${account.id}`, jurisdictionId: chainOf(account.jurisdictions) });
    });
  }

  /** Tells the owner of an account what has happened to it, where his messages are read. */
  async tell(tx: Tx, accountId: string, kind: string, title: string, link: string): Promise<void> {
    const desk = await this.accounts.deskOf(tx, accountId, chinaDayOf(tx.now));
    if (desk !== undefined) await this.notifier.tell(tx, { jurisdictionId: desk, accountIds: [accountId], kind, title, link });
  }

  private async makeRoom(tx: Tx, account: Holder, half: boolean, exceptId: string | null): Promise<void> {
    const others = (await this.sessions.of(tx, account.id)).filter((session) => session.half === half && session.id !== exceptId);
    const ended = sessionsToEnd(others, tx.now);
    if (ended.length === 0) return;
    await this.sessions.closeSome(tx, account.id, ended.map(({ id }) => id));
    tx.audit({ object: `account:${account.id}`, action: 'organisation.session-crowded-out', jurisdictionId: chainOf(account.jurisdictions), detail: { sessions: ended.map(({ id }) => id) } });
    if (!half) await this.tell(tx, account.id, 'organisation/session-ended', `您的账号同时登录超过${SIGN_IN_LIMITS.sessions}处，最早的一处已退出`, '/account/devices');
  }

  private posts(accountId: string, jurisdictions: readonly number[]) {
    return this.work.read(doorkeeper(RECOGNISE, jurisdictions), RECOGNISE, async (tx) => {
      const day = chinaDayOf(tx.now);
      return { day, posts: await this.sessions.postsOf(tx, accountId, jurisdictions, day) };
    });
  }
}

const printsOf = (secret: SessionSecret) => ({ tokenHash: fingerprint(secret.token), csrfHash: fingerprint(secret.csrf) });
