import { wholeJurisdictions } from '@heliotrope/kernel';
import { testDatabase, type TestDatabase } from '@heliotrope/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
});
