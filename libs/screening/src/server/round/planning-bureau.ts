import { bureausReached, refuse } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';

/**
 * For which bureau is something planned: the one named, else the officer's own, which stands above the others he reaches;
 * codes of a city precede those of its counties. Who reaches some schools of a bureau only plans nothing for it. @throws Refusal where the one named is out of reach.
 */
export function planningBureau(tx: Tx, named: number | undefined): number {
  const bureaus = bureausReached(tx.scopes);
  const found = named ?? Math.min(...bureaus);
  if (!bureaus.includes(found)) throw refuse('platform/not-allowed', { action: tx.action });
  return found;
}
