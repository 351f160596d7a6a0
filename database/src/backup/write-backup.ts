import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { readHeads } from '@heliotrope/platform';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BackupFault } from './backup-fault.js';
import { marksOf } from './backup-key.js';
import type { Closing, Ending, FileOpening, Manifest, TableOpening } from './manifest.js';
import { savedSequences, savedTables } from './saved-tables.js';
import { FRAME, SealedWriter } from './sealed-stream.js';

export interface BackupOrder {
  /** A login that sees every row: the owner of an embedded cluster, or one with BYPASSRLS and pg_read_all_data. */
  readonly databaseUrl: string;
  /** Files kept on this machine's disk; null where an object store keeps them. */
  readonly filesDir: string | null;
  readonly keysFile: string;
  readonly backupKey: Buffer;
  readonly file: string;
  readonly now: Date;
  say?(line: string): void;
}

const GATHER = 1 << 20; // so much is pressed and sealed at a time
const deflate = promisify(zlib.deflateRaw) as (input: Buffer, options: zlib.ZlibOptions) => Promise<Buffer>;

/**
 * Writes everything the platform keeps into one sealed file, as it is at one instant: all tables are read from one
 * snapshot while the platform works on. A file that carries the name was written to its end and is on the disk.
 */
export async function writeBackup(order: BackupOrder): Promise<Ending> {
  const part = `${order.file}.part`;
  const sink = fs.createWriteStream(part, { mode: 0o600, flags: 'w', flush: true });
  await once(sink, 'open');
  try {
    const ending = await withSnapshot(order.databaseUrl, (client) => pour(client, order, new SealedWriter(sink, order.backupKey)));
    sink.end();
    await finished(sink);
    fs.renameSync(part, order.file);
    return ending;
  } catch (error) {
    sink.destroy();
    fs.rmSync(part, { force: true });
    throw error;
  }
}

async function withSnapshot<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'heliotrope-backup' });
  await client.connect();
  try {
    const { rows } = await client.query(`select rolsuper or rolbypassrls as sees from pg_roles where rolname = current_user`);
    if (!rows[0]?.sees) {
      throw new BackupFault('not-allowed', 'this login does not see past row-level security; give one that does: create role … login bypassrls in role pg_read_all_data');
    }
    await client.query('begin transaction isolation level repeatable read read only');
    return await work(client);
  } finally {
    await client.end();
  }
}

async function pour(client: pg.Client, order: BackupOrder, writer: SealedWriter): Promise<Ending> {
  await writer.put(FRAME.manifest, json(await manifestOf(client, order)));
  const tables = await savedTables(client);
  let rows = 0;
  for (const opening of tables) rows += await pourTable(client, opening, writer);
  order.say?.(`${tables.length} tables, ${rows} rows`);
  let files = 0;
  if (order.filesDir) for await (const file of filesBelow(order.filesDir)) files += await pourFile(order.filesDir, file, writer);
  const ending: Ending = { tables: tables.length, rows, files, sequences: await savedSequences(client) };
  await writer.put(FRAME.end, json(ending));
  return ending;
}

async function manifestOf(client: pg.Client, { keysFile, now }: BackupOrder): Promise<Manifest> {
  const migrations = await client.query<{ name: string }>('select name from public.schema_migration order by id');
  const masters = await client.query<{ id: string }>('select distinct master_id as id from platform.data_key order by 1');
  const server = await client.query<{ server_version: string }>('show server_version');
  return {
    madeAt: now.toISOString(),
    serverVersion: server.rows[0]!.server_version,
    migrations: migrations.rows.map((row) => row.name),
    masters: marksOf(keysFile, masters.rows.map((row) => row.id)),
    heads: await readHeads(client),
  };
}

async function pourTable(client: pg.Client, opening: TableOpening, writer: SealedWriter): Promise<number> {
  await writer.put(FRAME.table, json(opening));
  const rows = client.query(copyTo(`copy ${opening.table} (${opening.columns.join(', ')}) to stdout`));
  const bytes = await pourData(rows, writer);
  await writer.put(FRAME.close, json({ rows: rows.rowCount, bytes } satisfies Closing));
  return rows.rowCount;
}

async function* filesBelow(dir: string): AsyncGenerator<string> {
  if (!fs.existsSync(dir)) return;
  for await (const entry of await fs.promises.opendir(dir, { recursive: true })) {
    const file = path.relative(dir, path.join(entry.parentPath, entry.name));
    if (entry.isFile() && !file.startsWith('.incoming')) yield file;
  }
}

/** @returns 1, or 0 for a file that expired between being listed and being read: no row of the snapshot needs it by then. */
async function pourFile(dir: string, file: string, writer: SealedWriter): Promise<number> {
  const handle = await fs.promises.open(path.join(dir, file)).catch(() => null);
  if (!handle) return 0;
  await writer.put(FRAME.file, json({ path: file } satisfies FileOpening));
  const bytes = await pourData(handle.createReadStream(), writer);
  await writer.put(FRAME.close, json({ bytes } satisfies Closing));
  return 1;
}

async function pourData(source: AsyncIterable<Buffer>, writer: SealedWriter): Promise<number> {
  let gathered: Buffer[] = [];
  let waiting = 0;
  let bytes = 0;
  const send = async () => {
    if (waiting === 0) return;
    await writer.put(FRAME.data, await deflate(Buffer.concat(gathered), { level: 1 }));
    gathered = [];
    waiting = 0;
  };
  for await (const chunk of source) {
    gathered.push(chunk);
    waiting += chunk.length;
    bytes += chunk.length;
    if (waiting >= GATHER) await send();
  }
  await send();
  return bytes;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
