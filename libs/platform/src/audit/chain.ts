import { createHash } from 'node:crypto';

/** One link of a bureau's audit chain, as it lies in `audit.entry` and in an exported file. Hashes are lower-case hex. */
export interface ChainEntry {
  readonly jurisdictionId: number;
  readonly seq: number;
  /** UTC, to the millisecond: `2026-11-22T08:00:00.000Z`. */
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  /** The JSON text itself, never parsed: parsing and printing again could change a byte. */
  readonly detail: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** Where a chain stood at some moment: the newest link's number and hash. */
export interface ChainHead {
  readonly jurisdictionId: number;
  readonly seq: number;
  readonly hash: string;
}

/**
 * What must an entry's hash be? SHA-256 over its fields, one a line, the last of which may hold line breaks.
 * The twin of the SQL function `audit.append`; a database test holds the two together.
 */
export function hashOf(entry: Omit<ChainEntry, 'hash'>): string {
  return createHash('sha256')
    .update(
      [entry.prevHash, entry.jurisdictionId, entry.seq, entry.at, entry.actor, entry.action, entry.object, entry.detail].join('\n'),
    )
    .digest('hex');
}
