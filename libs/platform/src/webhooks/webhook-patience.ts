const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Pauses before the second, third … try: a receiver that is restarted misses nothing, one that is down for a night neither. */
const PAUSES_MS = [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR] as const;

/** Hung up on for good: the receiver says that nobody is there any more (RFC 9110 §15.5.11). */
export const GONE = 410;

export type Verdict = { readonly state: 'delivered' } | { readonly state: 'failed' } | { readonly state: 'waiting'; readonly nextTryAt: Date };

/**
 * What becomes of a message after one more try? Any 2xx is a receipt; everything else, silence and redirects included,
 * is tried again until our patience is over, three days later.
 * @param attempts tries made, this one counted. @param status the answer's, or null when none came.
 */
export function afterTry(attempts: number, status: number | null, now: Date): Verdict {
  if (status !== null && status >= 200 && status < 300) return { state: 'delivered' };
  const pause = PAUSES_MS[attempts - 1];
  if (status === GONE || pause === undefined) return { state: 'failed' };
  return { state: 'waiting', nextTryAt: new Date(now.getTime() + pause) };
}
