import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrate } from '../migrate.js';
import { migrations } from '../migrations/index.js';
import { BackupFault } from './backup-fault.js';
import { checkMarks } from './backup-key.js';
import { confirmRestored, shutOldDoors } from './confirm-restored.js';
import type { Closing, Ending, FileOpening, Manifest, TableOpening } from './manifest.js';
import { savedTables } from './saved-tables.js';
import { FRAME, type Frame, openFrames } from './sealed-stream.js';

export interface RestoreOrder {
  readonly file: string;
  readonly backupKey: Buffer;
  readonly keysFile: string;
  /** An empty database, and a login that may do everything in it. */
  readonly databaseUrl: string;
  /** A folder that does not exist yet, or null to leave the files out. */
  readonly filesDir: string | null;
  /** Only to see whether the backup is good: the log then gets no entry of a restoration that never counted. */
  readonly isTrial?: boolean;
  readonly now: Date;
}

export interface Restored extends Ending {
  readonly madeAt: string;
  readonly auditEntries: number;
}

const inflate = promisify(zlib.inflateRaw) as (input: Buffer) => Promise<Buffer>;

/** What the backup says of itself, once every frame of it was proved. Nothing is changed. */
export async function readBackup(file: string, backupKey: Buffer): Promise<{ manifest: Manifest; ending: Ending }> {
  let manifest: Manifest | undefined;
  for await (const { kind, content } of openFrames(file, backupKey)) {
    if (kind === FRAME.manifest) manifest = parsed<Manifest>(content);
    if (kind === FRAME.end) return { manifest: manifest!, ending: parsed<Ending>(content) };
  }
  throw new BackupFault('cut-short', `${file} has no end`);
}

/**
 * Brings a backup back into an empty database, in one transaction: all of it, or nothing. The file is proved whole
 * before the first row is written, the schema is made as it was then, and what was loaded is counted and its audit
 * chains are walked before it is called restored. Later migrations follow at the next start, as after any upgrade.
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const { manifest, ending } = await readBackup(order.file, order.backupKey);
  checkMarks(order.keysFile, manifest.masters);
  const unknown = manifest.migrations.filter((name) => !migrations.some((Known) => new Known().name === name));
  if (unknown.length > 0) throw new BackupFault('newer-version', `the backup was made by a newer version: this one does not know ${unknown.join(', ')}`);
  await refuseUnlessEmpty(order.databaseUrl);
  await migrate(order.databaseUrl, manifest.migrations);
  await asOwner(order.databaseUrl, async (client) => {
    await client.query('begin');
    await client.query('set local session_replication_role = replica'); // rows come with their consequences: no trigger, no key check
    await client.query(`truncate ${(await savedTables(client)).map(({ table }) => table).join(', ')}`); // what migrations seeded
    await pourBack(client, order);
    for (const { name, value } of ending.sequences) await client.query('select setval($1::regclass, $2)', [name, value]);
    if (!order.isTrial) await shutOldDoors(client, manifest, order.now);
    await client.query('commit');
    await client.query('analyze');
  });
  const auditEntries = await confirmRestored(order, manifest);
  return { ...ending, madeAt: manifest.madeAt, auditEntries };
}

async function refuseUnlessEmpty(url: string): Promise<void> {
  await asOwner(url, async (client) => {
    if ((await savedTables(client)).length > 0) throw new BackupFault('not-empty', 'the database to restore into is not empty');
    const { rows } = await client.query(`select rolsuper as may from pg_roles where rolname = current_user`);
    if (!rows[0]?.may) throw new BackupFault('not-allowed', 'restoring needs a superuser of the database server: audit entries belong to a role nobody may step into');
  });
}

async function asOwner(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'heliotrope-restore' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Hands each table to COPY and each file to the disk, in the order they were saved. */
async function pourBack(client: pg.Client, order: RestoreOrder): Promise<void> {
  let open: Destination | null = null;
  for await (const frame of openFrames(order.file, order.backupKey)) {
    if (frame.kind === FRAME.table || frame.kind === FRAME.file) open = destinationOf(client, order, frame);
    if (frame.kind === FRAME.data) await open!.write(await inflate(frame.content));
    if (frame.kind === FRAME.close) await open!.close(parsed<Closing>(frame.content));
  }
}

interface Destination {
  write(bytes: Buffer): Promise<void>;
  close(expected: Closing): Promise<void>;
}

function destinationOf(client: pg.Client, { filesDir }: RestoreOrder, { kind, content }: Frame): Destination {
  if (kind === FRAME.table) {
    const { table, columns } = parsed<TableOpening>(content);
    const sink = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
    return writing(sink, ({ rows }) => {
      if (sink.rowCount !== rows) throw new BackupFault('not-the-same', `${table}: ${rows} rows were saved, ${sink.rowCount} came back`);
    });
  }
  if (filesDir === null) return { write: async () => undefined, close: async () => undefined };
  const file = path.resolve(filesDir, parsed<FileOpening>(content).path);
  if (!file.startsWith(path.resolve(filesDir) + path.sep)) throw new BackupFault('damaged', `a file of the backup would lie outside ${filesDir}`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const sink = fs.createWriteStream(file, { mode: 0o600, flags: 'wx' });
  return writing(sink, ({ bytes }) => {
    if (sink.bytesWritten !== bytes) throw new BackupFault('not-the-same', `${file}: ${bytes} bytes were saved, ${sink.bytesWritten} came back`);
  });
}

function writing(sink: Writable, check: (expected: Closing) => void): Destination {
  const ended = finished(sink);
  ended.catch(() => undefined); // heard when the destination is closed
  return {
    write: async (bytes) => {
      if (!sink.write(bytes)) await Promise.race([once(sink, 'drain'), ended]);
    },
    close: async (expected) => {
      sink.end();
      await ended;
      check(expected);
    },
  };
}

function parsed<T>(content: Buffer): T {
  return JSON.parse(content.toString('utf8')) as T;
}
