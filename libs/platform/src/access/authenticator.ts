import type { Actor } from '@heliotrope/kernel';
import type { Allowance, RequestWithActor } from './allow.js';

/**
 * Establishes who stands behind a request. Organisation provides the one for staff (a passport strategy over the
 * session cookie) and the one for API clients, screening the one for pupils (the signed seat token). Null: nobody we know.
 */
export interface Authenticator {
  readonly as: Allowance['as'];
  authenticate(request: RequestWithActor): Promise<Actor | null> | Actor | null;
}

const TOKENS = { staff: Symbol('staff authenticator'), pupil: Symbol('pupil authenticator'), client: Symbol('client authenticator') } as const;

/** The injection token under which the authenticator of this kind of caller is provided. */
export function authenticatorOf(as: Allowance['as']): symbol {
  return TOKENS[as];
}
