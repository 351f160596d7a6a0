import type { Answered } from './server.js';

/** What a sheet in the outbox does next, after one attempt. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly receipt: string }
  | { readonly kind: 'later'; readonly notBeforeMs: number }
  | { readonly kind: 'unseated' }
  | { readonly kind: 'renumber' }
  | { readonly kind: 'refused'; readonly code: string; readonly text: string };

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * How long does a sheet wait before its next attempt? Doubles up to a minute, with half of it left to chance: a whole
 * class loses its network in the same second, and should not come back in the same second.
 *
 * @param tries attempts already made, from 1. @param chance a number in [0, 1).
 */
export function pauseAfter(tries: number, chance: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries - 1, 10));
  return Math.round(longest / 2 + (longest / 2) * chance);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * What does the server's answer mean for this sheet? Only an answer that carries our own words counts: a school's
 * gateway or sign-in page that answers 200 or 403 by itself is treated as no network, and the sheet stays.
 */
export function judge(reply: Answered): Verdict {
  const receipt = text(reply.body?.['receipt']);
  if ((reply.status === 200 || reply.status === 201) && receipt) return { kind: 'accepted', receipt };
  const code = text(reply.body?.['code']);
  const later: Verdict = { kind: 'later', notBeforeMs: (reply.retryAfterSeconds ?? 0) * 1000 };
  if (!code || reply.status < 400 || reply.status >= 500) return later;
  if ([408, 425, 429].includes(reply.status)) return later;
  // Handed in before from another device: nothing is left for this sheet to bring.
  if (code === 'screening/already-answered') return { kind: 'accepted', receipt: text(reply.body?.['receipt']) };
  // Its number belongs to another sheet: of a second window of this pupil, or of a computer this one was copied from.
  // Under a number of its own the server either takes it or says that this form is already in.
  if (code === 'screening/sheet-id-taken') return { kind: 'renumber' };
  if (reply.status === 401) return { kind: 'unseated' };
  return { kind: 'refused', code, text: text(reply.body?.['title']) };
}
