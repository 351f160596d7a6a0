import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { SIGN_IN_LIMITS } from '../../rules/index.js';
import { aClass, anAccountWithPost, aSchool, type BuiltAccount, type BuiltSchool, sessionOf, signIn } from '../../testing/index.js';
import { PasswordService } from './password.service.js';
import { newOneTimeCode, normaliseCode } from './session-secret.js';

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let classId: string;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner, { name: '向阳中学' });
  classId = (await aClass(db.owner, school, { number: 90 })).id;
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const post = (url: string, payload: object, headers: Record<string, string> = {}) => app.inject({ method: 'POST', url, payload, headers });
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });
/** A post of which no second factor is asked: what follows is about the first. */
const teacher = () => anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: school.id, classIds: [classId], name: '李老师' });

async function anInvitedAccount(): Promise<{ username: string; code: string; accountId: string }> {
  const account = await teacher();
  const code = newOneTimeCode();
  await db.owner.query(
    `update organisation.account set state = 'invited', password_hash = null, one_time_code_hash = $2, code_expires_at = $3 where id = $1`,
    [account.accountId, await app.get(PasswordService, { strict: false }).hash(normaliseCode(code)), new Date(db.clock.now().getTime() + 86_400_000)],
  );
  return { username: account.username, code, accountId: account.accountId };
}

describe('sign-in', () => {
  it('greets with posts, actions and home, and keeps the token from scripts', async () => {
    const account = await teacher();
    const answer = await post('/api/session', { username: ` ${account.username.toUpperCase()} `, password: account.password });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      accountId: account.accountId, name: '李老师', home: { kind: 'school', id: school.id, name: '向阳中学' },
      needs: null, demo: false,
      posts: [{ post: 'form-teacher', postName: '班主任', orgName: '向阳中学', scopeWord: '本班' }],
    });
    expect(answer.json().actions).toContain('organisation.read-students');
    const cookies = [answer.headers['set-cookie']].flat().map(String);
    expect(cookies.find((cookie) => cookie.startsWith('heliotrope-session='))).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(cookies.find((cookie) => cookie.startsWith('heliotrope-csrf='))).not.toMatch(/HttpOnly/);
    const who = await get('/api/session', sessionOf(answer.headers).headers);
    expect(who.json()).toEqual(answer.json());
    const { rows } = await db.owner.query('select token_hash from organisation.session');
    expect(cookies.join()).not.toContain(rows[0].token_hash.toString('base64url'));
  });

  it('answers an unknown user and a wrong password with one sentence', async () => {
    const account = await teacher();
    const wrong = await post('/api/session', { username: account.username, password: 'Wrong-pass-1' });
    const unknown = await post('/api/session', { username: 'nobody.here', password: 'Wrong-pass-1' });
    const plain = ({ instance: _, ...rest }: Record<string, unknown>) => rest;
    expect(wrong.statusCode).toBe(401);
    expect(plain(wrong.json())).toEqual(plain(unknown.json()));
  });

  it('records a failure with its origin, of a name that nobody has too, and never as a sign-in', async () => {
    const account = await teacher();
    for (let n = 0; n < 5; n += 1) await post('/api/session', { username: account.username, password: 'Wrong-pass-1' });
    await post('/api/session', { username: account.username, password: account.password });
    await post('/api/session', { username: 'nobody.there', password: 'Wrong-pass-1' });
    const entriesOf = async (object: string) =>
      (await db.owner.query(`select jurisdiction_id as bureau, action, detail::json ->> 'ip' as ip from audit.entry where object = $1 order by seq desc`, [object])).rows;
    const failure = { action: 'organisation.sign-in-failed', ip: '127.0.0.1' };
    expect(await entriesOf(`account:${account.accountId}`)).toEqual(Array(6).fill({ ...failure, bureau: school.jurisdictionId }));
    expect((await entriesOf('account:unknown'))[0]).toEqual({ ...failure, bureau: 0 });
  });

  it('locks after five failures, also against the right password, and opens a quarter of an hour later', async () => {
    const account = await teacher();
    for (let n = 0; n < 5; n += 1) await post('/api/session', { username: account.username, password: 'Wrong-pass-1' });
    const locked = await post('/api/session', { username: account.username, password: account.password });
    expect([locked.statusCode, locked.json().code]).toEqual([401, 'organisation/sign-in-failed']);
    db.clock.advance(SIGN_IN_LIMITS.lockMs);
    expect((await post('/api/session', { username: account.username, password: account.password })).statusCode).toBe(200);
  });

  it('counts a volley of guesses in full', async () => {
    const account = await teacher();
    await Promise.all(Array.from({ length: 8 }, () => post('/api/session', { username: account.username, password: 'Wrong-pass-1' })));
    expect((await post('/api/session', { username: account.username, password: account.password })).statusCode).toBe(401);
  });

  it('locks for half an hour when it is locked again, and forgets that once the account is entered', async () => {
    const account = await teacher();
    const guess = async () => { for (let n = 0; n < 5; n += 1) await post('/api/session', { username: account.username, password: 'Wrong-pass-1' }); };
    const tries = async () => (await post('/api/session', { username: account.username, password: account.password })).statusCode;
    await guess();
    db.clock.advance(SIGN_IN_LIMITS.lockMs);
    await guess();
    db.clock.advance(SIGN_IN_LIMITS.lockMs);
    expect(await tries()).toBe(401);
    db.clock.advance(SIGN_IN_LIMITS.longLockMs - SIGN_IN_LIMITS.lockMs);
    expect(await tries()).toBe(200);
    await guess();
    db.clock.advance(SIGN_IN_LIMITS.lockMs);
    expect(await tries()).toBe(200);
  });

  it('lets nobody in while failures cannot be counted', async () => {
    const account = await teacher();
    await db.owner.query(`revoke update on organisation.account from heliotrope_app`);
    try {
      const wrong = await post('/api/session', { username: account.username, password: 'Wrong-pass-1' });
      const right = await post('/api/session', { username: account.username, password: account.password });
      expect([wrong.statusCode, right.statusCode]).toEqual([503, 503]);
      expect([wrong, right].flatMap((answer) => answer.headers['set-cookie'] ?? [])).toEqual([]);
    } finally {
      await db.owner.query(`grant update on organisation.account to heliotrope_app`);
    }
  });

  it('refuses a disabled account like any other', async () => {
    const account = await teacher();
    await db.owner.query(`update organisation.account set state = 'disabled' where id = $1`, [account.accountId]);
    expect((await post('/api/session', { username: account.username, password: account.password })).json().code).toBe('organisation/sign-in-failed');
  });
});

describe('a right password', () => {
  it.each([
    ['was changed', `update organisation.account set password_hash = 'another' where id = $1`],
    ['was taken back for a first sign-in', `update organisation.account set state = 'invited', password_hash = null where id = $1`],
    ['was closed out', `update organisation.account set state = 'disabled' where id = $1`],
  ])('opens nothing when it %s while it was checked', async (_, change) => {
    const account = await teacher();
    const passwords = app.get(PasswordService, { strict: false });
    const fits = jest.spyOn(passwords, 'fits').mockImplementationOnce(async () => {
      await db.owner.query(change, [account.accountId]);
      return true;
    });
    try {
      expect((await post('/api/session', { username: account.username, password: account.password })).json().code).toBe('organisation/sign-in-failed');
    } finally {
      fits.mockRestore();
    }
    expect((await db.owner.query(`select 1 from organisation.session where account_id = $1`, [account.accountId])).rows).toEqual([]);
  });
});

describe('first sign-in', () => {
  it('needs the code once, sets a password, and is then over', async () => {
    const { username, code } = await anInvitedAccount();
    const hint = await post('/api/session', { username, password: code.toLowerCase() });
    expect([hint.statusCode, hint.json().code]).toEqual([409, 'organisation/first-sign-in-needed']);
    const weak = await post('/api/session/first', { username, code, newPassword: 'short' });
    expect([weak.statusCode, weak.json().code]).toEqual([422, 'organisation/password-weak']);
    const wrong = await post('/api/session/first', { username, code: 'AAAA-AAAA-AAAA', newPassword: 'Sunward-2026' });
    expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'organisation/code-failed']);
    const entered = await post('/api/session/first', { username, code: code.toLowerCase().replaceAll('-', ' '), newPassword: 'Sunward-2026' });
    expect(entered.statusCode).toBe(200);
    expect((await post('/api/session/first', { username, code, newPassword: 'Sunward-2027' })).statusCode).toBe(401);
    expect((await post('/api/session', { username, password: 'Sunward-2026' })).statusCode).toBe(200);
  });

  it('tells nobody that he has guessed the code while the account is locked', async () => {
    const { username, code } = await anInvitedAccount();
    for (let n = 0; n < 5; n += 1) await post('/api/session', { username, password: 'AAAA-AAAA-AAAA' });
    expect((await post('/api/session', { username, password: code })).json().code).toBe('organisation/sign-in-failed');
  });

  it('ends every session from before', async () => {
    const account = await teacher();
    const before = await signIn(app, account);
    const code = newOneTimeCode();
    await db.owner.query(
      `update organisation.account set state = 'invited', one_time_code_hash = $2, code_expires_at = '2099-01-01' where id = $1`,
      [account.accountId, await app.get(PasswordService, { strict: false }).hash(normaliseCode(code))],
    );
    expect((await post('/api/session/first', { username: account.username, code, newPassword: 'Sunward-2026' })).statusCode).toBe(200);
    expect((await get('/api/session', before.headers)).statusCode).toBe(204);
  });

  it('refuses a code that has run out', async () => {
    const { username, code } = await anInvitedAccount();
    db.clock.advance(86_400_000);
    expect((await post('/api/session/first', { username, code, newPassword: 'Sunward-2026' })).json().code).toBe('organisation/code-failed');
  });

  it('lets one of two that come at once in', async () => {
    const { username, code } = await anInvitedAccount();
    const answers = await Promise.all(['Sunward-2026', 'Sunward-2027'].map((newPassword) => post('/api/session/first', { username, code, newPassword })));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 401]);
  });
});

describe('a session', () => {
  let account: BuiltAccount;
  beforeAll(async () => {
    account = await teacher();
  });

  it('ends when idle, when old, when signed out', async () => {
    const idle = await signIn(app, account);
    db.clock.advance(SIGN_IN_LIMITS.idleMs - 1);
    expect((await get('/api/session', idle.headers)).statusCode).toBe(200);
    db.clock.advance(SIGN_IN_LIMITS.idleMs);
    expect((await get('/api/session', idle.headers)).statusCode).toBe(204);

    const old = await signIn(app, account);
    for (let gone = 0; gone < SIGN_IN_LIMITS.absoluteMs - 600_000; gone += 600_000) {
      db.clock.advance(600_000);
      expect((await get('/api/session', old.headers)).statusCode).toBe(200);
    }
    db.clock.advance(600_000);
    expect((await get('/api/session', old.headers)).statusCode).toBe(204);

    const left = await signIn(app, account);
    const bye = await app.inject({ method: 'DELETE', url: '/api/session', headers: left.headers });
    expect(bye.statusCode).toBe(204);
    expect((await get('/api/session', left.headers)).statusCode).toBe(204);
  });

  it('takes no change without its own csrf token', async () => {
    const session = await signIn(app, account);
    const other = await signIn(app, account);
    const bye = (headers: Record<string, string>) => app.inject({ method: 'DELETE', url: '/api/session', headers });
    expect((await bye({ cookie: session.headers['cookie']! })).statusCode).toBe(403);
    const planted = { cookie: `${session.headers['cookie']!.split(';')[0]}; heliotrope-csrf=${other.headers['x-csrf-token']}`, 'x-csrf-token': other.headers['x-csrf-token']! };
    expect((await bye(planted)).statusCode).toBe(403);
    expect((await bye(session.headers)).statusCode).toBe(204);
  });

  it('holds a post only while it is valid, and a grade head\'s classes as the grade has them', async () => {
    const head = await anAccountWithPost(db.owner, { post: 'grade-head', schoolId: school.id });
    await db.owner.query(`update organisation.post set stage = 'junior', entry_year = 2026 where account_id = $1`, [head.accountId]);
    await aClass(db.owner, school, { number: 91 });
    await aClass(db.owner, school, { number: 92 });
    await aClass(db.owner, school, { number: 93, entryYear: 2025 });
    await aClass(db.owner, school, { number: 94, entryYear: 2024 });
    const session = await signIn(app, head);
    const grade = (await get('/api/session', session.headers)).json().posts[0];
    await aClass(db.owner, school, { number: 95 });
    const grown = (await get('/api/session', session.headers)).json().posts[0];
    expect([grade.scopeWord, grown.scopeWord]).toEqual(['所带3个班', '所带4个班']);
    await db.owner.query(`update organisation.post set valid_until = '2026-10-01' where account_id = $1`, [head.accountId]);
    const after = await signIn(app, head);
    expect((await get('/api/session', after.headers)).json()).toMatchObject({ posts: [], actions: [], home: null });
    expect((await get('/api/organisation/tree', after.headers)).statusCode).toBe(403);
  });

  it('ends when a post of its person is given, changed or taken away', async () => {
    for (const change of [
      `insert into organisation.post (jurisdiction_id, id, school_id, account_id, kind, valid_from, created_at)
         select jurisdiction_id, uuidv7(), school_id, account_id, 'grade-head', valid_from, created_at from organisation.post where account_id = $1`,
      `update organisation.post set class_ids = '{}' where account_id = $1`,
      `delete from organisation.post where account_id = $1`,
    ]) {
      const session = await signIn(app, account);
      await db.owner.query(change, [account.accountId]);
      expect((await get('/api/session', session.headers)).statusCode).toBe(204);
    }
  });

  it('takes the place of the one this browser had, whose token is worth nothing then', async () => {
    const one = await teacher();
    const before = await signIn(app, one);
    const again = await post('/api/session', { username: one.username, password: one.password }, { cookie: before.headers['cookie']! });
    expect(sessionOf(again.headers).headers['cookie']).not.toBe(before.headers['cookie']);
    expect((await get('/api/session', before.headers)).statusCode).toBe(204);
  });

  it('is unknown without a cookie or with an invented one', async () => {
    expect((await get('/api/session')).statusCode).toBe(204);
    expect((await get('/api/session', { cookie: `heliotrope-session=${newId()}` })).statusCode).toBe(204);
  });
});
