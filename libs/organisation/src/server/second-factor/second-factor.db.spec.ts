import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { generateSync } from 'otplib';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { SIGN_IN_LIMITS, TOTP } from '../../rules/index.js';
import { anAccountWithPost, aSchool, type BuiltAccount, type BuiltSchool, sessionOf, signIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { AccountRepository } from '../session/account.repository.js';
import { SecondFactorRepository } from './second-factor.repository.js';

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

type Headers = Record<string, string>;
const post = (url: string, payload: object, headers: Headers = {}) => app.inject({ method: 'POST', url: `/api/session${url}`, payload, headers });
const who = (headers: Headers) => app.inject({ method: 'GET', url: '/api/session', headers });
const tree = (headers: Headers) => app.inject({ method: 'GET', url: '/api/organisation/tree', headers });
const teacher = () => anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id });
const password = async (account: BuiltAccount) => sessionOf((await post('', { username: account.username, password: account.password })).headers).headers;
/** What another implementation's app shows, so many seconds from now. */
const phone = (secret: string, seconds = 0) => generateSync({ secret, epoch: Math.floor(db.clock.now().getTime() / 1000) + seconds });
const nextStep = () => db.clock.advance(30_000);

async function enrolled(account: BuiltAccount): Promise<{ secret: string; recoveryCodes: string[]; headers: Headers }> {
  const half = await password(account);
  const { secret } = (await post('/second-factor/enrolment', {}, half)).json();
  const answer = await post('/second-factor/confirmation', { code: phone(secret) }, half);
  nextStep();
  return { secret, recoveryCodes: answer.json().recoveryCodes, headers: sessionOf(answer.headers).headers };
}

describe('binding a second factor', () => {
  it('is asked of a post that sees results, and until then no post counts', async () => {
    const account = await teacher();
    const half = await password(account);
    expect((await who(half)).json()).toMatchObject({ needs: 'enrol-second-factor', posts: [], actions: [], home: null });
    expect((await tree(half)).json()).toMatchObject({ status: 403, code: 'platform/sign-in-unfinished' });
    const begun = (await post('/second-factor/enrolment', {}, half)).json();
    expect(begun.address).toContain(`secret=${begun.secret}`);
    expect((await post('/second-factor/confirmation', { code: '000000' }, half)).json().code).toBe('organisation/second-factor-failed');
    const answer = await post('/second-factor/confirmation', { code: phone(begun.secret) }, half);
    expect(answer.json().session).toMatchObject({ needs: null, posts: [{ post: 'psychology-teacher' }] });
    expect(new Set(answer.json().recoveryCodes).size).toBe(10);
    expect((await who(half)).statusCode).toBe(204); // the token has changed
    expect((await tree(sessionOf(answer.headers).headers)).statusCode).toBe(200);
  });

  it('keeps the secret sealed and the recovery codes as fingerprints', async () => {
    const account = await teacher();
    const { secret, recoveryCodes } = await enrolled(account);
    const { rows } = await db.owner.query(`select * from organisation.second_factor where account_id = $1`, [account.accountId]);
    const stored = JSON.stringify(rows[0], (_key, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value));
    expect([secret, ...recoveryCodes].filter((one) => stored.includes(one) || stored.includes(one.replaceAll('-', '')))).toEqual([]);
    expect(rows[0].recovery_hashes).toHaveLength(10);
  });

  it('needs the code in use before another is bound, which counts only when it is confirmed', async () => {
    const account = await teacher();
    const { secret, headers } = await enrolled(account);
    expect((await post('/second-factor/enrolment', {}, headers)).json().code).toBe('organisation/second-factor-failed');
    const begun = (await post('/second-factor/enrolment', { code: phone(secret) }, headers)).json();
    nextStep();
    const half = await password(account);
    expect((await post('/second-factor', { code: phone(begun.secret) }, half)).statusCode).toBe(401);
    expect((await post('/second-factor', { code: phone(secret) }, half)).statusCode).toBe(200);
    nextStep();
    const answer = await post('/second-factor/confirmation', { code: phone(begun.secret) }, headers);
    expect(answer.statusCode).toBe(200);
    nextStep();
    const again = await password(account);
    expect((await post('/second-factor', { code: phone(secret) }, again)).statusCode).toBe(401);
    expect((await post('/second-factor', { code: phone(begun.secret) }, again)).statusCode).toBe(200);
  });
});

describe('a secret that waits for its first code', () => {
  it('is forgotten after ten minutes', async () => {
    const account = await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: school.id });
    for (const [late, status] of [[1, 409], [0, 200]] as const) {
      const headers = await password(account);
      const { secret } = (await post('/second-factor/enrolment', {}, headers)).json();
      db.clock.advance(TOTP.pendingMs + late);
      expect((await post('/second-factor/confirmation', { code: phone(secret) }, headers)).statusCode).toBe(status);
    }
  });

  it('is not confirmed by whoever still owes the code in use', async () => {
    const account = await teacher();
    const { secret, headers } = await enrolled(account);
    const begun = (await post('/second-factor/enrolment', { code: phone(secret) }, headers)).json();
    nextStep();
    const half = await password(account);
    expect((await post('/second-factor/confirmation', { code: phone(begun.secret) }, half)).json().code).toBe('platform/sign-in-unfinished');
    expect((await post('/second-factor/confirmation', { code: phone(begun.secret) }, headers)).statusCode).toBe(200);
  });

  it('cannot be guessed where another is in use: failures count', async () => {
    const account = await teacher();
    const { secret, headers } = await enrolled(account);
    const begun = (await post('/second-factor/enrolment', { code: phone(secret) }, headers)).json();
    nextStep();
    for (let n = 0; n < 5; n += 1) expect((await post('/second-factor/confirmation', { code: '000000' }, headers)).statusCode).toBe(401);
    expect((await post('/second-factor/confirmation', { code: phone(begun.secret) }, headers)).json().code).toBe('organisation/second-factor-failed');
    expect((await post('', { username: account.username, password: account.password })).statusCode).toBe(401);
  });

  it('is not made for a session that overlooked a factor bound meanwhile', async () => {
    const account = await teacher();
    const half = await password(account);
    const accounts = app.get(AccountRepository, { strict: false });
    const byId = accounts.byId.bind(accounts);
    const spy = jest.spyOn(accounts, 'byId').mockImplementationOnce(async (...args) => {
      const seen = await byId(...args);
      await db.owner.query(`insert into organisation.second_factor (account_id, secret_enc, confirmed_at) values ($1, '\\x00', now())`, [account.accountId]);
      return seen;
    });
    try {
      expect((await post('/second-factor/enrolment', {}, half)).json().code).toBe('organisation/second-factor-failed');
    } finally {
      spy.mockRestore();
    }
    const { rows } = await db.owner.query(`select pending_enc from organisation.second_factor where account_id = $1`, [account.accountId]);
    expect(rows).toEqual([{ pending_enc: null }]);
  });
});

describe('the code at sign-in', () => {
  it('opens the posts and changes the token; without it nothing is open, the password neither', async () => {
    const account = await teacher();
    const { secret } = await enrolled(account);
    const half = await password(account);
    expect((await who(half)).json()).toMatchObject({ needs: 'second-factor', posts: [] });
    expect((await tree(half)).statusCode).toBe(403);
    expect((await post('/password', { currentPassword: account.password, newPassword: 'Sunward-2026' }, half)).json().code).toBe('platform/sign-in-unfinished');
    expect((await post('/second-factor/enrolment', {}, half)).json().code).toBe('platform/sign-in-unfinished');
    const whole = await post('/second-factor', { code: phone(secret) }, half);
    expect(whole.json()).toMatchObject({ needs: null, posts: [{ post: 'psychology-teacher' }] });
    expect((await who(half)).statusCode).toBe(204);
    expect((await tree(sessionOf(whole.headers).headers)).statusCode).toBe(200);
  });

  it('counts once, also when it is typed twice at the same time', async () => {
    const account = await teacher();
    const { secret } = await enrolled(account);
    const halves = [await password(account), await password(account)];
    const code = phone(secret);
    const answers = await Promise.all(halves.map((half) => post('/second-factor', { code }, half)));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 401]);
    expect((await post('/second-factor', { code }, await password(account))).statusCode).toBe(401);
  });

  it.each([[-30, 200], [0, 200], [30, 200], [-60, 401], [60, 401]])('of a clock that is %i seconds off answers %i', async (seconds, status) => {
    const account = await teacher();
    const { secret } = await enrolled(account);
    nextStep();
    expect((await post('/second-factor', { code: phone(secret, seconds) }, await password(account))).statusCode).toBe(status);
  });

  it('cannot be guessed: failures go on counting over new passwords, lock the account and end what waits', async () => {
    const account = await teacher();
    const { secret } = await enrolled(account);
    const halves = [await password(account)];
    for (let n = 0; n < 5; n += 1) {
      const half = await password(account);
      halves.push(half);
      expect((await post('/second-factor', { code: '000000' }, half)).statusCode).toBe(401);
    }
    for (const half of halves) expect((await who(half)).statusCode).toBe(204);
    expect((await post('', { username: account.username, password: account.password })).json().code).toBe('organisation/sign-in-failed');
    db.clock.advance(SIGN_IN_LIMITS.lockMs);
    expect((await post('/second-factor', { code: phone(secret) }, await password(account))).statusCode).toBe(200);
  });

  it('is looked at five times of a volley, and every failure is on record as one', async () => {
    const account = await teacher();
    await enrolled(account);
    const half = await password(account);
    const looks = jest.spyOn(app.get(SecondFactorRepository, { strict: false }), 'useRecovery');
    try {
      const answers = await Promise.all(Array.from({ length: 12 }, () => post('/second-factor', { code: '000000' }, half)));
      expect(answers.every((answer) => answer.statusCode === 401)).toBe(true);
      expect(looks).toHaveBeenCalledTimes(SIGN_IN_LIMITS.failuresUntilLock);
    } finally {
      looks.mockRestore();
    }
    const { rows } = await db.owner.query(`select object, action from audit.entry where action like 'organisation.%second-factor%' and object in ($1, 'organisation.show-second-factor')`, [`account:${account.accountId}`]);
    expect(new Set(rows.map((row) => row.action))).toEqual(new Set(['organisation.begin-second-factor', 'organisation.enrol-second-factor', 'organisation.second-factor-failed']));
    expect(rows.filter((row) => row.action === 'organisation.second-factor-failed').length).toBeGreaterThanOrEqual(SIGN_IN_LIMITS.failuresUntilLock);
    expect(rows.every((row) => row.object === `account:${account.accountId}`)).toBe(true);
  });

  it('is a recovery code once, and its owner is told', async () => {
    const account = await teacher();
    const { recoveryCodes } = await enrolled(account);
    const [code] = recoveryCodes;
    expect((await post('/second-factor', { code: code!.toLowerCase().replaceAll('-', ' ') }, await password(account))).statusCode).toBe(200);
    expect((await post('/second-factor', { code }, await password(account))).statusCode).toBe(401);
    const { rows } = await db.owner.query(`select title from platform.message where account_id = $1`, [account.accountId]);
    expect(rows).toEqual([{ title: expect.stringContaining('还剩9个') }]);
  });

  it('of somebody else is none', async () => {
    const [one, other] = [await teacher(), await teacher()];
    const mine = await enrolled(one);
    const theirs = await enrolled(other);
    const half = await password(one);
    expect((await post('/second-factor', { code: theirs.recoveryCodes[0] }, half)).statusCode).toBe(401);
    expect((await post('/second-factor', { code: mine.recoveryCodes[0] }, half)).statusCode).toBe(200);
  });

  it('is not asked for twice', async () => {
    const account = await teacher();
    const { secret, headers } = await enrolled(account);
    expect((await post('/second-factor', { code: phone(secret) }, headers)).json().code).toBe('organisation/second-factor-unasked');
  });
});

describe('sessions at the same time', () => {
  it('are three; the oldest ends and its owner is told, but the password alone ends none that has shown its factor', async () => {
    const account = await teacher();
    const whole = [];
    for (let n = 0; n < 3; n += 1) {
      whole.push(await signIn(app, account));
      nextStep();
    }
    for (let n = 0; n < 4; n += 1) await password(account);
    for (const session of whole) expect((await who(session.headers)).statusCode).toBe(200);
    whole.push(await signIn(app, account));
    const open = await Promise.all(whole.map(async (session) => (await who(session.headers)).statusCode));
    expect(open).toEqual([204, 200, 200, 200]);
    const { rows } = await db.owner.query(`select title, link from platform.message where account_id = $1`, [account.accountId]);
    expect(rows).toEqual([{ title: expect.stringContaining('最早的一处已退出'), link: '/account/devices' }]);
  });
});

describe('the log', () => {
  it('says what happened and holds no code, secret or token', async () => {
    const account = await teacher();
    const { secret, recoveryCodes, headers } = await enrolled(account);
    const half = await password(account);
    await post('/second-factor', { code: '000000' }, half);
    const code = phone(secret);
    const whole = await post('/second-factor', { code }, half);
    await post('/second-factor', { code: recoveryCodes[0] }, await password(account));
    const { rows } = await db.owner.query(`select action, detail from audit.entry where object = $1 order by seq`, [`account:${account.accountId}`]);
    expect(rows.map((row) => row.action)).toEqual([
      'organisation.sign-in', 'organisation.begin-second-factor', 'organisation.enrol-second-factor', 'organisation.sign-in',
      'organisation.second-factor-failed', 'organisation.show-second-factor', 'organisation.sign-in', 'organisation.show-second-factor',
    ]);
    const tokens = [headers, half, sessionOf(whole.headers).headers].flatMap((one) => [one['x-csrf-token']!, one['cookie']!.split(/[=;]/)[1]!]);
    const { rows: everything } = await db.owner.query(`select string_agg(e::text, ' ') as text from audit.entry e`);
    for (const word of [secret, code, account.password, ...recoveryCodes, ...tokens]) expect(everything[0].text).not.toContain(word);
  });
});
