import { passwordAge } from './password.js';

/*
 * When is a sign-in refused for now, when does a session end, and what must its person still do before it counts?
 * Sources: GB/T 22239-2019 8.1.4.1 (login failure handling, session end) with the values of docs/domain-facts.md §4.4
 * nos. 4, 5 and 8.
 */

const MINUTE = 60_000;

export const SIGN_IN_LIMITS = {
  failuresUntilLock: 5,
  lockMs: 15 * MINUTE,
  /** From the second lock in a row on: nobody has got in between. */
  longLockMs: 30 * MINUTE,
  idleMs: 15 * MINUTE,
  absoluteMs: 10 * 60 * MINUTE,
  codeValidMs: 14 * 24 * 60 * MINUTE,
  /** Whoever reset the password of an account leaves its second factor alone for so long, and the other way round. */
  resetsApartMs: 7 * 24 * 60 * MINUTE,
  /** Sessions of one account at the same time. */
  sessions: 3,
} as const;

export interface SignInRecord {
  readonly failedCount: number;
  readonly lockedUntil: Date | null;
  /** Locks since the account was last entered. */
  readonly lockCount: number;
}

export function isLocked(record: Pick<SignInRecord, 'lockedUntil'>, now: Date): boolean {
  return record.lockedUntil !== null && record.lockedUntil > now;
}

/** What to remember after one more failure. A lock that has run out starts the count anew, and the next one is longer. */
export function afterFailure(record: SignInRecord, now: Date): SignInRecord {
  const failedCount = (record.lockedUntil !== null && record.lockedUntil <= now ? 0 : record.failedCount) + 1;
  if (failedCount < SIGN_IN_LIMITS.failuresUntilLock) return { failedCount, lockedUntil: null, lockCount: record.lockCount };
  const lockMs = record.lockCount === 0 ? SIGN_IN_LIMITS.lockMs : SIGN_IN_LIMITS.longLockMs;
  return { failedCount, lockedUntil: new Date(now.getTime() + lockMs), lockCount: record.lockCount + 1 };
}

/** Who did the other of the two resets last, and when. */
export interface EarlierReset {
  readonly by: string | null;
  readonly at: Date | null;
}

/**
 * Must this reset wait for another administrator? One hand that resets the password and the second factor of one account
 * holds both and is in. True for seven days after the other reset, for whoever did that one.
 */
export function needsOtherHand(other: EarlierReset, by: string, now: Date): boolean {
  return other.by === by && other.at !== null && now.getTime() - other.at.getTime() < SIGN_IN_LIMITS.resetsApartMs;
}

export interface SessionTimes {
  readonly lastSeenAt: Date;
  readonly endsAt: Date;
}

export function isSessionOver(times: SessionTimes, now: Date): boolean {
  return now >= times.endsAt || now.getTime() - times.lastSeenAt.getTime() >= SIGN_IN_LIMITS.idleMs;
}

const SEEN_EVERY_MS = MINUTE;

/**
 * Does this call show that the person of a session is still there, so that its idle time begins anew? What a page asks by
 * itself, such as the progress of long work, shows nothing: a tab that is left open must not keep its person signed in.
 * Noted once a minute at most. Source: GB/T 22239-2019 8.1.4.1 b), docs/domain-facts.md §4.4 no. 5.
 */
export function isSignOfLife(unattended: boolean, times: Pick<SessionTimes, 'lastSeenAt'>, now: Date): boolean {
  return !unattended && now.getTime() - times.lastSeenAt.getTime() > SEEN_EVERY_MS;
}

/** Which of an account's sessions must end so that one more may begin? The oldest; those that are over count as gone. */
export function sessionsToEnd<S extends SessionTimes & { readonly createdAt: Date }>(sessions: readonly S[], now: Date): readonly S[] {
  const alive = sessions.filter((session) => !isSessionOver(session, now)).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return alive.slice(0, Math.max(0, alive.length + 1 - SIGN_IN_LIMITS.sessions));
}

/** What a signed-in person must still do before any post counts. */
export type SessionNeed = 'password' | 'enrol-second-factor' | 'second-factor';

export interface SignInProof {
  readonly passwordChangedAt: Date | null;
  /** Has the account a second factor that was confirmed? */
  readonly hasSecondFactor: boolean;
  /** Does one of the posts held today ask for one? */
  readonly needsSecondFactor: boolean;
  /** When this session showed it; null when it has not. */
  readonly secondFactorAt: Date | null;
}

/**
 * The next step of a sign-in, or null when it is whole. The second factor comes before the password: whoever found an
 * old password must not be the one to change it.
 */
export function sessionNeed(proof: SignInProof, now: Date): SessionNeed | null {
  if (proof.hasSecondFactor && proof.secondFactorAt === null) return 'second-factor';
  if (passwordAge(proof.passwordChangedAt, now).state === 'over') return 'password';
  if (proof.needsSecondFactor && !proof.hasSecondFactor) return 'enrol-second-factor';
  return null;
}
