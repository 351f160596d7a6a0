import { randomBytes } from 'node:crypto';
import { wholeJurisdictions } from '@heliotrope/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../testing/index.js';
import { CipherFault, smCtrHmac } from './cipher-profile.js';
import { DataKeys, type SqlSession } from './data-keys.repository.js';
import { keyVersionOf } from './field-cipher.js';
import { FieldCipher } from './field-cipher.service.js';
import { KeyRing } from './key-provider.js';
import { RelaySession } from './relay-session.repository.js';
import { RewrapKeys } from './rewrap-keys.job.js';

const masters = ['m1', 'm2'].map((id) => ({ id, key: randomBytes(32).toString('base64') }));
const before = new KeyRing({ masters: [masters[0]!], current: 'm1' });
const during = new KeyRing({ masters, current: 'm2' });
const after = new KeyRing({ masters: [masters[1]!], current: 'm2' });

const bureau = { jurisdictionId: 330106, scope: 'organisation' };
const place = { table: 'organisation.student', column: 'id_number', row: '0190a000-0000-7000-8000-000000000001' };

describe('data keys in the database', () => {
  let database: TestDatabase;
  let relay: RelaySession;
  beforeAll(async () => {
    database = await testDatabase();
    relay = new RelaySession(database.relay);
  });
  afterAll(() => database.close());

  const as = <T>(jurisdictionId: number, work: (sql: SqlSession) => Promise<T>): Promise<T> =>
    database.work.run({ kind: 'system', rule: 'spec', scope: wholeJurisdictions(jurisdictionId) }, 'platform.spec', work);
  const cipher = (keys = before, profile?: typeof smCtrHmac) => new FieldCipher(new DataKeys(keys, profile));

  it('are made on first use, kept wrapped, and give the same key to every process', async () => {
    const field = await as(bureau.jurisdictionId, (tx) => cipher().encrypt(tx, bureau, place, '330106201203040017'));
    expect(await as(bureau.jurisdictionId, (tx) => cipher().decrypt(tx, bureau, place, field))).toBe('330106201203040017');
    const { rows } = await database.owner.query(`select scope, version, master_id, wrapped from platform.data_key`);
    expect(rows).toEqual([{ scope: 'organisation', version: 1, master_id: 'm1', wrapped: expect.any(Buffer) }]);
  });

  it('made at once by several processes are one', async () => {
    const round = { jurisdictionId: 330106, scope: 'round:at-once' };
    const fields = await Promise.all(
      Array.from({ length: 5 }, () => as(round.jurisdictionId, (tx) => cipher().encrypt(tx, round, place, '3,1,2'))),
    );
    for (const field of fields) expect(await as(round.jurisdictionId, (tx) => cipher().decrypt(tx, round, place, field))).toBe('3,1,2');
  });

  it('made in a transaction that was rolled back are not remembered', async () => {
    const round = { jurisdictionId: 330106, scope: 'round:rolled-back' };
    const one = cipher();
    await expect(
      as(round.jurisdictionId, async (tx) => {
        await one.encrypt(tx, round, place, 'lost');
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    const field = await as(round.jurisdictionId, (tx) => one.encrypt(tx, round, place, 'kept'));
    expect(await as(round.jurisdictionId, (tx) => cipher().decrypt(tx, round, place, field))).toBe('kept');
  });

  it('of another bureau are not to be had', async () => {
    const field = await as(bureau.jurisdictionId, (tx) => cipher().encrypt(tx, bureau, place, 'x'));
    await expect(as(610302, (tx) => cipher().decrypt(tx, bureau, place, field))).rejects.toThrow(/no data key/);
    const own = { ...bureau, jurisdictionId: 610302 };
    await as(610302, (tx) => cipher().encrypt(tx, own, place, 'y'));
    await expect(as(610302, (tx) => cipher().decrypt(tx, own, place, field))).rejects.toThrow(CipherFault);
  });

  it('are wrapped anew under a new master while old and new processes go on reading and writing', async () => {
    const old = cipher(before);
    const early = await as(bureau.jurisdictionId, (tx) => old.encrypt(tx, bureau, place, 'early'));
    const index = await as(bureau.jurisdictionId, (tx) => old.blindIndex(tx, bureau.jurisdictionId, 'student.id-number', '1'));

    expect(await new DataKeys(during).rewrap(relay, 2)).toBeGreaterThan(2);
    expect(await new DataKeys(during).rewrap(relay)).toBe(0);
    await new RewrapKeys(new DataKeys(during), relay).tick(); // the schedule finds nothing left to do

    expect(await as(bureau.jurisdictionId, (tx) => old.decrypt(tx, bureau, place, early))).toBe('early');
    const late = await as(bureau.jurisdictionId, (tx) => old.encrypt(tx, bureau, place, 'late'));
    const renewed = cipher(after); // the old master is gone from the keys file
    expect(await as(bureau.jurisdictionId, (tx) => renewed.decrypt(tx, bureau, place, early))).toBe('early');
    expect(await as(bureau.jurisdictionId, (tx) => renewed.decrypt(tx, bureau, place, late))).toBe('late');
    expect(await as(bureau.jurisdictionId, (tx) => renewed.blindIndex(tx, bureau.jurisdictionId, 'student.id-number', '1'))).toEqual(index);
  });

  it('get a new version, also of another profile, beside which the old one stays readable', async () => {
    const one = cipher(after);
    const first = await as(bureau.jurisdictionId, (tx) => one.encrypt(tx, bureau, place, 'first'));
    const national = cipher(after, smCtrHmac);
    await as(bureau.jurisdictionId, (tx) => national.keys.renew(tx, bureau.jurisdictionId, bureau.scope));
    const second = await as(bureau.jurisdictionId, (tx) => national.renewed(tx, bureau, place, first));
    expect([first[0], keyVersionOf(first), second![0], keyVersionOf(second!)]).toEqual([1, 1, 2, 2]);
    for (const field of [first, second!]) {
      expect(await as(bureau.jurisdictionId, (tx) => one.decrypt(tx, bureau, place, field))).toBe('first');
    }
    expect(await as(bureau.jurisdictionId, (tx) => national.renewed(tx, bureau, place, second!))).toBeNull();
  });

  it('cannot be deleted by the application: a lost key is a lost record', async () => {
    await expect(as(bureau.jurisdictionId, (tx) => tx.query(`delete from platform.data_key`))).rejects.toThrow('permission denied');
  });
});
