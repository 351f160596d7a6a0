import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aCitizenNumber, aClass, anAccountWithPost, aSchool, aStudent, type BuiltClass, type BuiltStudent, signIn, type SignedIn, terms } from '@heliotrope/organisation/testing';
import { PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { PolicyHttpModule } from '@heliotrope/policy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataProtectionHttpModule } from '../data-protection.http.module.js';

const HELD = aCitizenNumber(101, '20130504'); // a boy's
const WANTED = aCitizenNumber(103, '20130504');
const OF_A_GIRL = aCitizenNumber(102, '20130504');
const MISTYPED = `${WANTED.slice(0, 17)}${WANTED.endsWith('1') ? '2' : '1'}`;

let db: TestDatabase;
let app: NestFastifyApplication;
let home: BuiltClass;
let psychologist: SignedIn;
let leader: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  db.clock.set(new Date('2026-10-12T02:00:00Z'));
  app = await testServer(db, PlatformHttpModule, PolicyHttpModule, OrganisationHttpModule, DataProtectionHttpModule);
  const school = await aSchool(db.owner);
  await terms(db.owner);
  home = await aClass(db.owner, school);
  psychologist = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id }));
  leader = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: school.id }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

// What an answer holds is what a test asks of it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function call(who: SignedIn, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, version?: number): Promise<{ status: number; body: any }> {
  const headers = { ...who.headers, 'x-access-purpose': 'roster', ...(version === undefined ? {} : { 'if-match': `"${version}"` }) };
  const answer = await app.inject({ method, url: `/api${path}`, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() };
}
const DESK = '/data-protection/rights-requests';
const aPupil = () => aStudent(db.owner, home, { name: '周同学', bornOn: '2013-05-04' });
const ask = (pupil: BuiltStudent, correction?: object, kind = 'correct') =>
  call(psychologist, 'POST', DESK, { studentId: pupil.id, kind, askedBy: 'guardian', wish: '学校登记的信息不对，请更正', receivedOn: '2026-10-12', ...(correction ? { correction } : {}) });
const wish = async (pupil: BuiltStudent, correction?: object) => (await ask(pupil, correction)).body.id as string;
const seen = async (id: string, who = leader) => (await call(who, 'GET', `${DESK}/${id}`)).body;
const grant = (id: string, version?: number) => call(leader, 'POST', `${DESK}/${id}/grant`, { answer: '已核对户口簿，名册已更正' }, version);
/** All the roster and the trail know of this pupil: equal before and after means that nothing was changed. */
const record = async ({ id }: BuiltStudent) => ({
  row: (await db.owner.query(`select * from organisation.student where id = $1`, [id])).rows,
  told: (await db.owner.query(`select count(*)::int as n from platform.outbox where payload->>'studentId' = $1`, [id])).rows,
  edits: (await db.owner.query(`select detail from audit.entry where object = $1 and action = 'organisation.edit-students'`, [`student:${id}`])).rows,
  request: (await db.owner.query(`select state, answer_enc, correction_enc from data_protection.rights_request where student_id = $1`, [id])).rows,
});

describe('a wish to have the roster put right', () => {
  it('names the field and the value, shows both sides to whoever grants, and changes the pupil when granted', async () => {
    const pupil = await aPupil();
    const id = await wish(pupil, { field: 'name', value: ' 周向阳 ' });
    const { correction } = await seen(id);
    expect(correction).toEqual({ field: 'name', held: '周同学', wanted: '周向阳', isMade: false, version: expect.any(Number) });
    expect((await grant(id, correction.version)).body).toMatchObject({ state: 'granted', pupilName: '周向阳', correction: { held: '周同学', wanted: '周向阳', isMade: true } });
    const { row: [after], edits, told } = await record(pupil);
    expect(after).toMatchObject({ name: '周向阳', pinyin: expect.stringContaining('xiang'), version: correction.version + 1 });
    expect(edits.map((one) => JSON.parse(one.detail))).toEqual([expect.objectContaining({ change: 'edited', fields: ['name'] })]);
    expect(told).toEqual([{ n: 1 }]);
    const { rows } = await db.owner.query(`select detail from audit.entry where object = $1 and action = 'data-protection.decide-rights'`, [`student:${pupil.id}`]);
    expect(rows.map((one) => JSON.parse(one.detail))).toEqual([expect.objectContaining({ requestId: id, answer: 'granted', corrected: 'name' })]);
  });

  it('opens a number only before whoever decides, and only until it is decided', async () => {
    const pupil = await aPupil();
    const { body: { version } } = await call(leader, 'GET', `/organisation/students/${pupil.id}`);
    await call(leader, 'PUT', `/organisation/students/${pupil.id}`, { name: '周同学', sex: 1, citizenNumber: HELD }, version);
    const id = await wish(pupil, { field: 'citizenNumber', value: WANTED.toLowerCase() });
    expect(JSON.stringify(await seen(id, psychologist))).not.toMatch(new RegExp(`${HELD}|${WANTED}`, 'i'));
    const { correction } = await seen(id);
    expect(correction).toMatchObject({ held: HELD, wanted: WANTED.toLowerCase() });
    const { rows: [opened] } = await db.owner.query(`select detail from audit.entry where object = $1 and action = 'data-protection.rights-desk' order by seq desc limit 1`, [`student:${pupil.id}`]);
    expect(JSON.parse(opened.detail)).toMatchObject({ requestId: id, opened: 'citizenNumber' });
    expect((await grant(id, correction.version)).status).toBe(200);
    expect(JSON.stringify(await seen(id))).not.toMatch(new RegExp(`${HELD}|${WANTED}`, 'i'));
    const { body } = await call(leader, 'GET', `/organisation/students/${pupil.id}`);
    expect(body.citizenNumber).toBe(`${WANTED.slice(0, 3)}***********${WANTED.slice(-4)}`);
    const { rows } = await db.owner.query(`select position($1::bytea in correction_enc) as plain from data_protection.rights_request where id = $2`, [Buffer.from(WANTED), id]);
    expect(rows).toEqual([{ plain: 0 }]);
  });

  it('refused in writing changes nothing', async () => {
    const pupil = await aPupil();
    const id = await wish(pupil, { field: 'bornOn', value: '2013-05-05' });
    const before = await record(pupil);
    const { body } = await call(leader, 'POST', `${DESK}/${id}/refuse`, { reason: '出生日期与户口簿一致，不需要更正。' });
    expect(body).toMatchObject({ state: 'refused', correction: { held: '2013-**-**', wanted: '2013-**-**', isMade: false } });
    const after = await record(pupil);
    expect({ ...after, request: null }).toEqual({ ...before, request: null });
  });

  it('granted over a record that somebody has changed meanwhile, or not looked at, changes nothing', async () => {
    const pupil = await aPupil();
    const id = await wish(pupil, { field: 'sex', value: '女' });
    const { correction: { version } } = await seen(id);
    await call(leader, 'PUT', `/organisation/students/${pupil.id}`, { name: '周同学', sex: 1, boarding: true }, version);
    const before = await record(pupil);
    const stale = await grant(id, version);
    expect([stale.status, stale.body]).toEqual([409, expect.objectContaining({ code: 'platform/changed-meanwhile', details: expect.objectContaining({ current: expect.objectContaining({ version: version + 1 }) }) })]);
    expect((await grant(id)).body.code).toBe('platform/if-match-needed');
    expect(await record(pupil)).toEqual(before);
    expect((await seen(id)).state).toBe('received');
    expect((await grant(id, version + 1)).body).toMatchObject({ state: 'granted', correction: { held: '男', wanted: '女', isMade: true } });
  });

  it.each([
    ['citizenNumber', MISTYPED, '身份证号最后一位校验不对，请核对是否输错'],
    ['bornOn', '2013-02-29', '没有这个出生日期，应写作2013-05-04'],
    ['bornOn', '2026-10-13', '出生日期不能晚于今天'],
    ['boarding', '也许', '是否住校应为“是”或“否”'],
  ])('is not taken in when %s cannot be %s', async (field, value, message) => {
    const { status, body } = await ask(await aPupil(), { field, value });
    expect([status, body.code, body.errors]).toEqual([422, 'data-protection/correction-wrong', [expect.objectContaining({ field: 'correction.value', message })]]);
  });

  it.each([
    ['does not fit what stands beside it', OF_A_GIRL, 'organisation/student-form', '性别与身份证号中的不一致'],
    ['is borne by another pupil', HELD, 'organisation/student-number-taken', undefined],
  ])('is not made when the value %s: nothing changes', async (_, value, code, message) => {
    const pupil = await aPupil();
    await call(leader, 'PUT', `/organisation/students/${(await aPupil()).id}`, { name: '周同学', sex: 1, citizenNumber: HELD }, 1);
    const id = await wish(pupil, { field: 'citizenNumber', value });
    const before = await record(pupil);
    const { body } = await grant(id, (await seen(id)).correction.version);
    expect([body.code, body.errors?.[0]?.message]).toEqual([code, message]);
    expect(await record(pupil)).toEqual(before);
  });

  it('about what the roster does not keep stays words, granted without touching the roster', async () => {
    const pupil = await aPupil();
    const id = await wish(pupil);
    expect((await seen(id)).correction).toBeNull();
    const { row } = await record(pupil);
    expect((await grant(id)).body).toMatchObject({ state: 'granted', correction: null });
    expect((await record(pupil)).row).toEqual(row);
  });

  it('names a field in no other kind of wish', async () => {
    expect((await ask(await aPupil(), { field: 'name', value: '周向阳' }, 'access')).body.code).toBe('data-protection/correction-not-asked');
  });
});
