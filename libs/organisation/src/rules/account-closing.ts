import { addDays, daysBetween, type SchoolDay } from '@heliotrope/kernel';

/*
 * When is an account closed by itself, and when is its person told before? Source: GB/T 22239-2019 8.1.4.2.c with
 * docs/domain-facts.md §4.4 no. 14 (leavers; 90 days without a sign-in). Only the day decides: a run that was missed is
 * made up for by the next one.
 */

export const CLOSING = {
  idleDays: 90,
  /** So many days before the account is closed its person is told; never later, so that nobody is closed unheard. */
  noticeDays: 14,
} as const;

export type ClosingReason = 'idle' | 'leaver';

export interface AccountUse {
  /** The newest of: made, enabled again, signed in. */
  readonly lastUsedOn: SchoolDay;
  /** The last day of the post that lasts longest; `open` when one has no end, `none` when the person never held any. */
  readonly postsUntil: SchoolDay | 'open' | 'none';
  /** When the person was told, and of what; null when not, or when the account has been used since. */
  readonly told: { readonly reason: ClosingReason; readonly on: SchoolDay } | null;
}

export type AccountFate =
  | { readonly act: 'keep' }
  | { readonly act: 'tell' | 'close'; readonly reason: ClosingReason; /** The day on which it closes. */ readonly on: SchoolDay };

/** What becomes of an active account on this day. The earlier of two reasons counts. */
export function accountFate(use: AccountUse, today: SchoolDay): AccountFate {
  const ends: { reason: ClosingReason; on: SchoolDay }[] = [{ reason: 'idle', on: addDays(use.lastUsedOn, CLOSING.idleDays) }];
  if (use.postsUntil !== 'open' && use.postsUntil !== 'none') ends.push({ reason: 'leaver', on: addDays(use.postsUntil, 1) });
  const [end] = ends.sort((a, b) => daysBetween(b.on, a.on));
  if (daysBetween(today, end!.on) > CLOSING.noticeDays) return { act: 'keep' };
  if (use.told?.reason !== end!.reason) return { act: 'tell', reason: end!.reason, on: laterOf(end!.on, addDays(today, CLOSING.noticeDays)) };
  const on = laterOf(end!.on, addDays(use.told.on, CLOSING.noticeDays));
  return daysBetween(today, on) > 0 ? { act: 'keep' } : { act: 'close', reason: end!.reason, on };
}

const laterOf = (a: SchoolDay, b: SchoolDay): SchoolDay => (daysBetween(a, b) > 0 ? b : a);
