import { defineFact } from '@heliotrope/kernel';
import type { Purpose } from './purpose.js';

export interface ConsentWithdrawn {
  readonly recordId: string;
  readonly schoolId: string;
  readonly studentId: string;
  readonly purpose: Purpose;
}

export const consentWithdrawn = defineFact<ConsentWithdrawn>('data-protection/consent-withdrawn');
export const dataDestroyed = defineFact<{ destructionId: string; dataClass: string; count: number }>('data-protection/data-destroyed');
