import { schoolDay } from '@heliotrope/kernel';
import { testDatabase, type TestDatabase } from '@heliotrope/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PackLoader, PolicyReader, readPackFiles } from './index.js';
import { PackRepository } from './pack.repository.js';

const today = schoolDay('2026-10-08');

describe('loading the packs', () => {
  let database: TestDatabase;
  let packs: PackRepository;
  let loader: PackLoader;
  let reader: PolicyReader;

  beforeAll(async () => {
    database = await testDatabase();
    packs = new PackRepository(database.dataSource);
    loader = new PackLoader(database.work, packs);
    reader = new PolicyReader(loader, packs);
  });
  afterAll(() => database.close());

  const rows = async (sql: string) => (await database.owner.query(sql)).rows;

  it('by several processes that start at once leaves every pack once', async () => {
    await Promise.all(Array.from({ length: 4 }, () => new PolicyReader(loader, packs).onModuleInit()));
    expect(await rows(`select count(*)::int as packs, count(distinct code)::int as codes from policy.pack`)).toEqual([{ packs: 6, codes: 6 }]);
  });

  it('keeps every row as it stands in the file', async () => {
    const onDisk = readPackFiles().flatMap(({ pack }) => pack.values).sort((a, b) => (a.id < b.id ? -1 : 1));
    const inDatabase = [...(await packs.currentValues())].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(inDatabase).toEqual(onDisk);
  });

  it('again changes nothing and leaves no audit entry', async () => {
    const before = await rows(`select count(*)::int as n from audit.entry`);
    await loader.load();
    expect(await rows(`select count(*)::int as n from audit.entry`)).toEqual(before);
  });

  it('of a changed file adds a version, takes the old one out of force and says so in the audit', async () => {
    const files = readPackFiles().map((file) =>
      file.pack.code === 'baoshan-2025'
        ? { checksum: 'changed', pack: { ...file.pack, values: file.pack.values.map((v) => (v.key === 'screening.month' ? { ...v, value: 11 } : v)) } }
        : file,
    );
    await loader.load(files);
    await reader.refresh();
    expect(reader.inForce(530521, 'screening.month', today)).toBe(11);
    expect(await rows(`select count(*)::int as versions, count(superseded_at)::int as old from policy.pack where code = 'baoshan-2025'`))
      .toEqual([{ versions: 2, old: 1 }]);
    const [entry] = await rows(`select actor, detail::json -> 'changed' as changed from audit.entry order by at desc, seq desc limit 1`);
    expect(entry).toEqual({ actor: 'rule:policy.load-packs', changed: ['baoshan-2025@changed'] });
  });

  it('takes a pack whose file is gone out of force and forgets nothing', async () => {
    await loader.load(readPackFiles().filter(({ pack }) => pack.code !== 'baoshan-2025'));
    await reader.refresh();
    expect(reader.applicable(530521, 'committee.per-class', today).wins).toBeNull();
    expect(await rows(`select count(*)::int as n from policy.pack where code = 'baoshan-2025'`)).toEqual([{ n: 2 }]);
  });

  it('is all the application may do: a loaded row can be neither changed nor removed by it', async () => {
    await expect(database.dataSource.query(`update policy.value set value = '1'`)).rejects.toThrow('permission denied');
    await expect(database.dataSource.query(`delete from policy.pack`)).rejects.toThrow('permission denied');
    await expect(database.intake.query(`insert into policy.pack select * from policy.pack`)).rejects.toThrow('permission denied');
  });
});
