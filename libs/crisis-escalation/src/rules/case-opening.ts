import type { Ordinal } from '@heliotrope/kernel';

/** The pupil's case as it stands, if there is one that is not closed. */
export interface StandingCase {
  readonly id: string;
  readonly ordinal: Ordinal;
  readonly acute: boolean;
}

/** What has become known: a critical answer nobody has judged yet, or a level that a person has confirmed. */
export interface Concern {
  readonly ordinal: Ordinal;
  readonly acute: boolean;
  readonly confirmed: boolean;
}

export type Opening =
  | { readonly act: 'open' | 'raise'; readonly ordinal: Ordinal; readonly acute: boolean; readonly reason: OpeningReason }
  | { readonly act: 'attach' | 'none'; readonly reason: OpeningReason };

export type OpeningReason =
  | 'critical-answer-before-any-judgement'
  | 'level-confirmed-by-a-person'
  | 'more-serious-than-the-standing-case'
  | 'no-more-serious-than-the-standing-case'
  | 'too-mild-for-a-case';

/** From here on a level that a person confirmed is a case; below it the school's daily care is enough. */
const CASE_FROM: Ordinal = 2;
/** From here on an answer alone opens a case: waiting for a person's judgement could be too late. */
const UNJUDGED_CASE_FROM: Ordinal = 3;

/**
 * Given a concern and the pupil's standing case: open a case, raise the one there is, attach to it, or none?
 * A pupil has one case that is not closed, however many answers alarm us. A score never lowers a case; people do that.
 *
 * Sources: BS-19 (预警体系), BS-24 (一生一策), ZJ-03 (及时跟进、实时更新); ordinals as in docs/domain-facts.md §2.3.
 * Does not decide who is told, or by when.
 */
export function caseOpening(concern: Concern, standing: StandingCase | null): Opening {
  const threshold = concern.confirmed ? CASE_FROM : UNJUDGED_CASE_FROM;
  if (!concern.acute && concern.ordinal < threshold) {
    return standing ? { act: 'attach', reason: 'no-more-serious-than-the-standing-case' } : { act: 'none', reason: 'too-mild-for-a-case' };
  }
  if (!standing) {
    return { act: 'open', ...levelOf(concern), reason: concern.confirmed ? 'level-confirmed-by-a-person' : 'critical-answer-before-any-judgement' };
  }
  const graver = concern.ordinal > standing.ordinal || (concern.acute && !standing.acute);
  return graver
    ? {
        act: 'raise',
        ordinal: concern.ordinal > standing.ordinal ? concern.ordinal : standing.ordinal,
        acute: concern.acute || standing.acute,
        reason: 'more-serious-than-the-standing-case',
      }
    : { act: 'attach', reason: 'no-more-serious-than-the-standing-case' };
}

const levelOf = ({ ordinal, acute }: Concern) => ({ ordinal, acute });
