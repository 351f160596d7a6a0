import { hashOf, type ChainEntry, type ChainHead } from './chain.js';

export type ChainFaultKind =
  | 'edited' // the entry's fields no longer give its hash
  | 'removed' // numbers are missing before this entry
  | 'reordered' // the entry comes before or twice at its place
  | 'relinked' // its fields and hash agree, but it does not hang on the entry before it
  | 'truncated' // the chain ends before a head that was anchored
  | 'rewritten'; // the chain is flawless in itself, but is not the one that was anchored

export interface ChainFault {
  readonly jurisdictionId: number;
  /** The first entry in doubt: everything before it stands. */
  readonly seq: number;
  readonly kind: ChainFaultKind;
  readonly says: string;
}

export interface ChainReport {
  readonly entries: number;
  readonly chains: number;
  readonly anchoredHeads: number;
  /** The first fault of each chain. Empty: nothing was edited, removed, reordered or cut off. */
  readonly faults: readonly ChainFault[];
}

/**
 * Is the audit log what it was when it was written? Reads every chain once, in constant memory, and reports the first
 * fault of each. Decides nothing about anchors' signatures: give it only anchors that were found good.
 *
 * @param entries ordered by jurisdiction, then as stored (a database reads them by `seq`, a file as it lies).
 */
export async function verifyChains(
  entries: AsyncIterable<ChainEntry> | Iterable<ChainEntry>,
  anchored: Iterable<ChainHead>,
): Promise<ChainReport> {
  const waiting = new Map<number, Map<number, string>>();
  let anchoredHeads = 0;
  for (const head of anchored) {
    const heads = waiting.get(head.jurisdictionId) ?? new Map<number, string>();
    heads.set(head.seq, head.hash);
    waiting.set(head.jurisdictionId, heads);
    anchoredHeads += 1;
  }

  const faults = new Map<number, ChainFault>();
  const last = new Map<number, ChainHead>();
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    const { jurisdictionId, seq } = entry;
    const before = last.get(jurisdictionId) ?? { jurisdictionId, seq: 0, hash: '' };
    last.set(jurisdictionId, entry);
    if (faults.has(jurisdictionId)) continue;
    const heads = waiting.get(jurisdictionId);
    const found = faultOf(entry, before, heads?.get(seq));
    if (found) faults.set(jurisdictionId, found);
    heads?.delete(seq);
  }

  for (const [jurisdictionId, heads] of waiting) {
    const end = last.get(jurisdictionId)?.seq ?? 0;
    const lost = Math.max(0, ...[...heads.keys()].filter((seq) => seq > end));
    if (lost > 0 && !faults.has(jurisdictionId)) {
      faults.set(jurisdictionId, {
        jurisdictionId,
        seq: end + 1,
        kind: 'truncated',
        says: `the chain ends at ${end}, but ${lost} was anchored: entries ${end + 1} to at least ${lost} are gone`,
      });
    }
  }
  return { entries: count, chains: last.size, anchoredHeads, faults: [...faults.values()] };
}

function faultOf(entry: ChainEntry, before: ChainHead, anchoredHash: string | undefined): ChainFault | null {
  const fault = (kind: ChainFaultKind, seq: number, says: string): ChainFault => ({
    jurisdictionId: entry.jurisdictionId,
    seq,
    kind,
    says,
  });
  if (entry.seq <= before.seq) return fault('reordered', entry.seq, `entry ${entry.seq} follows entry ${before.seq}`);
  if (entry.seq > before.seq + 1) {
    return fault('removed', before.seq + 1, `entries ${before.seq + 1} to ${entry.seq - 1} are missing`);
  }
  if (hashOf(entry) !== entry.hash) {
    return fault('edited', entry.seq, `the fields of entry ${entry.seq} (${entry.action}, ${entry.at}) do not give its hash`);
  }
  if (entry.prevHash !== before.hash) {
    return fault('relinked', entry.seq, `entry ${entry.seq} does not hang on the entry before it: that one was replaced`);
  }
  if (anchoredHash !== undefined && anchoredHash !== entry.hash) {
    return fault('rewritten', entry.seq, `entry ${entry.seq} is not the one that was anchored: it or one before it was replaced`);
  }
  return null;
}
