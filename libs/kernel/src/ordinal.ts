/**
 * How serious is it, inside the platform? 0 no sign · 1 watch · 2 moderate · 3 severe · 4 acute. Each bureau's own
 * labels, colours and number of levels are dated policy data mapped onto this; label numbers are never compared,
 * because some places count upward and others downward.
 */
export type Ordinal = 0 | 1 | 2 | 3 | 4;

export const ORDINALS: readonly Ordinal[] = [0, 1, 2, 3, 4];

export function isOrdinal(value: unknown): value is Ordinal {
  return ORDINALS.includes(value as Ordinal);
}
