/*
 * When is a sign-in refused for now, when does a session end, and is a new password strong enough? Sources: GB/T
 * 22239-2019 8.1.4.1 (login failure handling, session end) with the values of docs/domain-facts.md §4.4 nos. 2–5.
 */

const MINUTE = 60_000;

export const SIGN_IN_LIMITS = {
  failuresUntilLock: 5,
  lockMs: 15 * MINUTE,
  idleMs: 15 * MINUTE,
  absoluteMs: 12 * 60 * MINUTE,
  codeValidMs: 14 * 24 * 60 * MINUTE,
} as const;

export interface SignInRecord {
  readonly failedCount: number;
  readonly lockedUntil: Date | null;
}

export function isLocked(record: SignInRecord, now: Date): boolean {
  return record.lockedUntil !== null && record.lockedUntil > now;
}

/** What to remember after one more failure. The lock that has run out starts the count anew. */
export function afterFailure(record: SignInRecord, now: Date): SignInRecord {
  const failedCount = (record.lockedUntil !== null && record.lockedUntil <= now ? 0 : record.failedCount) + 1;
  const locked = failedCount >= SIGN_IN_LIMITS.failuresUntilLock;
  return { failedCount, lockedUntil: locked ? new Date(now.getTime() + SIGN_IN_LIMITS.lockMs) : null };
}

export interface SessionTimes {
  readonly lastSeenAt: Date;
  readonly endsAt: Date;
}

export function isSessionOver(times: SessionTimes, now: Date): boolean {
  return now >= times.endsAt || now.getTime() - times.lastSeenAt.getTime() >= SIGN_IN_LIMITS.idleMs;
}

/** What a new password lacks, in words for the user; empty when it will do. */
export function passwordFaults(password: string, username: string): readonly string[] {
  const faults: string[] = [];
  if ([...password].length < 10) faults.push('至少10个字符');
  if ([...password].length > 128) faults.push('最多128个字符');
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
  if (classes < 3) faults.push('大写字母、小写字母、数字、符号中至少有三种');
  if (username.length >= 3 && password.toLowerCase().includes(username.toLowerCase())) faults.push('不能包含用户名');
  return faults;
}
