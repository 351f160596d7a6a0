import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { anAccountWithPost, aSchool, type BuiltAccount, type BuiltSchool, sessionOf, signIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let account: BuiltAccount;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner);
  account = await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: school.id });
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

let password: string;
const post = (url: string, payload: object, headers: Record<string, string> = {}) => app.inject({ method: 'POST', url, payload, headers });
const who = (headers: Record<string, string>) => app.inject({ method: 'GET', url: '/api/session', headers });
const enter = () => signIn(app, { username: account.username, password });
const change = (headers: Record<string, string>, newPassword: string, currentPassword = password) => post('/api/session/password', { currentPassword, newPassword }, headers);

describe('a change of password', () => {
  beforeAll(() => void (password = account.password));

  it('ends every other session and goes on under a new token, and its owner is told', async () => {
    const [here, there] = [await enter(), await enter()];
    const answer = await change(here.headers, 'Sunward-1');
    expect([answer.statusCode, answer.json().needs]).toEqual([200, null]);
    expect((await who(there.headers)).statusCode).toBe(204);
    expect((await who(here.headers)).statusCode).toBe(204);
    expect((await who(sessionOf(answer.headers).headers)).statusCode).toBe(200);
    expect((await post('/api/session', { username: account.username, password: account.password })).statusCode).toBe(401);
    password = 'Sunward-1';
    const { rows } = await db.owner.query(`select title, link from platform.message where account_id = $1`, [account.accountId]);
    expect(rows).toEqual([{ title: expect.stringContaining('密码已修改'), link: '/account' }]);
  });

  it('asks for the one in use, and counts a wrong one as a failure', async () => {
    const { headers } = await enter();
    expect((await change(headers, 'Sunward-2', 'Wrong-pass-1')).json()).toMatchObject({ status: 401, code: 'organisation/password-wrong' });
    const { rows } = await db.owner.query(`select failed_count as n from organisation.account where id = $1`, [account.accountId]);
    expect(rows[0].n).toBe(1);
    expect((await change(headers, 'weak')).json().code).toBe('organisation/password-weak');
  });

  it('takes none of the last five, and takes the sixth again', async () => {
    const used = [password];
    for (const next of ['Sunward-2', 'Sunward-3', 'Sunward-4', 'Sunward-5']) {
      const session = await enter();
      for (const before of used) expect((await change(session.headers, before)).json().code).toBe('organisation/password-used-before');
      expect((await change(session.headers, next)).statusCode).toBe(200);
      used.push((password = next));
    }
    const session = await enter();
    expect((await change(session.headers, 'Sunward-1')).json()).toMatchObject({ status: 422, errors: [{ field: 'newPassword' }] });
    expect((await change(session.headers, 'Sunward-6')).statusCode).toBe(200);
    password = 'Sunward-6';
    expect((await change((await enter()).headers, 'Sunward-1')).statusCode).toBe(200);
    password = 'Sunward-1';
  });

  it('takes one of two that come at once', async () => {
    const [here, there] = [await enter(), await enter()];
    const answers = await Promise.all([change(here.headers, 'Sunward-8'), change(there.headers, 'Sunward-9')]);
    expect(answers.map((answer) => answer.statusCode).filter((status) => status === 200)).toHaveLength(1);
    password = answers[0]!.statusCode === 200 ? 'Sunward-8' : 'Sunward-9';
  });

  it('is asked for after 90 days, and nothing else is open until then', async () => {
    await db.owner.query(`update organisation.account set password_changed_at = $2 where id = $1`, [account.accountId, new Date(db.clock.now().getTime() - 89 * 86_400_000)]);
    const session = await enter();
    expect((await who(session.headers)).json()).toMatchObject({ needs: null, passwordDaysLeft: 1 });
    await db.owner.query(`update organisation.account set password_changed_at = $2 where id = $1`, [account.accountId, new Date(db.clock.now().getTime() - 90 * 86_400_000)]);
    expect((await who(session.headers)).json()).toMatchObject({ needs: 'password', posts: [], actions: [], home: null });
    const tree = await app.inject({ method: 'GET', url: '/api/organisation/tree', headers: session.headers });
    expect(tree.json()).toMatchObject({ status: 403, code: 'platform/sign-in-unfinished' });
    const changed = await change(session.headers, 'Sunward-10');
    expect(changed.json().posts).toHaveLength(1);
  });
});
