import { refuse } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';

/**
 * For which bureau is something planned: the one named, else the officer's own, which stands above the others he reaches;
 * codes of a city precede those of its counties. @throws Refusal where the one named is out of reach.
 */
export function planningBureau(tx: Tx, named: number | undefined): number {
  const bureaus = tx.scopes.flatMap((scope) => scope.jurisdictions);
  const found = named ?? Math.min(...bureaus);
  if (!bureaus.includes(found)) throw refuse('platform/not-allowed', { action: tx.action });
  return found;
}
