import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { anAccountWithPost, aSchool, type BuiltAccount, type BuiltSchool, signIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { AccountClosing } from './account-closing.service.js';

const DAY = 24 * 60 * 60_000;

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let account: BuiltAccount;
const start = new Date('2026-10-12T01:00:00Z');

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner);
});
beforeEach(async () => {
  db.clock.set(start);
  await db.owner.query(`update organisation.account set state = 'disabled'`);
  account = await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: school.id });
  await db.owner.query(`update organisation.account set created_at = $2, last_signed_in_at = $2 where id = $1`, [account.accountId, start]);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const run = () => app.get(AccountClosing, { strict: false }).run();
const inDays = (days: number) => db.clock.set(new Date(start.getTime() + days * DAY));
const stateOf = async () => (await db.owner.query(`select state, closing_reason as reason from organisation.account where id = $1`, [account.accountId])).rows[0];
const messages = async () => (await db.owner.query(`select title from platform.message where account_id = $1 order by id`, [account.accountId])).rows.map((row) => row.title as string);

describe('an account nobody uses', () => {
  it('is left alone for 75 days, its person is told, and it closes on the ninetieth', async () => {
    inDays(75);
    expect(await run()).toEqual({ told: 0, closed: 0 });
    inDays(76);
    expect(await run()).toEqual({ told: 1, closed: 0 });
    expect(await run()).toEqual({ told: 0, closed: 0 });
    expect(await messages()).toEqual([expect.stringContaining('将于2027-01-10自动停用')]);
    inDays(89);
    expect(await run()).toEqual({ told: 0, closed: 0 });
    inDays(90);
    expect(await run()).toEqual({ told: 0, closed: 1 });
    expect(await stateOf()).toEqual({ state: 'disabled', reason: 'idle' });
    const { rows } = await db.owner.query(`select actor, jurisdiction_id as bureau from audit.entry where action = 'organisation.close-account' and object = $1`, [`account:${account.accountId}`]);
    expect(rows).toEqual([{ actor: 'rule:organisation.close-accounts', bureau: school.jurisdictionId }]);
  });

  it('is kept when its person comes back after having been told', async () => {
    inDays(80);
    await run();
    await signIn(app, account);
    inDays(100);
    expect(await run()).toEqual({ told: 0, closed: 0 });
    expect(await stateOf()).toMatchObject({ state: 'active' });
  });

  it('counts anew once it was enabled again', async () => {
    await db.owner.query(`update organisation.account set last_signed_in_at = '2026-01-01', created_at = '2026-01-01', enabled_at = $2 where id = $1`, [account.accountId, start]);
    inDays(10);
    expect(await run()).toEqual({ told: 0, closed: 0 });
  });
});

describe('a leaver', () => {
  it('is told before the last post ends, and closed the day after, signed out at once', async () => {
    await db.owner.query(`update organisation.post set valid_until = '2026-11-30' where account_id = $1`, [account.accountId]);
    inDays(20);
    expect(await run()).toEqual({ told: 0, closed: 0 });
    inDays(40);
    await db.owner.query(`update organisation.account set last_signed_in_at = $2 where id = $1`, [account.accountId, db.clock.now()]);
    expect(await run()).toEqual({ told: 1, closed: 0 });
    expect(await messages()).toEqual([expect.stringContaining('任期届满')]);
    inDays(49);
    expect(await run()).toEqual({ told: 0, closed: 0 });
    inDays(54);
    expect(await run()).toEqual({ told: 0, closed: 1 });
    expect(await stateOf()).toEqual({ state: 'disabled', reason: 'leaver' });
  });

  it('is nobody who holds another post', async () => {
    await db.owner.query(`update organisation.post set valid_until = '2026-10-01' where account_id = $1`, [account.accountId]);
    await db.owner.query(
      `insert into organisation.post (jurisdiction_id, id, school_id, account_id, kind, valid_from, created_at) values ($1, uuidv7(), $2, $3, 'grade-head', '2026-09-01', now())`,
      [school.jurisdictionId, school.id, account.accountId]);
    expect(await run()).toEqual({ told: 0, closed: 0 });
  });
});
