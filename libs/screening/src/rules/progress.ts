import type { FiveNumbers } from './five-numbers.js';

/** Share validly screened, 0–1; null where nobody is eligible, because 0 % of nobody would read as a failing. */
export function coverage(progress: Pick<FiveNumbers, 'eligible' | 'completed'>): number | null {
  return progress.eligible === 0 ? null : progress.completed / progress.eligible;
}
