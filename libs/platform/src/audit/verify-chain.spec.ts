import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashOf, type ChainEntry } from './chain.js';
import { verifyChains } from './verify-chain.js';

function chain(jurisdictionId: number, length: number, detail = (seq: number) => `{"n":${seq}}`): ChainEntry[] {
  const entries: ChainEntry[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const entry = {
      jurisdictionId,
      seq,
      at: new Date(Date.UTC(2026, 9, 12, 1, 0, seq)).toISOString(),
      actor: 'account:0190a000-0000-7000-8000-000000000001',
      action: 'screening.confirm-review',
      object: `sheet:${seq}`,
      detail: detail(seq),
      prevHash: entries.at(-1)?.hash ?? '',
    };
    entries.push({ ...entry, hash: hashOf(entry) });
  }
  return entries;
}

/** What somebody with every right over the database would do: change a field, then compute all later hashes anew. */
function rewritten(entries: readonly ChainEntry[], from: number, change: Partial<ChainEntry>): ChainEntry[] {
  let prevHash = '';
  return entries.map((entry) => {
    const next = { ...entry, ...(entry.seq === from ? change : {}), prevHash };
    prevHash = hashOf(next);
    return { ...next, hash: prevHash };
  });
}

describe('a chain that nobody touched', () => {
  it('is found good, whatever its entries say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), async (details) => {
        const entries = chain(330106, details.length, (seq) => details[seq - 1]!);
        expect((await verifyChains(entries, entries)).faults).toEqual([]);
      }),
    );
  });

  it('is counted, beside the chains of other bureaus', async () => {
    const report = await verifyChains([...chain(330106, 3), ...chain(610302, 2)], chain(330106, 2));
    expect(report).toEqual({ entries: 5, chains: 2, anchoredHeads: 2, faults: [] });
  });
});

describe('any single interference is found, and at its place', () => {
  const length = 12;
  const whole = chain(330106, length);
  const anchors = [whole[length - 1]!];
  const any = fc.integer({ min: 1, max: length });
  const first = async (entries: ChainEntry[]) => (await verifyChains(entries, anchors)).faults[0];

  it.each(['actor', 'action', 'object', 'detail', 'at'] as const)('an edited %s', async (field) => {
    await fc.assert(
      fc.asyncProperty(any, async (seq) => {
        const entries = whole.map((entry) => (entry.seq === seq ? { ...entry, [field]: `${entry[field]} ` } : entry));
        expect(await first(entries)).toMatchObject({ seq, kind: 'edited' });
      }),
    );
  });

  it('an edited entry whose hash was mended: the next one no longer hangs on it', async () => {
    const entries = whole.map((entry) => {
      const changed = { ...entry, detail: '{}' };
      return entry.seq === 5 ? { ...changed, hash: hashOf(changed) } : entry;
    });
    expect(await first(entries)).toMatchObject({ seq: 6, kind: 'relinked' });
  });

  it('a removed entry, at the beginning, in the middle or at the end', async () => {
    await fc.assert(
      fc.asyncProperty(any, async (seq) => {
        const fault = await first(whole.filter((entry) => entry.seq !== seq));
        expect(fault).toMatchObject({ seq, kind: seq === length ? 'truncated' : 'removed' });
      }),
    );
  });

  it('a removed entry whose followers were renumbered and linked anew', async () => {
    const renumbered = whole.filter((entry) => entry.seq !== 4).map((entry, index) => ({ ...entry, seq: index + 1 }));
    expect((await first(rewritten(renumbered, 0, {})))?.kind).toBe('truncated');
  });

  it('a whole chain computed anew', async () => {
    await fc.assert(
      fc.asyncProperty(any, async (seq) => {
        expect(await first(rewritten(whole, seq, { detail: '{"lowered":true}' }))).toMatchObject({ seq: length, kind: 'rewritten' });
      }),
    );
  });

  it('two entries that changed places', async () => {
    const entries = [...whole];
    [entries[3], entries[4]] = [entries[4]!, entries[3]!];
    expect(await first(entries)).toMatchObject({ kind: 'removed', seq: 4 });
  });

  it('an entry that lies there twice', async () => {
    expect(await first([...whole.slice(0, 4), whole[3]!, ...whole.slice(4)])).toMatchObject({ seq: 4, kind: 'reordered' });
  });

  it('a chain that is gone altogether', async () => {
    expect(await first([])).toMatchObject({ seq: 1, kind: 'truncated' });
  });

  it('and does not spread to the chain of another bureau', async () => {
    const report = await verifyChains([...whole.slice(0, 5), ...chain(610302, 4)], anchors);
    expect(report.faults.map((fault) => fault.jurisdictionId)).toEqual([330106]);
  });
});
