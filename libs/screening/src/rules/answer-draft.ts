import type { RoundState } from './round.js';

/*
 * Answers so far, kept by the server until the sheet is in. What may become of a draft that nobody hands in? Critical answers count
 * on abandoned sheets too (docs/domain-facts.md §1.1 d): a child may write the one true answer and close the page.
 */

export interface DraftAtRest {
  readonly critical: readonly number[];
  readonly savedAt: Date;
  readonly toldAt: Date | null;
  readonly isHandedIn: boolean;
  readonly round: RoundState;
}

/** So long without an answer, and the pupil has left: as long as a device keeps unfinished work (apps/student). Our own number. */
export const LEFT_AFTER_MS = 30 * 60_000;

/** What is to be done with a draft now: nothing, tell a person of what is critical on it, or throw it away. */
export type DraftFate = 'keep' | 'tell' | 'discard';

/**
 * A draft whose sheet is in goes at once. One with critical answers is told of, once, when the pupil has left it for half an hour or
 * the round is over. Every other goes when the round is over; no draft outlives its round.
 */
export function draftFate(draft: DraftAtRest, now: Date): DraftFate {
  if (draft.isHandedIn) return 'discard';
  const isUntold = draft.critical.length > 0 && draft.toldAt === null;
  const isOver = draft.round === 'closed';
  if (isUntold && (isOver || now.getTime() - draft.savedAt.getTime() >= LEFT_AFTER_MS)) return 'tell';
  return isOver && !isUntold ? 'discard' : 'keep';
}

/** A device's clock reckoned ahead of ours must not shut out every later save. */
export const savedMs = (reckoned: number, now: Date): number => Math.min(Math.round(reckoned), now.getTime());
