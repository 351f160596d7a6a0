import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineFact, type Actor, type Scope } from '@heliotrope/kernel';
import { testDatabase, type TestDatabase } from '../testing/database.js';

const happened = defineFact<{ thing: string }>('example/happened');
const system = (jurisdiction: number): Actor => ({
  kind: 'system', rule: 'example.rule', scope: { jurisdictions: [jurisdiction], schools: 'all', classes: 'all' },
});
const schoolTeacher = (scope: Scope): Actor => ({
  kind: 'person', accountId: 'a1', name: '', posts: [{ post: 'form-teacher', actions: new Set(['example.act']), scope }],
});

describe('the unit of work', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await testDatabase()));
  afterAll(() => db.close());

  it('commits the work, its facts and its audit entry together', async () => {
    await db.work.run(system(101), 'example.act', async (tx) => tx.state(happened.of(101, { thing: 'x' })));
    const facts = await db.owner.query(`select type, author from platform.outbox where jurisdiction_id = 101`);
    expect(facts.rows).toEqual([{ type: 'example/happened', author: 'rule:example.rule' }]);
    const entries = await db.owner.query(`select seq, action, actor from audit.entry where jurisdiction_id = 101`);
    expect(entries.rows).toEqual([{ seq: 1, action: 'example.act', actor: 'rule:example.rule' }]);
  });

  it('leaves nothing behind when the work throws', async () => {
    const failed = db.work.run(system(102), 'example.act', async (tx) => {
      tx.state(happened.of(102, { thing: 'x' }));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect((await db.owner.query(`select 1 from platform.outbox where jurisdiction_id = 102`)).rowCount).toBe(0);
    expect((await db.owner.query(`select 1 from audit.entry where jurisdiction_id = 102`)).rowCount).toBe(0);
  });

  it('refuses an actor whose posts do not grant the action', async () => {
    const actor = schoolTeacher({ jurisdictions: [101], schools: 'all', classes: 'all' });
    await expect(db.work.run(actor, 'example.other', async () => 1)).rejects.toMatchObject({ code: 'platform/not-allowed' });
  });

  it('shows a bureau nothing of another, even to SQL that forgets to ask', async () => {
    const seen = await db.work.read(system(999), 'example.act', (tx) => tx.query(`select * from platform.outbox`));
    expect(seen).toEqual([]);
  });

  it('shows nothing at all when no scope was named', async () => {
    expect(await db.dataSource.query(`select * from platform.outbox`)).toEqual([]);
  });

  it('refuses to write into another bureau', async () => {
    const written = db.work.run(system(103), 'example.act', async (tx) => tx.state(happened.of(104, { thing: 'x' })));
    await expect(written).rejects.toThrow(/row-level security/);
  });

  it('keeps the chain of one bureau unbroken under parallel acts', async () => {
    await Promise.all(Array.from({ length: 12 }, () => db.work.run(system(105), 'example.act', async () => undefined)));
    const { rows } = await db.owner.query(`select seq from audit.entry where jurisdiction_id = 105 order by seq`);
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('asks for the same keyed job only once while it waits', async () => {
    const ask = () => db.work.run(system(106), 'example.act', (tx) =>
      tx.request({ name: 'example.job', payload: {}, jurisdictionId: 106, key: 'round:1' }));
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second).toBe(first);
    expect((await db.owner.query(`select 1 from platform.job_run where jurisdiction_id = 106`)).rowCount).toBe(1);
  });
});

describe('the application role', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await testDatabase()));
  afterAll(() => db.close());

  it.each([
    `update audit.entry set action = 'x'`,
    `delete from audit.entry`,
    `insert into audit.entry values (1, 1, now(), 'a', 'b', 'c', '', '', '')`,
    `truncate audit.entry`,
    `alter table platform.outbox disable row level security`,
    `drop table platform.outbox`,
  ])('may not %s', async (sql) => {
    await expect(db.dataSource.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });
});
