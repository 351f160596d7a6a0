import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { aBureau, anAccountWithPost, aSchool, type BuiltAccount, type BuiltSchool, signIn, type SignedIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';

const COUNTY = 990101;
const NEXT = 990102;

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let admin: BuiltAccount;
let session: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner, { jurisdictionId: COUNTY });
  await aBureau(db.owner, NEXT);
  admin = await anAccountWithPost(db.owner, { post: 'system-admin', jurisdictionId: COUNTY, name: '管理甲' });
  session = await signIn(app, admin);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const call = (method: 'GET' | 'POST', url: string, payload?: object, by: SignedIn = session) =>
  app.inject({ method, url: `/api/organisation${url}`, headers: by.headers, ...(payload ? { payload } : {}) });
const enter = (username: string, password: string) => app.inject({ method: 'POST', url: '/api/session', payload: { username, password } });
const first = (username: string, code: string, newPassword: string) => app.inject({ method: 'POST', url: '/api/session/first', payload: { username, code, newPassword } });
const teacher = (post: 'form-teacher' | 'psychology-teacher' = 'form-teacher') => anAccountWithPost(db.owner, { post, jurisdictionId: COUNTY, schoolId: school.id });
const reason = { reason: '本人当面提出' };
const messagesOf = async (accountId: string) => (await db.owner.query(`select title from platform.message where account_id = $1 order by id`, [accountId])).rows.map((row) => row.title as string);

describe('a new account', () => {
  it('is entered with the code that is shown once, and then belongs to the bureau', async () => {
    const made = await call('POST', '/accounts', { username: ' Li.Hua ', name: '李华', phone: '139 0000 1234' });
    expect([made.statusCode, made.json()]).toEqual([201, { id: expect.any(String), username: 'li.hua', name: '李华', code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/), expiresAt: expect.any(String) }]);
    expect((await call('GET', `/accounts/${made.json().id}`)).json()).toMatchObject({ state: 'invited', hasCode: true, phone: '139****1234', isHers: true, posts: [] });
    expect((await first('li.hua', made.json().code, 'Sunward-2026')).statusCode).toBe(200);
    expect((await call('GET', `/accounts/${made.json().id}`)).json()).toMatchObject({ state: 'active', hasCode: false });
    const { rows } = await db.owner.query(`select encode(phone_enc, 'escape') as phone from organisation.staff_contact where account_id = $1`, [made.json().id]);
    expect(rows[0].phone).not.toContain('1234');
  });

  it.each([
    ['a name that is taken', { username: 'LI.HUA', name: '王芳' }, 409, 'organisation/username-taken'],
    ['a name that is none', { username: '李华', name: '王芳' }, 422, 'organisation/username-form'],
    ['an office', { username: 'office', name: '心理室' }, 422, 'organisation/person-name'],
    ['no person', { username: 'teacher1', name: '8' }, 422, 'organisation/person-name'],
    ['a wrong phone', { username: 'wang.fang', name: '王芳', phone: '12345' }, 422, 'organisation/phone-form'],
    ['another bureau', { username: 'wang.fang', name: '王芳', jurisdictionId: NEXT }, 404, 'organisation/bureau-absent'],
  ])('is refused for %s', async (_, body, status, code) => {
    const answer = await call('POST', '/accounts', body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('of one name is made once, also when two ask at once', async () => {
    const answers = await Promise.all([0, 1].map(() => call('POST', '/accounts', { username: 'zhao.yun', name: '赵云' })));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409]);
  });
});

describe('the list', () => {
  it('holds the accounts of the bureau and what is below it, found by name and by state', async () => {
    const mine = await teacher();
    const theirs = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: NEXT });
    const all: { id: string; name: string }[] = [];
    for (let cursor = ''; ; ) {
      const page = (await call('GET', `/accounts?limit=2${cursor && `&cursor=${cursor}`}`)).json();
      all.push(...page.items);
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(all.map(({ id }) => id)).toContain(mine.accountId);
    expect(all.map(({ id }) => id)).not.toContain(theirs.accountId);
    expect((await call('GET', `/accounts?q=${mine.username.slice(1, 9)}`)).json().items).toMatchObject([{ id: mine.accountId, posts: [{ postName: '班主任', orgName: school.name }] }]);
    expect((await call('GET', '/accounts?state=invited')).json().items.every((one: { state: string }) => one.state === 'invited')).toBe(true);
    expect((await call('GET', '/accounts?q=%25')).json().items).toEqual([]);
  });

  it('is open to no other post, and shows a system administrator no pupil', async () => {
    for (const post of ['security-admin', 'audit-admin', 'county-officer'] as const) {
      const other = await signIn(app, await anAccountWithPost(db.owner, { post, jurisdictionId: COUNTY }));
      expect((await call('GET', '/accounts', undefined, other)).statusCode).toBe(403);
      expect((await call('POST', '/accounts', { username: 'sun.li', name: '孙丽' }, other)).statusCode).toBe(403);
    }
    expect((await call('GET', '/students')).statusCode).toBe(403);
  });
});

describe('an account that reaches beyond the bureau', () => {
  it('is seen and left alone: the bureau above decides', async () => {
    const officer = await teacher();
    await db.owner.query(
      `insert into organisation.post (jurisdiction_id, id, account_id, kind, valid_from, created_at) values (990100, uuidv7(), $1, 'city-officer', '2020-01-01', now())`, [officer.accountId]);
    expect((await call('GET', `/accounts/${officer.accountId}`)).json()).toMatchObject({ isHers: false });
    for (const act of ['reset', 'disable', 'second-factor-reset']) {
      expect((await call('POST', `/accounts/${officer.accountId}/${act}`, reason)).json()).toMatchObject({ status: 403, code: 'organisation/account-shared' });
    }
    expect((await enter(officer.username, officer.password)).statusCode).toBe(200);
    const above = await signIn(app, await anAccountWithPost(db.owner, { post: 'system-admin', jurisdictionId: 990100 }));
    expect((await call('POST', `/accounts/${officer.accountId}/disable`, reason, above)).statusCode).toBe(204);
  });

  it('is absent when it is wholly another bureau\'s', async () => {
    const other = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: NEXT });
    for (const act of ['reset', 'disable', 'enable', 'second-factor-reset']) {
      expect((await call('POST', `/accounts/${other.accountId}/${act}`, reason)).json().code).toBe('organisation/account-absent');
    }
    expect((await call('POST', '/accounts/codes', { ids: [other.accountId] })).json().code).toBe('organisation/account-absent');
  });
});

describe('a lost password', () => {
  it('leads back to a first sign-in; the old one and the old sessions are gone, and is none of the next', async () => {
    const account = await teacher();
    const before = await signIn(app, account);
    const slip = (await call('POST', `/accounts/${account.accountId}/reset`, reason)).json();
    expect((await app.inject({ method: 'GET', url: '/api/session', headers: before.headers })).statusCode).toBe(204);
    expect((await enter(account.username, account.password)).statusCode).toBe(401);
    expect((await first(account.username, slip.code, account.password)).json().code).toBe('organisation/password-used-before');
    expect((await first(account.username, slip.code, 'Sunward-2026')).statusCode).toBe(200);
    expect(await messagesOf(account.accountId)).toEqual([expect.stringContaining('重置了您的登录密码')]);
  });

  it('opens nothing that had a second factor: the code is still asked for', async () => {
    const account = await teacher('psychology-teacher');
    await signIn(app, account);
    const slip = (await call('POST', `/accounts/${account.accountId}/reset`, reason)).json();
    expect((await first(account.username, slip.code, 'Sunward-2026')).json()).toMatchObject({ needs: 'second-factor', posts: [] });
  });

  it('unlocks the account', async () => {
    const account = await teacher();
    for (let n = 0; n < 5; n += 1) await enter(account.username, 'Wrong-pass-1');
    expect((await call('GET', `/accounts?state=locked&q=${account.username}`)).json().items).toMatchObject([{ state: 'locked' }]);
    const slip = (await call('POST', `/accounts/${account.accountId}/reset`, reason)).json();
    expect((await first(account.username, slip.code, 'Sunward-2026')).statusCode).toBe(200);
  });
});

describe('a lost second factor', () => {
  it('is reset in person: all sessions end, the next sign-in binds a new one, the person is told, the reason is on record', async () => {
    const account = await teacher('psychology-teacher');
    const before = await signIn(app, account);
    expect((await call('POST', `/accounts/${account.accountId}/second-factor-reset`, {})).statusCode).toBe(422);
    expect((await call('POST', `/accounts/${account.accountId}/second-factor-reset`, reason)).statusCode).toBe(204);
    expect((await app.inject({ method: 'GET', url: '/api/session', headers: before.headers })).statusCode).toBe(204);
    expect((await enter(account.username, account.password)).json().needs).toBe('enrol-second-factor');
    expect(await messagesOf(account.accountId)).toEqual([expect.stringContaining('解除了您的动态验证码绑定')]);
    const { rows } = await db.owner.query(
      `select actor, jurisdiction_id as bureau, detail::json ->> 'purpose' as purpose from audit.entry where action = 'organisation.reset-second-factor' and object = $1`, [`account:${account.accountId}`]);
    expect(rows).toEqual([{ actor: `account:${admin.accountId}`, bureau: COUNTY, purpose: reason.reason }]);
    expect((await call('POST', `/accounts/${account.accountId}/second-factor-reset`, reason)).json().code).toBe('organisation/second-factor-absent');
  });

  it.each(['reset', 'disable', 'second-factor-reset'])('or anything else of one\'s own is another administrator\'s to %s', async (act) =>
    expect((await call('POST', `/accounts/${admin.accountId}/${act}`, reason)).json().code).toBe('organisation/account-own'));
});

describe('a reset of both, the password and the second factor', () => {
  let colleague: SignedIn;
  beforeAll(async () => {
    colleague = await signIn(app, await anAccountWithPost(db.owner, { post: 'system-admin', jurisdictionId: COUNTY, name: '管理乙' }));
  });
  const bound = async () => {
    const account = await teacher('psychology-teacher');
    await signIn(app, account);
    return account;
  };
  const refusalOf = async (act: 'reset' | 'second-factor-reset', id: string, by: SignedIn = session) => (await call('POST', `/accounts/${id}/${act}`, reason, by)).json().code;
  const weekLater = (id: string) => db.owner.query(
    `update organisation.account set reset_at = reset_at - interval '7 days', factor_reset_at = factor_reset_at - interval '7 days' where id = $1`, [id]);

  it('is refused while the code is out, to everybody', async () => {
    const { accountId } = await bound();
    expect((await call('POST', `/accounts/${accountId}/reset`, reason)).statusCode).toBe(200);
    for (const by of [session, colleague]) expect(await refusalOf('second-factor-reset', accountId, by)).toBe('organisation/account-invited');
  });

  it('is refused to the one who held the code, also once it is used, and left to a colleague', async () => {
    const { accountId, username } = await bound();
    const slip = (await call('POST', `/accounts/${accountId}/reset`, reason)).json();
    expect((await first(username, slip.code, 'Sunward-2026')).json().needs).toBe('second-factor');
    expect(await refusalOf('second-factor-reset', accountId)).toBe('organisation/account-other-hand');
    expect((await call('POST', `/accounts/${accountId}/disable`, reason)).statusCode).toBe(204);
    expect(await refusalOf('second-factor-reset', accountId)).toBe('organisation/account-other-hand');
    expect((await call('POST', `/accounts/${accountId}/second-factor-reset`, reason, colleague)).statusCode).toBe(204);
  });

  it('is refused the other way round too, for seven days', async () => {
    const { accountId } = await bound();
    expect((await call('POST', `/accounts/${accountId}/second-factor-reset`, reason)).statusCode).toBe(204);
    expect(await refusalOf('reset', accountId)).toBe('organisation/account-other-hand');
    await weekLater(accountId);
    expect((await call('POST', `/accounts/${accountId}/reset`, reason)).statusCode).toBe(200);
  });

  it('is not reached by a new code either, printed after a colleague\'s reset', async () => {
    const { accountId } = await bound();
    expect((await call('POST', `/accounts/${accountId}/second-factor-reset`, reason)).statusCode).toBe(204);
    expect((await call('POST', `/accounts/${accountId}/reset`, reason, colleague)).statusCode).toBe(200);
    expect((await call('POST', '/accounts/codes', { ids: [accountId] })).json().code).toBe('organisation/account-other-hand');
    expect((await call('POST', '/accounts/codes', { ids: [accountId] }, colleague)).statusCode).toBe(200);
  });

  it('counts a printed code like a reset where a second factor stands', async () => {
    const { accountId, username } = await bound();
    expect((await call('POST', `/accounts/${accountId}/reset`, reason, colleague)).statusCode).toBe(200);
    const [slip] = (await call('POST', '/accounts/codes', { ids: [accountId] })).json().items;
    expect((await first(username, slip.code, 'Sunward-2026')).statusCode).toBe(200);
    expect(await refusalOf('second-factor-reset', accountId)).toBe('organisation/account-other-hand');
  });

  it('lets one of the two through when one person asks for both at once', async () => {
    const { accountId } = await bound();
    const answers = await Promise.all((['reset', 'second-factor-reset'] as const).map((act) => call('POST', `/accounts/${accountId}/${act}`, reason)));
    expect(answers.filter((answer) => answer.statusCode < 300)).toHaveLength(1);
  });
});

describe('beside its owner, of a reset hear', () => {
  const heard = async (accountId: string, name: string) => (await messagesOf(accountId)).filter((title) => title.startsWith(name));
  const at = (post: 'school-leader' | 'psychology-teacher', schoolId: string, name: string) => anAccountWithPost(db.owner, { post, jurisdictionId: COUNTY, schoolId, name });

  it('the leaders of the school, of both resets; of a leader, and at a bureau, its security and audit administrators', async () => {
    const [here, elsewhere] = [await aSchool(db.owner, { jurisdictionId: COUNTY }), await aSchool(db.owner, { jurisdictionId: COUNTY })];
    const guards = [await anAccountWithPost(db.owner, { post: 'security-admin', jurisdictionId: COUNTY }), await anAccountWithPost(db.owner, { post: 'audit-admin', jurisdictionId: COUNTY })];
    const [head, stranger] = [await at('school-leader', here.id, '校长甲'), await at('school-leader', elsewhere.id, '校长乙')];
    const [one, other] = [await at('psychology-teacher', here.id, '孔老师'), await at('psychology-teacher', here.id, '孟老师')];
    const officer = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: COUNTY, name: '专干丙' });
    await signIn(app, other);
    expect((await call('POST', `/accounts/${one.accountId}/reset`, reason)).statusCode).toBe(200);
    expect((await call('POST', `/accounts/${other.accountId}/second-factor-reset`, reason)).statusCode).toBe(204);
    expect(await heard(head.accountId, '孔老师')).toEqual([expect.stringContaining('登录密码被系统管理员重置')]);
    expect(await heard(head.accountId, '孟老师')).toEqual([expect.stringContaining('动态验证码被系统管理员解除')]);
    for (const away of [stranger, ...guards]) expect(await heard(away.accountId, '孔老师')).toEqual([]);
    for (const person of [head, officer]) expect((await call('POST', `/accounts/${person.accountId}/reset`, reason)).statusCode).toBe(200);
    for (const guard of guards) for (const name of ['校长甲', '专干丙']) expect(await heard(guard.accountId, name)).toHaveLength(1);
    expect(await heard(head.accountId, '校长甲')).toEqual([]);
  });
});

describe('a disabled account', () => {
  it('is signed out at once, refused like an unknown one, and comes back with its password', async () => {
    const account = await teacher();
    const before = await signIn(app, account);
    expect((await call('POST', `/accounts/${account.accountId}/disable`, reason)).statusCode).toBe(204);
    expect((await app.inject({ method: 'GET', url: '/api/session', headers: before.headers })).statusCode).toBe(204);
    expect((await enter(account.username, account.password)).json().code).toBe('organisation/sign-in-failed');
    expect((await call('POST', `/accounts/${account.accountId}/disable`, reason)).json().code).toBe('organisation/account-state');
    expect((await call('POST', `/accounts/${account.accountId}/enable`, reason)).statusCode).toBe(204);
    expect((await enter(account.username, account.password)).statusCode).toBe(200);
  });
});

describe('codes', () => {
  it('are issued to many at once, each good for one account; an older one is void', async () => {
    const made = await Promise.all(['a', 'b'].map(async (letter) => (await call('POST', '/accounts', { username: `slip.${letter}`, name: '钱多多' })).json()));
    const slips = (await call('POST', '/accounts/codes', { ids: made.map(({ id }) => id) })).json().items;
    expect(new Set(slips.map((slip: { code: string }) => slip.code)).size).toBe(2);
    expect((await first('slip.a', made[0].code, 'Sunward-2026')).statusCode).toBe(401);
    expect((await first('slip.a', slips[0].code, 'Sunward-2026')).statusCode).toBe(200);
    expect((await call('POST', '/accounts/codes', { ids: made.map(({ id }) => id) })).json().code).toBe('organisation/account-state');
  });

  it('stand in no log', async () => {
    const made = (await call('POST', '/accounts', { username: 'slip.c', name: '钱多多' })).json();
    const { rows } = await db.owner.query(`select string_agg(e::text, ' ') as text from audit.entry e`);
    expect(rows[0].text).not.toContain(made.code);
    expect(rows[0].text).not.toContain(made.code.replaceAll('-', ''));
  });
});

describe('who is online', () => {
  it('is a list within the bureau from which a session can be ended, and its owner is told', async () => {
    const account = await teacher();
    const theirs = await signIn(app, account);
    await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: NEXT, name: '邻县的人' }));
    const { items } = (await call('GET', `/online-sessions?q=${account.username}`)).json();
    expect(items).toEqual([{ id: expect.any(String), username: account.username, name: account.actor.name, browser: expect.any(String), where: '127.0.0.1', since: expect.any(String), lastSeenAt: expect.any(String), isThis: false }]);
    expect((await call('GET', '/online-sessions?q=邻县的人')).json().items).toEqual([]);
    expect((await call('POST', `/online-sessions/${items[0].id}/end`, reason)).statusCode).toBe(204);
    expect((await app.inject({ method: 'GET', url: '/api/session', headers: theirs.headers })).statusCode).toBe(204);
    expect(await messagesOf(account.accountId)).toEqual([expect.stringContaining('强制退出')]);
    expect((await call('POST', `/online-sessions/${items[0].id}/end`, reason)).json().code).toBe('organisation/session-absent');
    expect((await call('GET', '/online-sessions?limit=100')).json().items.filter((one: { isThis: boolean }) => one.isThis)).toHaveLength(1);
  });

  it('does not show who has left or stayed away', async () => {
    const account = await teacher();
    await signIn(app, account);
    await db.owner.query(`update organisation.session set last_seen_at = last_seen_at - interval '15 minutes' where account_id = $1`, [account.accountId]);
    expect((await call('GET', `/online-sessions?q=${account.username}`)).json().items).toEqual([]);
  });
});
