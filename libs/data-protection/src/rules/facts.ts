import { defineFact } from '@heliotrope/kernel';
import type { Purpose } from './purpose.js';

export interface ConsentWithdrawn {
  readonly recordId: string;
  readonly schoolId: string;
  readonly studentId: string;
  readonly purpose: Purpose;
}

/** Somebody said yes or no, or took back a yes: what counts who takes part has to look again. */
export const consentSaid = defineFact<ConsentWithdrawn>('data-protection/consent-said');
export const consentWithdrawn = defineFact<ConsentWithdrawn>('data-protection/consent-withdrawn');
export const dataDestroyed = defineFact<{ destructionId: string; dataClass: string; count: number }>('data-protection/data-destroyed');
