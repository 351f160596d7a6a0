import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { KeyRing } from '../crypto/key-provider.js';
import { connectionAs } from '../database/connection.js';
import { testDatabase, type TestDatabase } from '../testing/index.js';
import { AnchorWriter } from './anchor-writer.js';
import { ChainHeads } from './chain-heads.repository.js';
import { verifyCommand } from './verify-command.js';

const BUREAU = 330106;
const NEIGHBOUR = 610302;

/** A test database with some acts written by the application role, and a way to interfere as a superuser. */
class Ledger {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'audit-'));
  owner!: pg.PoolClient;
  app!: pg.Client;

  private constructor(private readonly database: TestDatabase) {}

  static async open(): Promise<Ledger> {
    const ledger = new Ledger(await testDatabase());
    ledger.owner = await ledger.database.owner.connect();
    ledger.app = new pg.Client(connectionAs('heliotrope_app', ledger.serviceUrl));
    await ledger.app.connect();
    await ledger.app.query(`select set_config('app.jurisdictions', '{${BUREAU}}', false)`);
    const keys = { masters: [{ id: 'k1', key: randomBytes(32).toString('base64') }], current: 'k1' };
    fs.writeFileSync(path.join(ledger.folder, 'keys.json'), JSON.stringify(keys));
    for (let n = 1; n <= 6; n += 1) await ledger.append(BUREAU, n);
    for (let n = 1; n <= 3; n += 1) await ledger.append(NEIGHBOUR, n);
    return ledger;
  }

  get serviceUrl(): string {
    return this.database.config.database.url;
  }

  append(bureau: number, n: number): Promise<unknown> {
    return this.app.query(`select audit.append($1, now(), 'account:x', 'screening.confirm-review', $2, $3)`, [
      bureau, `sheet:${n}`, JSON.stringify({ ordinal: n % 5, note: '第二行\n"引号"' }),
    ]);
  }

  anchor(): Promise<number> {
    const keys = KeyRing.fromFile(path.join(this.folder, 'keys.json'));
    const heads = new ChainHeads(this.database.relay);
    return new AnchorWriter((work) => heads.with(work), keys, path.join(this.folder, 'anchors')).write(new Date());
  }

  /** What only somebody with every right over the server can do: the append-only trigger is set aside. */
  async interfere(sql: string): Promise<void> {
    await this.owner.query(`set session_replication_role = replica; ${sql}; set session_replication_role = origin`);
  }

  async verify(...more: string[]): Promise<{ code: number; says: string }> {
    const lines: string[] = [];
    const paths = ['--keys', path.join(this.folder, 'keys.json'), '--anchors', path.join(this.folder, 'anchors')];
    const argv = ['--database', this.serviceUrl, ...paths, ...more];
    const code = await verifyCommand({ argv, env: {}, root: this.folder, print: (line) => lines.push(line) });
    return { code, says: lines.join('\n') };
  }

  async close(): Promise<void> {
    this.owner.release();
    await this.app.end();
    await this.database.close();
    fs.rmSync(this.folder, { recursive: true });
  }
}

describe('the audit log of a real database', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await Ledger.open();
  });
  afterAll(() => ledger.close());

  const entries = async () => (await ledger.owner.query(`select count(*)::int as n from audit.entry`)).rows[0].n;

  it('is whole when nobody touched it: the SQL function and the verifier agree on every byte', async () => {
    expect(await ledger.anchor()).toBe(2);
    expect(await ledger.verify()).toMatchObject({ code: 0, says: expect.stringContaining('9 entries in 2 chains') });
  });

  it.each([
    ['insert into audit.entry select jurisdiction_id, 99, at, actor, action, object, detail, prev_hash, hash from audit.entry limit 1'],
    [`update audit.entry set detail = '{}'`],
    [`delete from audit.entry`],
    [`truncate audit.entry`],
    [`alter table audit.entry disable trigger append_only`],
  ])('refuses the application role: %s', async (sql) => {
    const before = await entries();
    await expect(ledger.app.query(sql)).rejects.toThrow(/permission denied|must be owner/);
    expect(await entries()).toBe(before);
  });

  it('refuses even a superuser who does not first set the trigger aside', async () => {
    await expect(ledger.owner.query(`update audit.entry set detail = '{}'`)).rejects.toThrow(/append-only/);
  });

  it('shows a bureau only its own chain', async () => {
    const { rows } = await ledger.app.query(`select distinct jurisdiction_id from audit.entry`);
    expect(rows).toEqual([{ jurisdiction_id: BUREAU }]);
  });

  it('can be checked from an exported file alone', async () => {
    const file = path.join(ledger.folder, 'export.ndjson');
    await ledger.verify('--export', file);
    expect(await ledger.verify('--file', file)).toMatchObject({ code: 0, says: expect.stringContaining('9 entries') });
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('sheet:3', 'sheet:4'));
    expect(await ledger.verify('--file', file)).toMatchObject({ code: 1, says: expect.stringContaining('entry 3: edited') });
  });

  it('finds the database, the keys and the anchors of the platform that runs', async () => {
    const stack = { DATABASE_URL: ledger.serviceUrl, KEYS_PATH: path.join(ledger.folder, 'keys.json'), AUDIT_ANCHORS_DIR: path.join(ledger.folder, 'anchors') };
    fs.mkdirSync(path.join(ledger.folder, '.data'));
    fs.writeFileSync(path.join(ledger.folder, '.data/stack.json'), JSON.stringify(stack));
    const lines: string[] = [];
    const surroundings = { argv: ['--json'], env: {}, root: ledger.folder, print: (line: string) => lines.push(line) };
    expect(await verifyCommand(surroundings)).toBe(0);
    expect(JSON.parse(lines[0]!)).toMatchObject({ entries: 9, anchoredHeads: 2, faults: [], anchors: { read: 1, unchecked: 0 } });
  });

  it('says that it could not check, when it could not', async () => {
    expect(await ledger.verify('--file', '/nowhere')).toMatchObject({ code: 2 });
    expect(await ledger.verify('--unknown')).toMatchObject({ code: 2 });
  });
});

describe('a superuser who interferes is found', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await Ledger.open();
    await ledger.anchor();
    await ledger.owner.query(`create table kept as select * from audit.entry`);
  });
  afterAll(() => ledger.close());

  const restored = () =>
    ledger.interfere(`delete from audit.entry; insert into audit.entry select * from kept`);

  it.each([
    ['an edited detail', `update audit.entry set detail = '{}' where jurisdiction_id = ${BUREAU} and seq = 3`, 'entry 3: edited'],
    ['a time moved by a microsecond', `update audit.entry set at = at + interval '1 microsecond' where jurisdiction_id = ${BUREAU} and seq = 2`, 'entry 2: edited'],
    ['another author', `update audit.entry set actor = 'account:y' where jurisdiction_id = ${NEIGHBOUR} and seq = 1`, 'entry 1: edited'],
    ['an entry deleted in the middle', `delete from audit.entry where jurisdiction_id = ${BUREAU} and seq = 4`, 'entry 4: removed'],
    ['an entry deleted at the beginning', `delete from audit.entry where jurisdiction_id = ${BUREAU} and seq = 1`, 'entry 1: removed'],
    ['the newest entry deleted', `delete from audit.entry where jurisdiction_id = ${BUREAU} and seq = 6`, 'entry 6: truncated'],
    ['a whole chain deleted', `delete from audit.entry where jurisdiction_id = ${NEIGHBOUR}`, `bureau ${NEIGHBOUR}, entry 1: truncated`],
    [
      'two entries that changed places',
      `update audit.entry set seq = seq + 100 where jurisdiction_id = ${BUREAU} and seq in (2, 3);
       update audit.entry set seq = 105 - seq where jurisdiction_id = ${BUREAU} and seq > 100`,
      'entry 2: edited',
    ],
  ])('%s', async (_, sql, says) => {
    await ledger.interfere(sql);
    expect(await ledger.verify()).toMatchObject({ code: 1, says: expect.stringContaining(says) });
    await restored();
    expect(await ledger.verify()).toMatchObject({ code: 0 });
  });

  it('a chain cut off and grown again to the same length', async () => {
    await ledger.interfere(`delete from audit.entry where jurisdiction_id = ${BUREAU} and seq > 4`);
    await ledger.append(BUREAU, 5);
    await ledger.append(BUREAU, 7);
    expect(await ledger.verify()).toMatchObject({ code: 1, says: expect.stringContaining('entry 6: rewritten') });
    await restored();
  });
});
