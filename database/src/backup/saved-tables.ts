import type pg from 'pg';
import type { TableOpening } from './manifest.js';

// The queue is rebuilt from the database, and the list of migrations is told by the manifest.
const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'public', 'bullmq') and n.nspname not like 'pg\\_%'`;

/** Every table whose rows are kept, with the columns that are not computed. What is unlogged is only ever on its way. */
export async function savedTables(client: pg.ClientBase): Promise<TableOpening[]> {
  const { rows } = await client.query<TableOpening>(
    `select format('%I.%I', n.nspname, c.relname) as "table",
            array(select quote_ident(a.attname) from pg_attribute a
                   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and c.relpersistence = 'p' and ${OURS}
      order by 1`,
  );
  return rows;
}

export async function savedSequences(client: pg.ClientBase): Promise<{ name: string; value: string }[]> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select format('%I.%I', n.schemaname, n.sequencename) as name, n.last_value::text as value
       from (select schemaname as nspname, * from pg_sequences) n
      where n.last_value is not null and ${OURS}
      order by 1`,
  );
  return rows;
}
