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
}

export type LowerFault = 'screening/not-lower' | 'screening/lower-needs-reason' | 'screening/lower-needs-second-person' | 'screening/second-person-is-the-first';

/** The least a reason says: a word like 「误」 explains nothing to whoever reads the record in a year. */
export const REASON_LENGTH = 5;

/** Severe and acute: two people must agree before it is lowered. */
export function needsSecondPerson(from: Ordinal): boolean {
  return from >= 3;
}

/**
 * May this level be lowered so? The reasons are refusal codes. Source: docs/domain-facts.md §2.3, design decision 8:
 * a person lowers with a reason; lowering 3–4 needs two people.
 */
export function mayLower(decision: LevelDecision): Verdict<LowerFault> {
  const faults: LowerFault[] = [];
  if (decision.to >= decision.from) faults.push('screening/not-lower');
  if ([...decision.reason.trim()].length < REASON_LENGTH) faults.push('screening/lower-needs-reason');
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

/** May the reviewer confirm at this level? At or above where it starts: below it, `mayLower` decides. */
export function mayConfirm(from: Ordinal, to: Ordinal): Verdict<'screening/confirm-would-lower'> {
  return verdictOf(to < from ? ['screening/confirm-would-lower'] : []);
}
