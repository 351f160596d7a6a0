import { defineFact } from '@heliotrope/kernel';

export interface GlassBroken {
  readonly accessId: string;
  readonly schoolId: string | null;
  readonly byAccountId: string;
}

/** Somebody opened a record without asking first: the head and the audit administrator hear of it at once. */
export const glassBroken = defineFact<GlassBroken>('platform/glass-broken');
/** Nobody has judged it in time. */
export const glassUnjudged = defineFact<Omit<GlassBroken, 'byAccountId'>>('platform/glass-unjudged');
