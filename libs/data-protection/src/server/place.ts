import { isSchoolDay, refuse, type SchoolDay, type Scope } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';

/** Counts of a school are not narrowed to one's own classes. */
export const schoolsOf = (scopes: readonly Scope[]): Scope[] => scopes.map((scope) => ({ ...scope, classes: 'all' }));

/** The bureau that is meant: the one asked for, else one's own, which stands above those it reaches (its code precedes theirs). */
export function bureauFor(tx: Tx, asked?: number): number {
  const reached = tx.scopes.flatMap((scope) => scope.jurisdictions);
  const id = asked ?? (reached.length > 0 ? Math.min(...reached) : undefined);
  if (id === undefined || !reached.includes(id)) throw refuse('data-protection/bureau-needed');
  return id;
}

/** Reads a day from outside. @throws Refusal data-protection/day */
export function dayOf(text: string): SchoolDay {
  if (!isSchoolDay(text)) throw refuse('data-protection/day', { day: text });
  return text;
}
