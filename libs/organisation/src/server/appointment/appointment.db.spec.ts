import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { addDays, chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import { jobActor } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import type { PostKind } from '../../rules/index.js';
import { aClass, anAccountWithPost, aSchool, aStudent, type BuiltAccount, type BuiltClass, type BuiltSchool, signIn, type SignedIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { OrganisationReader } from '../reading/organisation-reader.service.js';
import { BackgroundCheckTodos } from '../staff/background-check-todos.service.js';

const COUNTY = 990101;
const NEXT_COUNTY = 990102;

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let neighbour: BuiltSchool;
let first: BuiltClass;
let second: BuiltClass;
let security: SignedIn;
let leader: SignedIn;
let today: SchoolDay;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  today = chinaDayOf(db.clock.now());
  school = await aSchool(db.owner, { jurisdictionId: COUNTY, name: '向阳中学' });
  neighbour = await aSchool(db.owner, { jurisdictionId: COUNTY });
  await aSchool(db.owner, { jurisdictionId: NEXT_COUNTY });
  first = await aClass(db.owner, school, { number: 1 });
  second = await aClass(db.owner, school, { number: 2 });
  await aStudent(db.owner, first, { name: '甲生' });
  await aStudent(db.owner, second, { name: '乙生' });
  security = await signIn(app, await person('security-admin'));
  leader = await signIn(app, await person('school-leader', school, { name: '何校长' }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const person = (post: PostKind, at?: BuiltSchool, with_: { classIds?: string[]; name?: string; jurisdictionId?: number } = {}) =>
  anAccountWithPost(db.owner, { post, jurisdictionId: at?.jurisdictionId ?? COUNTY, ...(at ? { schoolId: at.id } : {}), ...with_ });
const call = (method: 'GET' | 'POST', url: string, who: SignedIn, payload?: object) =>
  app.inject({ method, url: `/api/organisation/${url}`, headers: who.headers, ...(payload ? { payload } : {}) });
const outcome = async (answer: ReturnType<typeof call>) => {
  const { statusCode, body } = await answer;
  return statusCode < 300 ? statusCode : (JSON.parse(body).code as string).slice('organisation/'.length);
};
const formTeacher = (to: BuiltAccount, over: object = {}) => ({ accountId: to.accountId, post: 'form-teacher', schoolId: school.id, classIds: [first.id], validFrom: today, ...over });
const students = async (account: BuiltAccount) => {
  const answer = await call('GET', 'students', await signIn(app, account));
  return answer.statusCode === 200 ? (answer.json().items as { name: string }[]).map((one) => one.name).sort() : answer.statusCode;
};
const sessionsOf = async (account: BuiltAccount) => (await db.owner.query(`select 1 from organisation.session where account_id = $1`, [account.accountId])).rows.length;

describe('giving a post', () => {
  it('a school leader gives one at a class of his school; the holder sees the class, and his sessions before end', async () => {
    const teacher = await person('grade-head', school, { classIds: [second.id] });
    expect(await students(teacher)).toEqual(['乙生']);
    expect(await sessionsOf(teacher)).toBe(1);
    expect(await outcome(call('POST', 'appointments', leader, formTeacher(teacher)))).toBe(201);
    expect(await sessionsOf(teacher)).toBe(0);
    expect(await students(teacher)).toEqual(['乙生', '甲生']);
  });

  it('but no other post, not at another school, not with foreign classes, not to himself, not to a stranger', async () => {
    const teacher = await person('grade-head', school);
    const stranger = await person('county-officer', undefined, { jurisdictionId: NEXT_COUNTY });
    const foreign = await aClass(db.owner, neighbour);
    const self = (await db.owner.query(`select account_id as id from organisation.post where kind = 'school-leader' and school_id = $1`, [school.id])).rows[0].id;
    for (const [body, code] of [
      [{ ...formTeacher(teacher), post: 'psychology-teacher', classIds: [] }, 'post-not-yours'], [formTeacher(teacher, { schoolId: neighbour.id }), 'school-absent'],
      [formTeacher(teacher, { classIds: [foreign.id] }), 'post-classes'], [formTeacher(teacher, { accountId: self }), 'post-own'],
      [formTeacher(stranger), 'account-absent'], [{ ...formTeacher(teacher), post: 'county-officer', classIds: [], schoolId: undefined, bureauId: COUNTY }, 'post-not-yours'],
      [formTeacher(teacher, { validFrom: '2026-02-31' }), 'day'], [formTeacher(teacher, { validFrom: addDays(today, -1) }), 'post-days'],
    ] as const) expect([body.post, await outcome(call('POST', 'appointments', leader, body))]).toEqual([body.post, code]);
  });

  it('a security administrator gives every post of her bureau, and never two sides of the separation to one person', async () => {
    const officer = await person('county-officer');
    const give = (post: PostKind, over: object = {}) => outcome(call('POST', 'appointments', security, { accountId: officer.accountId, post, bureauId: COUNTY, validFrom: today, ...over }));
    expect(await give('inspector')).toBe(201);
    expect(await give('inspector')).toBe('post-held');
    expect(await give('city-officer')).toBe('post-place');
    expect(await give('system-admin')).toBe(201);
    expect(await give('audit-admin')).toBe('posts-clash');
    expect(await give('psychology-teacher', { bureauId: undefined, schoolId: school.id })).toBe('posts-clash');
    for (const elsewhere of [990100, NEXT_COUNTY, 110000]) expect(await give('inspector', { bureauId: elsewhere })).toBe('bureau-outside');
  });

  it('what she cannot see the database still refuses', async () => {
    const officer = await person('county-officer');
    await db.owner.query(
      `insert into organisation.post (jurisdiction_id, id, account_id, kind, valid_from, created_at) values ($1, gen_random_uuid(), $2, 'audit-admin', '2026-01-01', now())`,
      [NEXT_COUNTY, officer.accountId],
    );
    const answer = await call('POST', 'appointments', security, { accountId: officer.accountId, post: 'system-admin', bureauId: COUNTY, validFrom: today });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'organisation/posts-clash']);
  });

  it('finds people by name; a leader those of his school, others by their whole user name', async () => {
    const ours = await person('form-teacher', school, { name: '林知夏' });
    const theirs = await person('form-teacher', neighbour, { name: '林知秋' });
    const far = await person('county-officer', undefined, { jurisdictionId: NEXT_COUNTY, name: '林知冬' });
    const found = async (q: string, who: SignedIn) => ((await call('GET', `appointments/candidates?q=${encodeURIComponent(q)}`, who)).json().items as { id: string }[]).map((one) => one.id);
    expect((await found('林知', security)).sort()).toEqual([ours.accountId, theirs.accountId].sort());
    expect(await found('林知', leader)).toEqual([ours.accountId]);
    expect(await found(theirs.username, leader)).toEqual([theirs.accountId]);
    expect(await found(far.username, security)).toEqual([]);
  });
});

describe('ending a post', () => {
  const postOf = async (account: BuiltAccount) => (await db.owner.query(`select id from organisation.post where account_id = $1`, [account.accountId])).rows[0].id as string;
  it('at once takes the rights with it, and stays in the history with who and why', async () => {
    const teacher = await person('form-teacher', school, { classIds: [first.id] });
    const end = (who: SignedIn, lastDay: string) => postOf(teacher).then((id) => outcome(call('POST', `appointments/${id}/end`, who, { lastDay, reason: '调离' })));
    expect(await students(teacher)).toEqual(['甲生']);
    expect(await end(leader, addDays(today, -2))).toBe('post-days');
    expect(await end(leader, addDays(today, -1))).toBe(204);
    expect(await sessionsOf(teacher)).toBe(0);
    expect(await students(teacher)).toBe(403);
    expect(await end(leader, addDays(today, -1))).toBe('post-over');
    const member = (await call('GET', `staff/${teacher.accountId}`, leader)).json();
    expect(member.posts[0]).toMatchObject({ state: 'ended', endedByName: '何校长', reason: '调离', validUntil: addDays(today, -1), classes: ['七年级1班'] });
  });

  it('of a psychology teacher is not the leader’s, of anybody at a neighbour’s looks like none', async () => {
    const psychologist = await postOf(await person('psychology-teacher', school));
    const theirs = await postOf(await person('form-teacher', neighbour));
    const end = (id: string, who: SignedIn) => outcome(call('POST', `appointments/${id}/end`, who, { lastDay: today, reason: '换岗' }));
    expect([await end(psychologist, leader), await end(theirs, leader), await end(psychologist, security)]).toEqual(['post-not-yours', 'post-absent', 204]);
  });

  it('while somebody stands in for her, duty is his and not hers', async () => {
    const absent = await person('psychology-teacher', neighbour, { name: '休假老师' });
    const substitute = await person('form-teacher', neighbour, { name: '代理老师' });
    const body = { accountId: substitute.accountId, post: 'psychology-teacher', schoolId: neighbour.id, validFrom: today, replacesPostId: await postOf(absent), reason: '产假' };
    expect(await outcome(call('POST', 'appointments', security, body))).toBe('replacement-until');
    expect(await outcome(call('POST', 'appointments', security, { ...body, validUntil: addDays(today, 98) }))).toBe(201);
    const holders = await db.work.read(jobActor('test', COUNTY), 'test', (tx) =>
      app.get(OrganisationReader, { strict: false }).dutyHolders(tx, { jurisdictionId: COUNTY, schoolId: neighbour.id }, ['psychology-teacher'], today));
    expect(holders.map((one) => one.name)).toEqual(['代理老师']);
    const listed = (await call('GET', `staff?schoolId=${neighbour.id}&post=psychology-teacher`, security)).json().items as { name: string; replacedBy: string | null; replacesName: string | null }[];
    expect(listed.map(({ name, replacedBy, replacesName }) => [name, replacedBy, replacesName]).sort()).toEqual([['代理老师', null, '休假老师'], ['休假老师', '代理老师', null]].sort());
  });
});

describe('the staff page', () => {
  it('lists posts page by page within reach, by place, name and kind', async () => {
    const all = (await call('GET', 'staff?limit=3', security)).json();
    expect([all.items.length, typeof all.nextCursor]).toEqual([3, 'string']);
    const ours = (await call('GET', 'staff', leader)).json().items as { schoolId: string }[];
    expect(new Set(ours.map((one) => one.schoolId))).toEqual(new Set([school.id]));
    expect((await call('GET', `staff?schoolId=${neighbour.id}`, leader)).json().items).toEqual([]);
    expect((await call('GET', 'staff?q=何校&post=school-leader', leader)).json().items).toMatchObject([{ name: '何校长', postName: '学校负责人', orgName: '向阳中学' }]);
  });
});

describe('background checks', () => {
  it('missing and old ones are counted, listed and wait on the desk, until they are recorded', async () => {
    const own = await aSchool(db.owner, { jurisdictionId: NEXT_COUNTY });
    const boss = await person('school-leader', own, { name: '负责人' });
    const who = await signIn(app, boss);
    const teacher = await person('form-teacher', own, { name: '新老师' });
    const counts = async () => (await call('GET', 'staff/background-checks', who)).json();
    expect(await counts()).toMatchObject({ people: 2, missing: 2, old: 0, everyDays: 365, source: expect.stringContaining('第六十二条') });
    const record = (account: BuiltAccount, checkedOn: string) => outcome(call('POST', `staff/${account.accountId}/background-checks`, who, { checkedOn }));
    expect(await record(teacher, addDays(today, 1))).toBe('check-day');
    expect(await record(teacher, addDays(today, -366))).toBe(204);
    expect(await record(boss, today)).toBe(204);
    expect(await counts()).toMatchObject({ missing: 0, old: 1 });
    expect((await call('GET', 'staff?check=old', who)).json().items).toMatchObject([{ name: '新老师', checkState: 'old', checkedOn: addDays(today, -366) }]);
    const todos = () => db.work.read(boss.actor, 'organisation.record-background-check', (tx) => app.get(BackgroundCheckTodos, { strict: false }).todos(tx));
    expect(await todos()).toMatchObject([{ title: '有1名接触学生的教职工未做或需重做从业查询' }]);
    expect(await record(teacher, today)).toBe(204);
    expect([await todos(), (await call('GET', `staff/${teacher.accountId}`, who)).json().checks.length]).toEqual([[], 2]);
    expect(await record(await person('form-teacher', school), today)).toBe('account-absent');
  });
});

describe('a loan', () => {
  it('lets a colleague do it until its day, seen by both and by the administrators, and ends by itself', async () => {
    const lender = await person('form-teacher', school, { classIds: [first.id], name: '借出人' });
    const borrower = await person('form-teacher', school, { classIds: [second.id], name: '借入人' });
    const lends = await signIn(app, lender);
    const offer = (await call('GET', 'loans/offer', lends)).json().colleagues as { postId: string; name: string; actions: { action: string }[] }[];
    const to = offer.find((one) => one.name === '借入人')!;
    expect(to.actions.map((one) => one.action)).toContain('organisation.read-students');
    expect(to.actions.map((one) => one.action)).not.toContain('organisation.lend');
    const lend = (over: object = {}) => call('POST', 'loans', lends, { action: 'organisation.read-students', borrowerPostId: to.postId, validUntil: addDays(today, 3), reason: '外出培训', ...over });
    expect(await outcome(lend({ validUntil: addDays(today, 60) }))).toBe('loan-days');
    expect(await outcome(lend({ action: 'screening.review' }))).toBe('loan-not-held');
    const { id } = (await lend()).json();
    expect(await students(borrower)).toEqual(['乙生', '甲生']);
    const onwards = await call('POST', 'loans', await signIn(app, borrower), { action: 'organisation.read-students', borrowerPostId: await postIdOf(lender), validUntil: today, reason: 'x' });
    expect(onwards.statusCode).toBe(201); // what he has of his own he may lend; it reaches his own class and no further
    const seen = async (who: SignedIn, url: string) => ((await call('GET', url, who)).json().items as { id: string; mine: boolean; state: string }[]).find((one) => one.id === id);
    expect([await seen(lends, 'loans'), await seen(await signIn(app, await person('audit-admin')), 'loans/all'), await seen(security, 'loans/all')]).toMatchObject([
      { mine: true, state: 'running' }, { mine: false, state: 'running' }, { state: 'running' },
    ]);
    const now = db.clock.now();
    db.clock.set(new Date(now.getTime() + 4 * 86_400_000));
    expect(await students(borrower)).toEqual(['乙生']);
    db.clock.set(now);
    const told = await db.owner.query(`select title from platform.message where account_id = $1`, [borrower.accountId]);
    expect(told.rows).toMatchObject([{ title: `有同事把“查看学生名册（脱敏）”临时授权给您，至${addDays(today, 3)}` }]);
    const audit = await db.owner.query(`select 1 from audit.entry where action = 'organisation.lend' and object = $1`, [`account:${borrower.accountId}`]);
    expect(audit.rows.length).toBe(1);
  });

  it('ends when either gives it back, or with the lender’s post; not to another school, not by a stranger', async () => {
    const lender = await person('psychology-teacher', school);
    const borrower = await person('form-teacher', school, { classIds: [second.id] });
    const elsewhere = await person('form-teacher', neighbour);
    const lends = await signIn(app, lender);
    const lend = async (to: BuiltAccount) => call('POST', 'loans', lends, { action: 'organisation.read-students', borrowerPostId: await postIdOf(to), validUntil: addDays(today, 3), reason: '代班' });
    expect(await outcome(lend(elsewhere))).toBe('loan-elsewhere');
    const { id } = (await lend(borrower)).json();
    expect(await students(borrower)).toEqual(['乙生', '甲生']);
    const stranger = await signIn(app, await person('grade-head', school));
    expect(await outcome(call('POST', `loans/${id}/end`, stranger, {}))).toBe('loan-absent');
    expect(await outcome(call('POST', `loans/${id}/end`, await signIn(app, borrower), {}))).toBe(204);
    expect(await outcome(call('POST', `loans/${id}/end`, lends, {}))).toBe('loan-over');
    expect(await students(borrower)).toEqual(['乙生']);
    await lend(borrower);
    expect(await students(borrower)).toEqual(['乙生', '甲生']);
    await db.owner.query(`update organisation.post set valid_until = $2 where account_id = $1`, [lender.accountId, addDays(today, -1)]);
    expect(await students(borrower)).toEqual(['乙生']);
  });

  const postIdOf = async (account: BuiltAccount) => (await db.owner.query(`select id from organisation.post where account_id = $1`, [account.accountId])).rows[0].id as string;
});
