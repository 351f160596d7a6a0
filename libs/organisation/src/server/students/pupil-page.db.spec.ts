import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { jobActor } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { REVEAL_LIMITS } from '../../rules/index.js';
import { aCitizenNumber, aClass, aDesk, anAccountWithPost, aSchool, aStudent, type BuiltClass, type BuiltSchool, type BuiltStudent, type Desk, signIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { OrganisationReader } from '../reading/organisation-reader.service.js';

const COUNTY = 990101;
const CITIZEN = aCitizenNumber(101, '20130504');
const PHONE = '13912345678';

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let home: BuiltClass;
let pupil: BuiltStudent;
let leader: Desk;
let psychologist: Desk;
let form: Desk;
let otherForm: Desk;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner, { name: '向阳中学' });
  home = await aClass(db.owner, school, { number: 1 });
  const next = await aClass(db.owner, school, { number: 2 });
  pupil = await aStudent(db.owner, home, { name: '甲同学', bornOn: '2013-05-04' });
  const at = { jurisdictionId: COUNTY, schoolId: school.id };
  leader = await aDesk(app, db.owner, 'school-leader', at);
  psychologist = await aDesk(app, db.owner, 'psychology-teacher', at);
  form = await aDesk(app, db.owner, 'form-teacher', { ...at, classIds: [home.id], name: '林老师' });
  otherForm = await aDesk(app, db.owner, 'form-teacher', { ...at, classIds: [next.id] });
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const page = async (who: Desk = leader) => (await who.call('GET', `students/${pupil.id}`)).body;
const trail = async () => (await db.owner.query(`select action, detail from audit.entry where object = $1 order by seq`, [`student:${pupil.id}`])).rows;

describe('a pupil’s page', () => {
  it('is corrected, and everything that could be misused is masked', async () => {
    const before = await page();
    const answer = await leader.call('PUT', `students/${pupil.id}`, { name: '甲同学', sex: 1, citizenNumber: CITIZEN, studentNumber: `L990101201305041234` }, before.version);
    expect(answer.body).toMatchObject({
      version: before.version + 1, bornOn: '2013-**-**', citizenNumber: `${CITIZEN.slice(0, 3)}***********${CITIZEN.slice(-4)}`, studentNumber: 'L990***********1234',
    });
    expect(JSON.stringify(answer.body)).not.toContain(CITIZEN);
    expect((await leader.call('PUT', `students/${pupil.id}`, { name: '甲同学', sex: 1 }, before.version)).body).toMatchObject({ code: 'platform/changed-meanwhile', details: { current: { version: before.version + 1 } } });
  });

  it.each([
    ['a mistyped citizen number', { citizenNumber: `${CITIZEN.slice(0, 17)}${CITIZEN.endsWith('1') ? '2' : '1'}` }, 'citizenNumber'],
    ['a student number of no form', { studentNumber: 'X1' }, 'studentNumber'],
    ['a number of somebody born on another day', { citizenNumber: aCitizenNumber(101, '20120101'), bornOn: '2013-05-04' }, 'bornOn'],
    ['a number of a girl', { citizenNumber: aCitizenNumber(102, '20130504') }, 'sex'],
  ])('refuses %s', async (_, over, field) => {
    const answer = await leader.call('PUT', `students/${pupil.id}`, { name: '甲同学', sex: 1, ...over }, (await page()).version);
    expect([answer.status, answer.body.errors.map((one: { field: string }) => one.field)]).toEqual([422, [field]]);
  });

  it('keeps the temporary number when the lasting one comes, and finds the pupil by either', async () => {
    const answer = await leader.call('PUT', `students/${pupil.id}`, { name: '甲同学', sex: 1, studentNumber: `G${CITIZEN}` }, (await page()).version);
    expect(answer.body.pastNumbers).toEqual([{ number: 'L990***********1234', replacedOn: expect.any(String) }]);
    for (const q of [`G${CITIZEN}`, CITIZEN, 'L990101201305041234', '甲', 'jia']) {
      expect([q, (await psychologist.call('GET', `students?q=${encodeURIComponent(q)}`)).body.items.map((one: { id: string }) => one.id)]).toEqual([q, [pupil.id]]);
    }
    expect((await otherForm.call('GET', `students?q=G${CITIZEN}`)).body.items).toEqual([]);
  });

  it('refuses a number that another pupil bears', async () => {
    const twin = await aStudent(db.owner, home);
    expect((await leader.call('PUT', `students/${twin.id}`, { name: '乙同学', sex: 1, citizenNumber: CITIZEN, bornOn: '2013-05-04' }, 1)).body.code).toBe('organisation/student-number-taken');
  });

  it('opens for a purpose that is said, which the audit keeps; without one nothing of the pupil is told', async () => {
    const { headers } = await signIn(app, await anAccountWithPost(db.owner, { post: 'form-teacher', jurisdictionId: COUNTY, schoolId: school.id, classIds: [home.id] }));
    const open = (stated: Record<string, string> = {}) => app.inject({ method: 'GET', url: `/api/organisation/students/${pupil.id}`, headers: { ...headers, ...stated } });
    const closed = await open();
    expect([closed.statusCode, closed.json().code, closed.json().title]).toEqual([403, 'platform/purpose-needed', '请先说明查看这份记录的用途。']);
    expect(closed.body).not.toContain('甲同学');
    expect((await open({ 'x-access-purpose': 'curiosity' })).json().code).toBe('platform/purpose-unknown');
    expect((await open({ 'x-access-purpose': 'talk' })).json().name).toBe('甲同学');
    expect((await open()).statusCode).toBe(200);
    const read = (await trail()).filter((one) => one.action === 'organisation.read-students');
    expect(read.slice(-2).map((one) => JSON.parse(one.detail).purpose)).toEqual(['talk', 'talk']);
  });

  it('opens for the own school and class, and for nobody else', async () => {
    expect((await page(form)).name).toBe('甲同学');
    expect((await otherForm.call('GET', `students/${pupil.id}`)).status).toBe(404);
    for (const post of ['system-admin', 'security-admin', 'audit-admin', 'county-officer'] as const) {
      const admin = await aDesk(app, db.owner, post, { jurisdictionId: COUNTY });
      expect([post, (await admin.call('GET', `students/${pupil.id}`)).status]).toEqual([post, 403]);
      expect([post, (await admin.call('POST', `students/${pupil.id}/reveal`, { field: 'guardian-phone', reason: '核对学生情况' })).status]).toEqual([post, 403]);
    }
    expect((await trail()).filter((one) => one.action === 'organisation.read-students').length).toBeGreaterThan(2);
  });
});

describe('guardians', () => {
  it('are written in full and come back masked', async () => {
    const made = await form.call('POST', `students/${pupil.id}/guardians`, { name: '张明华', relation: '父亲', phone: '+86 139-1234-5678' });
    expect(made.body).toMatchObject({ position: 1, name: '张**', relation: '父亲', phone: '139****5678', version: 1 });
    expect((await form.call('POST', `students/${pupil.id}/guardians`, { name: '李四', relation: '母亲', phone: '12' })).body.code).toBe('organisation/guardian-phone');
    const edited = await form.call('PUT', `guardians/${made.body.id}`, { relation: '爷爷' }, 1);
    expect(edited.body).toMatchObject({ name: '张**', relation: '爷爷', phone: '139****5678', version: 2 });
    expect((await form.call('PUT', `guardians/${made.body.id}`, { relation: '父亲' }, 1)).body.code).toBe('platform/changed-meanwhile');
    expect((await otherForm.call('PUT', `guardians/${made.body.id}`, { relation: '父亲' }, 2)).status).toBe(404);
    for (const n of [2, 3, 4]) expect((await form.call('POST', `students/${pupil.id}/guardians`, { name: `家长${'甲乙丙丁'[n - 1]}`, relation: '其他' })).body.position).toBe(n);
    expect((await form.call('POST', `students/${pupil.id}/guardians`, { name: '第五人', relation: '其他' })).body.code).toBe('organisation/guardian-many');
    const third = (await page()).guardians[2];
    expect((await form.call('DELETE', `guardians/${third.id}`, undefined, third.version)).status).toBe(204);
    expect((await page()).guardians.map((one: { position: number }) => one.position)).toEqual([1, 2, 4]);
  });
});

describe('opening a mask', () => {
  const open = async (who: Desk, field: string, over: object = {}) =>
    who.call('POST', `students/${pupil.id}/reveal`, { field, reason: '联系家长到校面谈', guardianId: (await page()).guardians[0].id, ...over });

  it('shows one value for some seconds, to who may, and leaves two traces with the reason', async () => {
    expect((await open(form, 'guardian-phone')).body).toEqual({ value: PHONE, seconds: REVEAL_LIMITS.shownSeconds });
    expect((await open(psychologist, 'citizen-number')).body.value).toBe(CITIZEN);
    expect((await open(leader, 'born-on')).body.value).toBe('2013-05-04');
    expect((await open(leader, 'guardian-name')).body.value).toBe('张明华');
    const seen = (await trail()).filter((one) => one.action === 'organisation.reveal-guardians')[0]!;
    const detail = typeof seen.detail === 'string' ? JSON.parse(seen.detail) : seen.detail;
    expect(detail).toMatchObject({ field: 'guardian-phone', purpose: '联系家长到校面谈' });
    expect(JSON.stringify(await trail())).not.toContain(PHONE);
    const list = (await psychologist.call('GET', `students/${pupil.id}/reveals`)).body.items;
    expect(list.find((one: { field: string }) => one.field === 'guardian-phone')).toMatchObject({ field: 'guardian-phone', byName: '林老师', reason: '联系家长到校面谈' });
    const reader = app.get(OrganisationReader, { strict: false });
    const held = await db.work.read(jobActor('test', COUNTY), 'test', (tx) => reader.revealsOf(tx, COUNTY, pupil.id));
    expect(held.length).toBe(list.length);
  });

  it.each([
    ['without a reason worth the name', {}, { reason: '看看' }, 422, 'organisation/reveal-reason-short'],
    ['with a number in the reason', {}, { reason: `打给${PHONE}` }, 422, 'organisation/reveal-reason-digits'],
    ['of a guardian who is none of his', {}, { guardianId: '01932c5e-0000-7000-8000-000000000000' }, 404, 'organisation/guardian-absent'],
  ])('is refused %s', async (_, __, over, status, code) => {
    const answer = await open(form, 'guardian-phone', over);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('of numbers is not for form teachers, of other classes for nobody', async () => {
    expect((await open(form, 'citizen-number')).status).toBe(403);
    expect((await open(otherForm, 'guardian-phone')).status).toBe(404);
    expect((await form.call('GET', `students/${pupil.id}/reveals`)).status).toBe(403);
  });

  it('ends for a while after too many, however many come at once', async () => {
    const hasty = await aDesk(app, db.owner, 'psychology-teacher', { jurisdictionId: COUNTY, schoolId: school.id });
    const guardianId = (await page()).guardians[0].id;
    const many = await Promise.all(Array.from({ length: REVEAL_LIMITS.perHour + 5 }, () =>
      hasty.call('POST', `students/${pupil.id}/reveal`, { field: 'guardian-phone', reason: '联系家长到校面谈', guardianId })));
    expect(many.filter((one) => one.status === 200)).toHaveLength(REVEAL_LIMITS.perHour);
    expect(new Set(many.filter((one) => one.status !== 200).map((one) => one.body.code))).toEqual(new Set(['organisation/reveal-too-many']));
    await db.owner.query(`update organisation.reveal set at = at - interval '61 minutes'`);
    expect((await open(hasty, 'guardian-phone')).status).toBe(200);
  });
});

describe('leave and return', () => {
  it('takes a pupil out of what is screened, and back into another class with the old one remembered', async () => {
    const enrolled = async () => (await db.owner.query(`select class_id from organisation.v_enrolled_student where student_id = $1`, [pupil.id])).rows;
    const next = await aClass(db.owner, school, { entryYear: 2025, number: 7 });
    const left = await leader.call('POST', `students/${pupil.id}/suspend`, { kind: 'illness', fromOn: '2026-10-12' }, (await page()).version);
    expect([left.body.state, left.body.suspension, await enrolled()]).toEqual(['suspended', { kind: 'illness', fromOn: '2026-10-12' }, []]);
    expect((await leader.call('POST', `students/${pupil.id}/suspend`, { kind: 'illness', fromOn: '2026-10-12' }, left.body.version)).body.code).toBe('organisation/student-not-enrolled');
    expect((await form.call('POST', `students/${pupil.id}/return`, { on: '2026-11-01' }, left.body.version)).status).toBe(403);
    const back = await leader.call('POST', `students/${pupil.id}/return`, { on: '2026-11-01', classId: next.id }, left.body.version);
    expect(back.body).toMatchObject({ state: 'enrolled', className: '八年级7班', suspension: null, pastClasses: [{ schoolName: '向阳中学', className: '七年级1班' }] });
    expect(await enrolled()).toEqual([{ class_id: next.id }]);
    const stated = await db.owner.query(`select payload ->> 'change' as change from platform.outbox where type = 'organisation/student-changed' `);
    expect(stated.rows.map((row) => row.change)).toEqual(expect.arrayContaining(['edited', 'guardians', 'suspended', 'returned']));
  });
});

describe('a pupil who goes to another school of the bureau', () => {
  it('takes guardians, marks, numbers and reveals along, and leaves bed and office behind', async () => {
    const there = await aClass(db.owner, await aSchool(db.owner, { name: '新学校' }));
    await psychologist.call('POST', `students/${pupil.id}/focus`, { code: 'left-behind', source: 'teacher', untilOn: '2027-06-30' });
    await leader.call('POST', 'committee', { studentId: pupil.id, role: 'class', fromOn: '2026-10-12' });
    await db.owner.query(`update organisation.student set school_id = $2, class_id = $3, updated_at = now() where id = $1`, [pupil.id, there.schoolId, there.id]);
    const tables = ['guardian', 'student_past_class', 'student_past_number', 'student_suspension', 'student_focus', 'reveal'];
    for (const table of tables) {
      const { rows } = await db.owner.query(`select distinct school_id from organisation.${table} where student_id = $1`, [pupil.id]);
      expect([table, rows]).toEqual([table, [{ school_id: there.schoolId }]]);
    }
    expect((await db.owner.query(`select 1 from organisation.committee_member where student_id = $1 and until_on is null`, [pupil.id])).rows).toEqual([]);
    const newLeader = await aDesk(app, db.owner, 'school-leader', { jurisdictionId: COUNTY, schoolId: there.schoolId });
    expect((await page(newLeader)).pastClasses.map((one: { className: string }) => one.className)).toEqual(['八年级7班', '七年级1班']);
    expect((await leader.call('GET', `students/${pupil.id}`)).status).toBe(404);
  });
});
