import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyProvider } from '../crypto/key-provider.js';
import type { ChainHead } from './chain.js';

/**
 * The heads of all chains that moved, at one moment, signed and kept outside the database. Whoever can rewrite the
 * database can compute new hashes; whoever removed the newest entries left a shorter but flawless chain. Only a witness
 * outside tells. Each anchor names the one before it, so a line missing from the witness is seen as well.
 */
export interface Anchor {
  readonly at: string;
  readonly heads: readonly ChainHead[];
  /** Signature of the anchor before, or empty for the first. */
  readonly prev: string;
  /** The master key whose derived key signed this. */
  readonly key: string;
  readonly mac: string;
}

const PURPOSE = 'audit-anchor';

const textOf = (anchor: Omit<Anchor, 'mac'>): string =>
  [
    anchor.at,
    anchor.prev,
    anchor.key,
    ...anchor.heads.map((head) => `${head.jurisdictionId} ${head.seq} ${head.hash}`),
  ].join('\n');

export function signAnchor(keys: KeyProvider, at: Date, heads: readonly ChainHead[], prev: string): Anchor {
  const unsigned = { at: at.toISOString(), heads, prev, key: keys.currentId };
  const mac = createHmac('sha256', keys.derive(keys.currentId, PURPOSE)!).update(textOf(unsigned)).digest('hex');
  return { ...unsigned, mac };
}

/** `unknown-key` when the master it was signed under is not at hand: then nothing can be said about it. */
export function checkAnchor(keys: KeyProvider, anchor: Anchor): 'good' | 'forged' | 'unknown-key' {
  const key = keys.derive(anchor.key, PURPOSE);
  if (!key) return 'unknown-key';
  const wanted = createHmac('sha256', key).update(textOf(anchor)).digest();
  const mac = Buffer.from(anchor.mac, 'hex');
  return mac.length === wanted.length && timingSafeEqual(mac, wanted) ? 'good' : 'forged';
}
