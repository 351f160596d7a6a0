import { randomBytes } from 'node:crypto';
import { wholeJurisdictions } from '@heliotrope/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../testing/index.js';
import { aesGcm, type CipherProfile, smCtrHmac } from './cipher-profile.js';
import { DataKeys, type SqlSession } from './data-keys.repository.js';
import { keyVersionOf } from './field-cipher.js';
import { FieldCipher } from './field-cipher.service.js';
import { KeyRing } from './key-provider.js';
import { RelaySession } from './relay-session.repository.js';

const BUREAU = { jurisdictionId: 330106, scope: 'organisation' };
const masters = ['m1', 'm2'].map((id) => ({ id, key: randomBytes(32).toString('base64') }));
const placeOf = (row: number) => ({ table: 'organisation.student', column: 'id_number', row: String(row) });

describe('keys change while people work', () => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await testDatabase()));
  afterAll(() => database.close());

  const as = <T>(work: (sql: SqlSession) => Promise<T>): Promise<T> =>
    database.work.read({ kind: 'system', rule: 'spec', scope: wholeJurisdictions(BUREAU.jurisdictionId) }, 'platform.spec', work);
  const processWith = (file: { masters: typeof masters; current: string }, profile: CipherProfile) => new FieldCipher(new DataKeys(new KeyRing(file, profile), profile));

  it('not one read or write fails through a new master, a new data key and a switch to the national profile', async () => {
    let cipher = processWith({ masters: [masters[0]!], current: 'm1' }, aesGcm);
    const fields: { row: number; field: Buffer }[] = [];
    const failed: unknown[] = [];
    let goOn = true;
    const worker = async (n: number): Promise<number> => {
      let done = 0;
      for (; goOn; done += 1) {
        try {
          const row = n * 100_000 + done;
          const field = await as((tx) => cipher.encrypt(tx, BUREAU, placeOf(row), `number ${row}`));
          fields.push({ row, field });
          const old = fields[Math.floor((done * 7919) % fields.length)]!;
          const text = await as((tx) => cipher.decrypt(tx, BUREAU, placeOf(old.row), old.field));
          if (text !== `number ${old.row}`) throw new Error(`row ${old.row} reads ${text}`);
        } catch (error) {
          failed.push(error);
        }
      }
      return done;
    };
    const workers = [1, 2, 3].map(worker);
    const settle = () => new Promise((resolve) => setTimeout(resolve, 150));
    await settle();
    // Step by step, as the operator's page says; each line is every process starting again with the new file.
    cipher = processWith({ masters, current: 'm1' }, aesGcm);
    await settle();
    cipher = processWith({ masters, current: 'm2' }, aesGcm);
    await settle();
    const rewrapping = new DataKeys(new KeyRing({ masters, current: 'm2' }));
    expect(await rewrapping.rewrap(new RelaySession(database.relay), 1)).toBeGreaterThan(0);
    await settle();
    const operator = processWith({ masters: [masters[1]!], current: 'm2' }, smCtrHmac);
    await as((tx) => operator.keys.renew(tx, BUREAU.jurisdictionId, BUREAU.scope)); // others go on under the version before
    await settle();
    cipher = processWith({ masters: [masters[1]!], current: 'm2' }, smCtrHmac);
    await settle();
    goOn = false;
    const done = await Promise.all(workers);
    expect(failed).toEqual([]);
    expect(Math.min(...done)).toBeGreaterThan(5);
    const kinds = new Set(fields.map(({ field }) => `${field[0]}/${keyVersionOf(field)}`));
    expect([...kinds].sort()).toEqual(['1/1', '2/2']); // AES rows and SM4 rows lie side by side
    for (const { row, field } of fields.slice(0, 20)) expect(await as((tx) => cipher.decrypt(tx, BUREAU, placeOf(row), field))).toBe(`number ${row}`);
  });
});
