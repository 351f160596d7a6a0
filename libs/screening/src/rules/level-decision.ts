import { verdictOf, type Ordinal, type Verdict } from '@heliotrope/kernel';

/** A person's decision over a suggestion. Account ids, not names. */
export interface LevelDecision {
  /** The level the decision starts from: what stands now, or what was suggested when nobody has decided yet. */
  readonly from: Ordinal;
  readonly to: Ordinal;
  readonly reason: string;
  readonly by: string;
  /** The second person who agreed, where one did. */
  readonly secondedBy?: string | null;
  /** Has somebody spoken with the pupil since the answers? */
  readonly interviewed: boolean;
}

export type LowerFault =
  | 'screening/not-lower' | 'screening/lower-needs-reason' | 'screening/lower-needs-interview' | 'screening/lower-needs-second-person' | 'screening/second-person-is-the-first';

/** The least a reason says: a word like 「误」 explains nothing to whoever reads the record in a year. */
export const REASON_LENGTH = 5;

const isReason = (text: string): boolean => [...text.trim()].length >= REASON_LENGTH;

/** Severe and acute: two people must agree before it is lowered. */
export function needsSecondPerson(from: Ordinal): boolean {
  return from >= 3;
}

/** Severe and acute are lowered only after somebody has spoken with the pupil: from the desk nobody can tell a slip of the finger. */
export function needsInterview(from: Ordinal): boolean {
  return from >= 3;
}

/**
 * May this level be lowered so? The reasons are refusal codes. Source: docs/domain-facts.md §2.3, design decision 8:
 * a person lowers with a reason; lowering 3–4 needs two people, and a re-check interview before it (decision 0035).
 */
export function mayLower(decision: LevelDecision): Verdict<LowerFault> {
  const faults: LowerFault[] = [];
  if (decision.to >= decision.from) faults.push('screening/not-lower');
  if (!isReason(decision.reason)) faults.push('screening/lower-needs-reason');
  if (needsInterview(decision.from) && !decision.interviewed) faults.push('screening/lower-needs-interview');
  if (needsSecondPerson(decision.from)) {
    if (decision.secondedBy == null) faults.push('screening/lower-needs-second-person');
    else if (decision.secondedBy === decision.by) faults.push('screening/second-person-is-the-first');
  }
  return verdictOf(faults);
}

/**
 * What level does a decision over this review start from? A suggestion that has risen above what was confirmed weighs
 * again; otherwise what a person confirmed stands.
 */
export function standingLevel(review: { readonly state: 'waiting' | 'confirmed' | 'lowered'; readonly suggested: Ordinal; readonly confirmed: Ordinal | null }): Ordinal {
  const { state, suggested, confirmed } = review;
  return state === 'waiting' ? (Math.max(suggested, confirmed ?? 0) as Ordinal) : (confirmed ?? suggested);
}

/** A confirmation, or, above the level it starts from, a raise. */
export interface Confirmation {
  readonly state: 'waiting' | 'confirmed' | 'lowered';
  readonly from: Ordinal;
  readonly to: Ordinal;
  readonly note: string;
}

export type ConfirmFault = 'screening/review-decided' | 'screening/confirm-would-lower' | 'screening/raise-needs-reason';

/**
 * May the reviewer confirm at this level? At the level where it starts, once; above it at any time, with a reason, since a later talk
 * may show more; below it, `mayLower` decides.
 */
export function mayConfirm({ state, from, to, note }: Confirmation): Verdict<ConfirmFault> {
  if (to < from) return verdictOf(['screening/confirm-would-lower']);
  if (to === from) return verdictOf(state === 'waiting' ? [] : ['screening/review-decided']);
  return verdictOf(isReason(note) ? [] : ['screening/raise-needs-reason']);
}
