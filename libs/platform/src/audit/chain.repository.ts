import pg from 'pg';
import type { ChainEntry, ChainHead } from './chain.js';

const PAGE = 5_000;

// Microseconds, so that an instant nudged by less than the millisecond we write is seen as well.
const COLUMNS = `jurisdiction_id as "jurisdictionId", seq::float8 as seq,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at, actor, action, object, detail,
  encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash`;

/**
 * Every entry of every chain, page by page from one snapshot. The client must see all bureaus (role heliotrope_relay or
 * an owner); the transaction is opened and closed here.
 */
export async function* readChains(client: pg.ClientBase): AsyncGenerator<ChainEntry> {
  await client.query('begin transaction isolation level repeatable read read only');
  try {
    let after: [number, number] = [-(2 ** 31), 0];
    for (;;) {
      const { rows } = await client.query<ChainEntry>(
        `select ${COLUMNS} from audit.entry where (jurisdiction_id, seq) > ($1, $2) order by jurisdiction_id, seq limit ${PAGE}`,
        after,
      );
      for (const row of rows) yield { ...row, at: row.at.endsWith('000') ? `${row.at.slice(0, -3)}Z` : `${row.at}Z` };
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = [last.jurisdictionId, last.seq];
    }
  } finally {
    await client.query('rollback');
  }
}

/** The newest entry of every chain. Steps from bureau to bureau along the index: its cost is the bureaus, not the entries. */
export async function readHeads(client: pg.ClientBase): Promise<ChainHead[]> {
  const { rows } = await client.query<ChainHead>(
    `with recursive bureau(id) as (
       select min(jurisdiction_id) from audit.entry
       union all
       select (select min(jurisdiction_id) from audit.entry where jurisdiction_id > bureau.id) from bureau where bureau.id is not null)
     select head.jurisdiction_id as "jurisdictionId", head.seq::float8 as seq, encode(head.hash, 'hex') as hash
       from bureau cross join lateral
         (select * from audit.entry where jurisdiction_id = bureau.id order by seq desc limit 1) head
      where bureau.id is not null`,
  );
  return rows;
}

/** Opens a database by its address, steps into the role that may read every chain, and hands its entries to `work`. */
export async function withChains<T>(url: string, work: (entries: AsyncIterable<ChainEntry>) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'audit-verify' });
  await client.connect();
  try {
    await client.query('set role heliotrope_relay');
    return await work(readChains(client));
  } finally {
    await client.end();
  }
}
