import { wholeJurisdictions } from '@heliotrope/kernel';
import { newId } from '@heliotrope/platform';
import { testDatabase, type TestDatabase } from '@heliotrope/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Published } from '../rules/published-counts.js';
import { disclose } from '../rules/small-cells.js';
import { PublishedCountsRepository } from './published-counts.repository.js';
import { Publishing } from './publishing.service.js';

const limits = { minDenominator: 10, minCell: 5 };
const table = (...rows: number[][]) => ({ columns: ['a', 'b', 'c'], rows: rows.map((cells, i) => ({ label: `g${i}`, cells })) });

describe('publishing', () => {
  let db: TestDatabase;
  const door = new Publishing(new PublishedCountsRepository());
  beforeAll(async () => void (db = await testDatabase()));
  afterAll(() => db.close());

  const publish = (rows: number[][], series = 'spec/table', bureau = 330106) =>
    db.work.read({ kind: 'system', rule: 'spec', scope: wholeJurisdictions(bureau) }, 'platform.spec', (tx) =>
      door.publish(tx, { jurisdictionId: bureau, series }, (earlier) => disclose(table(...rows), limits, earlier)));
  const kept = async (series: string) => (await db.owner.query(`select counts from policy.published_counts where series = $1`, [series])).rows;

  it('holds each table against those shown before, so that the cover of a hidden cell is not lifted a day later', async () => {
    const first = await publish([[3, 20, 30], [40, 60, 50], [70, 80, 95]]);
    expect(first.rows[0]!.cells).toEqual([null, null, 30]);
    const alone = disclose(table([3, 20, 12], [40, 60, 50], [70, 80, 95]), limits);
    expect(alone.rows[0]!.cells).toEqual([null, 20, null]); // by itself it would show the neighbour that covered the cell before
    const second = await publish([[3, 20, 12], [40, 60, 50], [70, 80, 95]]);
    expect(second.rows[0]!.cells[1]).toBeNull();
  });

  it('keeps a table once, however often it is looked at', async () => {
    for (let n = 0; n < 3; n += 1) await publish([[7, 20, 30], [40, 60, 50]], 'spec/again');
    expect(await kept('spec/again')).toHaveLength(1);
    await publish([[8, 20, 30], [40, 60, 50]], 'spec/again');
    expect(await kept('spec/again')).toHaveLength(2);
  });

  it('knows nothing of another bureau or another series', async () => {
    const other = await publish([[30, 20, 12], [40, 60, 50], [70, 80, 95]], 'spec/table', 610302);
    expect(other.published.hidden).toEqual([]);
  });

  describe('to a system of the bureau', () => {
    /** Publishes one table for this reader and tells which earlier ones it was held against. */
    const heldAgainst = async (n: number, reader?: string): Promise<number[]> => {
      db.clock.advance(1_000); // the memory is in the order of time
      let earlier: readonly Published[] = [];
      const actor = reader
        ? { kind: 'client', clientId: reader, rights: new Set(['platform.spec']), scope: wholeJurisdictions(330106) } as const
        : { kind: 'system', rule: 'spec', scope: wholeJurisdictions(330106) } as const;
      await db.work.read(actor, 'platform.spec', (tx) => door.publish(tx, { jurisdictionId: 330106, series: 'spec/polled' }, (before) => {
        earlier = before;
        return disclose(table([n, 60, 50]), limits);
      }));
      return earlier.map(({ groups }) => groups[0]!.cells![0]!);
    };

    it('remembers all that it was shown: waiting until others’ tables have pushed the first one out lifts no cover', async () => {
      const [polling, other] = [newId(), newId()];
      await heldAgainst(1000, polling);
      for (let n = 1; n <= 30; n += 1) await heldAgainst(1000 + n);
      const shared = Array.from({ length: 24 }, (_, n) => 1007 + n);
      expect(await heldAgainst(2000)).toEqual(shared); // a person: the memory that everybody shares has forgotten it by now
      expect(await heldAgainst(2000, polling)).toEqual([1000, ...shared.slice(1), 2000]);
      expect(await heldAgainst(2000, other)).toEqual([...shared.slice(2), 2000, 2000]);
      expect(await heldAgainst(2000, polling)).toContain(1000);
    });
  });
});
