import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@heliotrope/platform/testing';

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'public', 'bullmq')`;

interface Table {
  readonly name: string;
  readonly comment: string | null;
  readonly columns: string[];
  readonly rls: boolean;
  readonly forced: boolean;
}

interface Key {
  readonly table: string;
  readonly name: string;
  readonly columns: string[];
  readonly target: string | null;
}

/** What a table of a tenant must be, so that the same schema distributes over several servers without change. */
function faultsOf(tables: Table[], keys: Key[]): string[] {
  const shared = new Set(tables.filter(isShared).map((table) => table.name));
  const tenant = tables.filter((table) => !isShared(table));
  const known = new Set(tenant.map((table) => table.name));
  return [
    ...tenant.filter((table) => !table.columns.includes('jurisdiction_id')).map((table) => `${table.name}: no jurisdiction_id`),
    ...tenant.filter((table) => !table.rls || !table.forced).map((table) => `${table.name}: row-level security is not forced`),
    ...keys
      .filter((key) => known.has(key.table) && !key.columns.includes('jurisdiction_id') && !shared.has(key.target ?? ''))
      .map((key) => `${key.name} on ${key.table}: the key does not hold jurisdiction_id`),
    ...keys
      .filter((key) => shared.has(key.table) && known.has(key.target ?? ''))
      .map((key) => `${key.name}: a shared table points into a tenant table`),
  ];
}

const isShared = (table: Table): boolean => table.comment?.startsWith('reference: ') ?? false;

describe('the catalogue', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await testDatabase()));
  afterAll(() => db.close());

  async function read(): Promise<{ tables: Table[]; keys: Key[] }> {
    const tables = await db.owner.query<Table>(
      `select n.nspname || '.' || c.relname as name, obj_description(c.oid, 'pg_class') as comment,
              c.relrowsecurity as rls, c.relforcerowsecurity as forced,
              array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and not c.relispartition and ${OURS}`,
    );
    const keys = await db.owner.query<Key>(
      `select n.nspname || '.' || c.relname as "table", i.relname as name, null as target,
              array(select attname::text from pg_attribute where attrelid = x.indexrelid) as columns
         from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
         join pg_namespace n on n.oid = c.relnamespace where x.indisunique and ${OURS}
       union all
       select n.nspname || '.' || c.relname, k.conname, tn.nspname || '.' || t.relname,
              array(select attname::text from pg_attribute where attrelid = k.conrelid and attnum = any(k.conkey))
         from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
         join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
        where k.contype = 'f' and ${OURS}`,
    );
    return { tables: tables.rows, keys: keys.rows };
  }

  it('puts the bureau into every tenant table, its keys and its references, and forces row-level security', async () => {
    const { tables, keys } = await read();
    expect(tables.length).toBeGreaterThan(5);
    expect(faultsOf(tables, keys)).toEqual([]);
  });

  it('would notice a table that breaks the rule', async () => {
    await db.owner.query(`create table platform.planted (id uuid primary key)`);
    const { tables, keys } = await read();
    expect(faultsOf(tables, keys)).toEqual([
      'platform.planted: no jurisdiction_id',
      'platform.planted: row-level security is not forced',
      'planted_pkey on platform.planted: the key does not hold jurisdiction_id',
    ]);
  });
});
