import { addDays, type SchoolDay } from '@heliotrope/kernel';
import type { PostKind } from './post.js';
import { refusalToLend } from './separation.js';

/*
 * May this right be lent to that colleague until that day? A loan ends by itself; while it runs it reaches as far as the
 * lender's own right does, so it grows, shrinks and ends with his post.
 */

/** The longest loan, in days. Whoever needs a right for longer needs the post. */
export const LONGEST_LOAN_DAYS = 31;

export interface LoanQuestion {
  readonly action: string;
  /** Does the lender have the action through a post of his own in the borrower's organisation? Elsewhere only? Not at all? */
  readonly lenderHas: 'here' | 'elsewhere' | 'no';
  readonly to: PostKind;
  readonly validUntil: SchoolDay;
  readonly today: SchoolDay;
}

/** The code of what stands against the loan, or null. */
export function loanFault({ action, lenderHas, to, validUntil, today }: LoanQuestion): string | null {
  if (lenderHas === 'no') return 'organisation/loan-not-held';
  if (lenderHas === 'elsewhere') return 'organisation/loan-elsewhere';
  if (validUntil < today || validUntil > addDays(today, LONGEST_LOAN_DAYS)) return 'organisation/loan-days';
  return refusalToLend(action, to);
}
