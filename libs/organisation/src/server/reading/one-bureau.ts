import { bureausReached, refuse, type Scope } from '@heliotrope/kernel';

/** The bureau that is meant: the one asked for, or the only one the actor reaches whole. */
export function oneBureau(scopes: readonly Scope[], asked: number | undefined): number {
  const reached = [...new Set(bureausReached(scopes))];
  if (asked !== undefined && reached.includes(asked)) return asked;
  if (asked !== undefined) throw refuse('organisation/bureau-absent');
  if (reached.length !== 1) throw refuse('organisation/jurisdiction-needed');
  return reached[0]!;
}
