import { wholeJurisdictions } from '@heliotrope/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../testing/index.js';
import { aesGcm, type CipherProfile, smCtrHmac } from './cipher-profile.js';
import { DataKeys, type SqlSession } from './data-keys.repository.js';
import { KeyRing } from './key-provider.js';
import { type MarkedRow, RowMarks } from './row-marks.service.js';

describe.each([aesGcm, smCtrHmac])('a mark under $name', (profile: CipherProfile) => {
  let database: TestDatabase;
  let marks: RowMarks;
  beforeAll(async () => {
    database = await testDatabase();
    marks = new RowMarks(new DataKeys(KeyRing.fromFile(database.config.keysFile), profile));
  });
  afterAll(() => database.close());

  const as = <T>(work: (sql: SqlSession) => Promise<T>): Promise<T> =>
    database.work.run({ kind: 'system', rule: 'spec', scope: wholeJurisdictions(330106) }, 'platform.spec', work);
  const row: MarkedRow = { jurisdictionId: 330106, table: 'screening.review_event', id: 'a', values: ['confirmed', 3, null, true] };

  it('fits its own row and no other value, row, table or length', async () => {
    const mark = await as((tx) => marks.mark(tx, row));
    const fits = (other: Partial<MarkedRow>, with_: Buffer | null = mark) => as((tx) => marks.fits(tx, { ...row, ...other }, with_));
    expect(await fits({})).toBe(true);
    expect(await fits({ values: ['confirmed', 2, null, true] })).toBe(false);
    expect(await fits({ values: ['confirmed', 3, null] })).toBe(false);
    expect(await fits({ id: 'b' })).toBe(false);
    expect(await fits({ table: 'screening.review' })).toBe(false);
    expect(await fits({}, null)).toBe(false);
    expect(await fits({}, Buffer.concat([mark, Buffer.alloc(1)]))).toBe(false);
    expect(await fits({}, Buffer.from([9, 9, ...mark.subarray(2)]))).toBe(false);
  });

  it('made before its key was renewed still fits', async () => {
    const mark = await as((tx) => marks.mark(tx, row));
    await as((tx) => new DataKeys(KeyRing.fromFile(database.config.keysFile), profile).renew(tx, 330106, 'integrity'));
    expect(await as((tx) => marks.fits(tx, row, mark))).toBe(true);
  });
});
