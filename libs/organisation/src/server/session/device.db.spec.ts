import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { anAccountWithPost, aSchool, type BuiltAccount, sessionOf, signIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';

let db: TestDatabase;
let app: NestFastifyApplication;
let account: BuiltAccount;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  const school = await aSchool(db.owner);
  account = await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: school.id });
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

type Headers = Record<string, string>;
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
const call = (method: 'GET' | 'DELETE', url: string, headers: Headers) => app.inject({ method, url: `/api${url}`, headers });
const enter = async (): Promise<Headers> => {
  const { username, password } = account;
  const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { username, password }, headers: { 'user-agent': CHROME } });
  db.clock.advance(1000);
  return sessionOf(answer.headers).headers;
};

describe('the devices of an account', () => {
  it('are listed with where, since when and which is this one, and without the token', async () => {
    const [there, here] = [await enter(), await enter()];
    const { items } = (await call('GET', '/account/sessions', here)).json();
    expect(items).toEqual([
      { id: expect.any(String), browser: 'Chrome · Windows', where: '127.0.0.1', since: expect.any(String), lastSeenAt: expect.any(String), isThis: true, isHalf: false },
      expect.objectContaining({ isThis: false }),
    ]);
    expect((await call('DELETE', `/account/sessions/${items[1].id}`, here)).statusCode).toBe(204);
    expect((await call('GET', '/session', there)).statusCode).toBe(204);
    expect((await call('GET', '/session', here)).statusCode).toBe(200);
    expect((await call('DELETE', `/account/sessions/${items[1].id}`, here)).json().code).toBe('organisation/session-absent');
  });

  it('end all together but the one that asks', async () => {
    const [a, b, here] = [await enter(), await enter(), await enter()];
    expect((await call('DELETE', '/account/sessions', here)).json()).toEqual({ ended: 2 });
    expect(await Promise.all([a, b, here].map(async (one) => (await call('GET', '/session', one)).statusCode))).toEqual([204, 204, 200]);
  });

  it('of somebody else cannot be ended', async () => {
    const other = await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: account.actor.posts[0]!.scope.schools[0]! });
    const theirs = await signIn(app, other);
    const { items } = (await call('GET', '/account/sessions', theirs.headers)).json();
    expect((await call('DELETE', `/account/sessions/${items[0].id}`, await enter())).json().code).toBe('organisation/session-absent');
    expect((await call('GET', '/session', theirs.headers)).statusCode).toBe(200);
  });

  it('are ended on record', async () => {
    const { rows } = await db.owner.query(`select detail::json as detail from audit.entry where action = 'organisation.end-session' and object = $1 order by seq`, [`account:${account.accountId}`]);
    expect(rows.map((row) => [row.detail.sessions.length, row.detail.by])).toEqual([[1, 'owner'], [2, 'owner']]);
  });

  it('and the account have a page that knows how old the password is and whether a second factor is asked', async () => {
    expect((await call('GET', '/account', await enter())).json()).toMatchObject({
      username: account.username, needsSecondFactor: false, secondFactorSince: null, recoveryCodesLeft: 0, passwordDaysLeft: expect.any(Number),
    });
  });
});
