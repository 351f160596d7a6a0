import { type SystemActor, wholeJurisdictions } from '@heliotrope/kernel';

/** What belongs to no bureau (an account, its second factor) is sealed and audited under this number. */
export const INSTALLATION = 0;

/**
 * Who acts while nobody has a post yet: sign-in and one's own account. An account belongs to no bureau, but its keys, its
 * messages and its audit do: the bureaus under which it has held posts are named where they are needed.
 */
export function doorkeeper(rule = 'organisation.sign-in', jurisdictions: readonly number[] = []): SystemActor {
  return { kind: 'system', rule, scope: wholeJurisdictions(INSTALLATION, ...jurisdictions) };
}

/** In whose audit chain an account's entries stand: the highest of its bureaus, whose codes are the smallest. */
export function chainOf(jurisdictions: readonly number[]): number {
  return jurisdictions.length === 0 ? INSTALLATION : Math.min(...jurisdictions);
}

/** Where a sign-in comes from. */
export interface Origin {
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
  /** The session this browser had: it ends, so that a planted one is worth nothing. */
  readonly oldToken?: string | undefined;
}
