import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wholeJurisdictions } from '@heliotrope/kernel';
import { aClass, aSchool, students } from '@heliotrope/organisation/testing';
import { testDatabase, type TestDatabase } from '@heliotrope/platform/testing';
import fc from 'fast-check';
import pg from 'pg';
import { migrate, migrations } from '../index.js';
import { marksOf } from './backup-key.js';
import { readBackup, restoreBackup } from './restore-backup.js';
import { FRAME, SealedWriter } from './sealed-stream.js';
import { savedTables } from './saved-tables.js';
import { writeBackup } from './write-backup.js';

const NOW = new Date('2026-10-13T02:00:00Z');
const KEY = randomBytes(32);
const server = new URL(process.env['DATABASE_URL']!);
const keysFile = process.env['TEST_KEYS_PATH']!;

const urlOf = (database: string): string => Object.assign(new URL(server), { pathname: `/${database}` }).toString();

async function ask<T extends pg.QueryResultRow>(url: string, sql: string, params: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql, params)).rows;
  } finally {
    await client.end();
  }
}

/** Every row of every table as one line per table, so that two databases can be held against each other. */
async function contents(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const seen: Record<string, string> = {};
    for (const { table } of await savedTables(client)) {
      const { rows } = await client.query(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as line from ${table} t`);
      seen[table] = rows[0].line;
    }
    return seen;
  } finally {
    await client.end();
  }
}

describe('a backup and its restoration', () => {
  let db: TestDatabase;
  let source: string;
  let folder: string;
  let made = 0;
  const emptied: string[] = [];
  beforeAll(async () => {
    db = await testDatabase();
    source = urlOf(new URL(db.config.database.url).pathname.slice(1));
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-backup-'));
    await students(db.owner, await aClass(db.owner, await aSchool(db.owner)), 30);
    await db.work.run({ kind: 'system', rule: 'spec', scope: wholeJurisdictions(990101) }, 'organisation.import-roster', async (tx) => {
      tx.audit({ object: 'spec:1', jurisdictionId: 990101, detail: { line: '换行\n与\t制表 "引号" \\' } });
    });
  });
  afterAll(async () => {
    await db.close();
    for (const name of emptied) await ask(server.toString(), `drop database if exists ${name} with (force)`);
    fs.rmSync(folder, { recursive: true });
  });

  const empty = async (): Promise<string> => {
    const name = `restored_${process.pid}_${++made}`;
    await ask(server.toString(), `create database ${name}`);
    emptied.push(name);
    return urlOf(name);
  };
  const filesDir = (): string => {
    const dir = path.join(folder, `files-${++made}`);
    fs.mkdirSync(path.join(dir, 'exports/2026'), { recursive: true });
    fs.writeFileSync(path.join(dir, 'exports/2026/report.bin'), randomBytes(3_000_000));
    fs.writeFileSync(path.join(dir, 'empty.txt'), '');
    return dir;
  };
  const backup = async (order: Partial<Parameters<typeof writeBackup>[0]> = {}): Promise<string> => {
    const file = path.join(folder, `${++made}.backup`);
    await writeBackup({ databaseUrl: source, filesDir: null, keysFile, backupKey: KEY, now: NOW, file, ...order });
    return file;
  };
  const restore = async (file: string, order: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
    restoreBackup({ file, backupKey: KEY, keysFile, databaseUrl: order.databaseUrl ?? (await empty()), filesDir: null, now: NOW, ...order });

  it('brings every row of every table and every file back', async () => {
    const files = filesDir();
    const before = await contents(source);
    const file = await backup({ filesDir: files });
    const databaseUrl = await empty();
    const target = path.join(folder, 'files-restored');
    const restored = await restore(file, { databaseUrl, filesDir: target, isTrial: true });
    expect(await contents(databaseUrl)).toEqual(before);
    expect(restored).toMatchObject({ files: 2, madeAt: NOW.toISOString() });
    expect(fs.readFileSync(path.join(target, 'exports/2026/report.bin'))).toEqual(fs.readFileSync(path.join(files, 'exports/2026/report.bin')));
    expect(fs.statSync(path.join(target, 'empty.txt')).size).toBe(0);
    expect(await migrate(databaseUrl)).toEqual([]);
  });

  it('is of one instant, however much is written meanwhile', async () => {
    await ask(source, `create table if not exists organisation.spec_left (n int); create table if not exists organisation.spec_right (n int)`);
    let isWriting = true;
    const writer = (async () => {
      const client = new pg.Client({ connectionString: source });
      await client.connect();
      for (let n = 0; isWriting; n += 1) {
        await client.query(`with l as (insert into organisation.spec_left values (${n})) insert into organisation.spec_right values (${n})`);
      }
      await client.end();
    })();
    const file = await backup({ filesDir: filesDir() });
    isWriting = false;
    await writer;
    const client = await rowsOf(file);
    await ask(source, 'drop table organisation.spec_left, organisation.spec_right');
    expect(client['organisation.spec_left']).toBe(client['organisation.spec_right']);
  });

  async function rowsOf(file: string): Promise<Record<string, number>> {
    const { openFrames } = await import('./sealed-stream.js');
    const counted: Record<string, number> = {};
    let table = '';
    for await (const { kind, content } of openFrames(file, KEY)) {
      if (kind === FRAME.table) table = JSON.parse(content.toString()).table;
      if (kind === FRAME.file) table = '';
      if (kind === FRAME.close && table) counted[table] = JSON.parse(content.toString()).rows;
    }
    return counted;
  }

  it('ends old sessions and writes into every audit chain that the time after the backup is lost', async () => {
    const accountId = '01990000-0000-7000-8000-000000000001';
    await ask(source, `insert into organisation.account (id, username, name, created_at) values ($1, 'spec-keeper', '值守', now())`, [accountId]);
    await ask(
      source,
      `insert into organisation.session (token_hash, account_id, csrf_hash, created_at, last_seen_at, ends_at)
       values ('\\x01', $1, '\\x02', now(), now(), now() + interval '1 day')`,
      [accountId],
    );
    const databaseUrl = await empty();
    await restore(await backup(), { databaseUrl });
    expect(await ask(databaseUrl, 'select from organisation.session')).toEqual([]);
    const chains = await ask<{ action: string; actor: string }>(
      databaseUrl, `select distinct on (jurisdiction_id) action, actor from audit.entry order by jurisdiction_id, seq desc`,
    );
    expect(chains.length).toBeGreaterThan(0);
    for (const last of chains) expect(last).toEqual({ action: 'platform.restore', actor: 'rule:platform.restore' });
  });

  it('shows nothing of its content without the key', async () => {
    const bytes = fs.readFileSync(await backup());
    for (const word of ['organisation', 'spec:1', 'schema', 'jurisdiction']) expect(bytes.includes(word)).toBe(false);
    await expect(restore(await backup(), { backupKey: randomBytes(32) })).rejects.toMatchObject({ kind: 'wrong-key' });
  });

  it('is refused whole when a byte was changed or the end is missing, and nothing is restored', async () => {
    const bytes = fs.readFileSync(await backup());
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.boolean(), fc.integer({ min: 1, max: 255 }), async (at, isCut, mask) => {
        const hurt = isCut ? bytes.subarray(0, at) : Buffer.from(bytes);
        if (!isCut) hurt[at]! ^= mask;
        const file = path.join(folder, 'hurt.backup');
        fs.writeFileSync(file, hurt);
        const error = await readBackup(file, KEY).then(() => null, (thrown: { kind?: string }) => thrown);
        expect(['not-a-backup', 'wrong-key', 'damaged', 'cut-short']).toContain(error?.kind);
      }),
      { numRuns: 60 },
    );
  });

  const refusals: [string, string, () => Promise<unknown>][] = [
    ['the database to restore into is not empty', 'not-empty', async () => restore(await backup(), { databaseUrl: source })],
    ['the keys file at hand holds other masters', 'other-masters', async () => {
      const sealing = path.join(folder, 'sealed.json');
      const other = path.join(folder, 'other.json');
      const ring = (file: string) => fs.writeFileSync(file, JSON.stringify({ masters: [{ id: 'm', key: randomBytes(32).toString('base64') }], current: 'm' }));
      ring(sealing);
      ring(other);
      return restore(await crafted({ masters: marksOf(sealing, ['m']) }), { keysFile: other });
    }],
    ['a newer version made it', 'newer-version', async () => restore(await crafted({ migrations: [...migrations.map((One) => new One().name), 'platform-tomorrow-1999999999999'] }))],
    ['the login does not see every row', 'not-allowed', () => backup({ databaseUrl: db.config.database.url })],
  ];
  it.each(refusals)('is refused when %s', async (_when, kind, act) => {
    await expect(act()).rejects.toMatchObject({ kind });
  });

  async function crafted(manifest: object): Promise<string> {
    const file = path.join(folder, `${++made}.backup`);
    const sink = fs.createWriteStream(file);
    const writer = new SealedWriter(sink, KEY);
    await writer.put(FRAME.manifest, Buffer.from(JSON.stringify({ madeAt: NOW.toISOString(), serverVersion: '18', migrations: [], masters: {}, heads: [], ...manifest })));
    await writer.put(FRAME.end, Buffer.from(JSON.stringify({ tables: 0, rows: 0, files: 0, sequences: [] })));
    await new Promise<void>((resolve) => sink.end(() => resolve()));
    return file;
  }

  it('leaves no file that looks finished when it could not be', async () => {
    const file = path.join(folder, 'never.backup');
    await expect(backup({ file, keysFile: path.join(folder, 'absent.json') })).rejects.toThrow();
    expect(fs.existsSync(file)).toBe(false);
    expect(fs.existsSync(`${file}.part`)).toBe(false);
  });
});
