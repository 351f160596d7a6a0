import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { jobActor, JobRunRunner } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { aCitizenNumber, aClass, anAccountWithPost, aRosterFile, aRosterRow, aSchool, type BuiltClass, type BuiltSchool, signIn, type SignedIn } from '../../testing/index.js';
import { DuplicateService } from '../duplicates/duplicate.service.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { OrganisationJobsModule } from '../organisation.jobs.module.js';

const HERE = 990101;
const THERE = 990102;

let db: TestDatabase;
let app: NestFastifyApplication;
let from: BuiltSchool;
let near: BuiltSchool;
let far: BuiltSchool;
let nearClass: BuiltClass;
let farClass: BuiltClass;
const people: Record<string, SignedIn> = {};

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule, OrganisationJobsModule);
  from = await aSchool(db.owner, { name: '向阳中学', identifierCode: '3499900001', jurisdictionId: HERE });
  near = await aSchool(db.owner, { name: '东湖中学', identifierCode: '3499900002', jurisdictionId: HERE });
  far = await aSchool(db.owner, { name: '西岭中学', identifierCode: '3499900003', jurisdictionId: THERE });
  nearClass = await aClass(db.owner, near, { number: 5 });
  farClass = await aClass(db.owner, far, { number: 6 });
  for (const [name, school] of Object.entries({ from, near, far })) {
    const at = { jurisdictionId: school.jurisdictionId, schoolId: school.id };
    people[`${name} leader`] = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', ...at }));
    people[`${name} psychologist`] = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', ...at }));
  }
  await enrol([aRosterRow(1, { name: '转甲' }), aRosterRow(2, { name: '转乙' }), aRosterRow(3, { name: '转丙' }), aRosterRow(4, { name: '转丁' })], people['from leader']!);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const call = (method: 'GET' | 'POST' | 'PUT', url: string, who: string, payload?: object) =>
  app.inject({ method, url: `/api/organisation/${url}`, headers: people[who]!.headers, ...(payload ? { payload } : {}) });
const runs = async () => {
  const { rows } = await db.owner.query(`select jurisdiction_id, id from platform.job_run where state = 'queued' order by requested_at, id`);
  for (const row of rows) await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: row.jurisdiction_id, runId: row.id });
  expect((await db.owner.query(`select name, state from platform.job_run where state not in ('done', 'cancelled')`)).rows).toEqual([]);
};
const pupil = async (name: string, jurisdictionId = HERE) =>
  (await db.owner.query(`select * from organisation.student where name = $1 and jurisdiction_id = $2`, [name, jurisdictionId])).rows[0];

async function enrol(rows: ReturnType<typeof aRosterRow>[], who: SignedIn): Promise<void> {
  const boundary = 'heliotrope-test';
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n`), aRosterFile(rows), Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const { id } = (await app.inject({ method: 'POST', url: '/api/organisation/roster-imports', headers: { ...who.headers, 'content-type': `multipart/form-data; boundary=${boundary}` }, payload: body })).json();
  await runs();
  expect((await app.inject({ method: 'POST', url: `/api/organisation/roster-imports/${id}/confirm`, headers: who.headers, payload: {} })).statusCode).toBe(202);
  await runs();
}

async function proposed(name: string, to: BuiltSchool, over: object = {}): Promise<string> {
  const answer = await call('POST', 'transfers', 'from leader', {
    studentId: (await pupil(name)).id, toJurisdictionId: to.jurisdictionId, toSchoolId: to.id, leavesOn: '2026-10-12', basis: 'none', ...over,
  });
  expect([answer.statusCode, answer.body]).toEqual([201, expect.anything()]);
  await runs();
  return answer.json().id;
}

const inbox = async (who: string) => (await call('GET', 'transfers?side=in', who)).json().items as { id: string; name: string; state: string; fileExists: boolean; hasSummary: boolean }[];

describe('a transfer', () => {
  it('finds the receiving school by name in any bureau, and tells nothing else of it', async () => {
    expect((await call('GET', `transfers/schools?q=${encodeURIComponent('西岭')}`, 'from leader')).json()).toEqual([
      { jurisdictionId: THERE, id: far.id, name: '西岭中学', bureauName: '测试教育局990102' },
    ]);
    expect((await call('GET', 'transfers/schools?q=a', 'from leader')).statusCode).toBe(422);
    expect((await call('GET', `transfers/schools?q=${encodeURIComponent('西岭')}`, 'far psychologist')).statusCode).toBe(403);
  });

  it('within a bureau moves the row: the id, the numbers and the places before stay', async () => {
    const before = await pupil('转甲');
    const id = await proposed('转甲', near);
    expect(await inbox('near leader')).toEqual([expect.objectContaining({ id, name: '转**', state: 'proposed', fileExists: false })]);
    expect((await pupil('转甲')).school_id).toBe(from.id); // nothing moves before the other side has said yes
    expect((await call('POST', `transfers/${id}/accept`, 'near leader', { classId: farClass.id })).json().code).toBe('organisation/transfer-class');
    expect((await call('POST', `transfers/${id}/accept`, 'near leader', { classId: nearClass.id })).statusCode).toBe(204);
    await runs();
    const after = await pupil('转甲');
    expect(after).toMatchObject({ id: before.id, school_id: near.id, class_id: nearClass.id, state: 'enrolled', citizen_number_index: before.citizen_number_index });
    const { rows } = await db.owner.query(`select school_name, school_id from organisation.student_past_class where student_id = $1`, [before.id]);
    expect(rows).toEqual([{ school_name: '向阳中学', school_id: near.id }]);
    const told = await db.owner.query(`select title from platform.message where kind = 'organisation/transfer' order by id`);
    expect(told.rows.map((row) => row.title).sort()).toEqual([
      ...Array(2).fill('一名转入学生的学籍已到本校'), ...Array(2).fill('有一名学生申请转入，请办理'), ...Array(2).fill('转出的一名学生已由对方学校接收'),
    ].sort());
    expect((await call('POST', `transfers/${id}/accept`, 'near leader', { classId: nearClass.id })).json().code).toBe('organisation/transfer-over');
  });

  it('into another bureau takes the file along, sealed anew under its keys; the old row stays as left, with what belongs to it', async () => {
    const before = await pupil('转乙');
    const id = await proposed('转乙', far, { basis: 'guardian-consent', consentOn: '2026-10-10' });
    expect((await call('PUT', `transfers/${id}/summary`, 'from leader', { text: '校长不写' })).statusCode).toBe(403);
    expect((await call('PUT', `transfers/${id}/summary`, 'from psychologist', { text: '关注等级二级，每两周谈话一次' })).statusCode).toBe(204);
    expect((await call('GET', `transfers/${id}/summary`, 'far psychologist')).json().code).toBe('organisation/transfer-no-summary'); // not yet his pupil
    expect((await call('POST', `transfers/${id}/accept`, 'far leader', { classId: farClass.id })).statusCode).toBe(204);
    await runs();
    await runs(); // asked again, nothing more is done
    const there = await pupil('转乙', THERE);
    expect(there).toMatchObject({ id: before.id, school_id: far.id, class_id: farClass.id, state: 'enrolled' });
    expect(await pupil('转乙')).toMatchObject({ state: 'left', left_on: '2026-10-12', school_id: from.id });
    expect(there.citizen_number_index.equals(before.citizen_number_index)).toBe(false);
    const list = (await app.inject({ method: 'GET', url: '/api/organisation/students?q=转乙', headers: people['far psychologist']!.headers })).json();
    expect(list.items).toEqual([expect.objectContaining({ id: before.id, citizenNumber: `990***********${aCitizenNumber(2).slice(-4)}`, guardian: expect.objectContaining({ phone: '139****0002' }) })]);
    expect((await db.owner.query(`select school_name from organisation.student_past_class where jurisdiction_id = $1`, [THERE])).rows).toEqual([{ school_name: '向阳中学' }]);
    expect((await call('GET', `transfers/${id}/summary`, 'far leader')).statusCode).toBe(403);
    expect((await call('GET', `transfers/${id}/summary`, 'far psychologist')).json()).toEqual({ text: '关注等级二级，每两周谈话一次' });
    const { rows } = await db.owner.query(`select summary_enc from organisation.transfer_out where id = $1`, [id]);
    expect(rows).toEqual([{ summary_enc: null }]);
    const audited = await db.owner.query(`select 1 from audit.entry where jurisdiction_id = $1 and action = 'organisation.read-transfer-summary'`, [THERE]);
    expect(audited.rows).toHaveLength(1);
  });

  it('declined tells why and changes nothing; the pupil may be proposed again, and taken back', async () => {
    const id = await proposed('转丙', far);
    expect((await call('POST', 'transfers', 'from leader', { studentId: (await pupil('转丙')).id, toJurisdictionId: THERE, toSchoolId: far.id, leavesOn: '2026-10-12', basis: 'none' })).json().code).toBe('organisation/transfer-open');
    expect((await call('PUT', `transfers/${id}/summary`, 'from psychologist', { text: '没有依据' })).json().code).toBe('organisation/transfer-no-basis');
    expect((await call('POST', `transfers/${id}/decline`, 'far leader', { reason: '没有学位' })).statusCode).toBe(204);
    await runs();
    expect((await call('GET', `transfers/${id}`, 'from leader')).json()).toMatchObject({ state: 'declined', declineReason: '没有学位', name: '转丙' });
    expect(await pupil('转丙')).toMatchObject({ state: 'enrolled', school_id: from.id });
    const again = await proposed('转丙', near);
    await call('POST', `transfers/${again}/withdraw`, 'from leader');
    await runs();
    expect((await inbox('near leader')).find((one) => one.id === again)).toMatchObject({ state: 'withdrawn', name: null });
    expect((await call('POST', `transfers/${again}/accept`, 'near leader', { classId: nearClass.id })).json().code).toBe('organisation/transfer-over');
  });

  describe('of a pupil whose numbers stand in the other roster already', () => {
    let victimSchool: BuiltSchool;
    const roster = async () => (await db.owner.query(`select * from organisation.student where jurisdiction_id = $1 order by id`, [THERE])).rows;
    const accepted = async (id: string) => {
      expect((await call('POST', `transfers/${id}/accept`, 'far leader', { classId: farClass.id })).statusCode).toBe(204);
      await runs();
      return (await call('GET', `transfers/${id}`, 'from leader')).json();
    };

    beforeAll(async () => {
      victimSchool = await aSchool(db.owner, { name: '南坡中学', identifierCode: '3499900004', jurisdictionId: THERE });
      people['victim leader'] = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', jurisdictionId: THERE, schoolId: victimSchool.id }));
      await enrol([71, 72, 73, 74].map((n) => aRosterRow(n, { name: `在读${'甲乙丙丁'[n - 71]}` })), people['victim leader']!);
    });

    it.each([
      ['seizes nobody: the number and the name of a pupil at a third school', 71, '在读甲', {}],
      ['seizes nobody by the student number alone', 72, '在读乙', { citizenNumber: '' }],
      ['is declined for a number mistyped, and nothing changes on either side', 73, '转戊', {}],
    ])('%s', async (_, serial, name, over) => {
      await enrol([aRosterRow(serial, { name, ...over })], people['from leader']!);
      const [here, before] = [await pupil(name), await roster()];
      const id = await proposed(name, far);
      expect(await accepted(id)).toMatchObject({ state: 'declined', declineReason: expect.stringMatching(/号码相同的学籍.*请核对/) });
      expect((await call('GET', `transfers/${id}`, 'far leader')).json()).toMatchObject({ state: 'declined', name: null, studentId: here.id });
      expect(await roster()).toEqual(before);
      expect(await pupil(name)).toEqual(here);
      const audited = await db.owner.query(`select jurisdiction_id as at from audit.entry where object = $1 and detail like '%organisation/transfer-other-pupil%' order by 1`, [`transfer:${id}`]);
      expect(audited.rows).toEqual([{ at: HERE }, { at: THERE }]);
    });

    it('mistyped and since mended goes through', async () => {
      const { id } = await pupil('转戊');
      await db.owner.query(`update organisation.student set student_number_enc = null, student_number_index = null, citizen_number_enc = null, citizen_number_index = null where id = $1`, [id]);
      expect(await accepted(await proposed('转戊', far))).toMatchObject({ state: 'accepted' });
      expect(await pupil('转戊', THERE)).toMatchObject({ id, school_id: far.id, state: 'enrolled' });
    });

    it('finds his own record when he has left there before, under his own name only', async () => {
      const gone = await pupil('在读丁', THERE);
      await db.owner.query(`update organisation.student set state = 'left', left_on = '2026-09-30' where id = $1`, [gone.id]);
      await enrol([aRosterRow(74, { name: '转己' })], people['from leader']!);
      const { id } = await pupil('转己');
      expect(await accepted(await proposed('转己', far))).toMatchObject({ state: 'declined' });
      await db.owner.query(`update organisation.student set name = '在读丁' where id = $1`, [id]);
      expect(await accepted(await proposed('在读丁', far))).toMatchObject({ state: 'accepted' });
      expect(await pupil('在读丁', THERE)).toMatchObject({ id: gone.id, school_id: far.id, class_id: farClass.id, state: 'enrolled', left_on: null });
    });
  });

  it.each([
    ['without the day of the consent', { basis: 'guardian-consent' }, 'organisation/transfer-right'],
    ['for a danger nobody describes', { basis: 'vital-interest', basisNote: '急' }, 'organisation/transfer-right'],
    ['on a day there is not', { leavesOn: '2026-02-30' }, 'organisation/day'],
  ])('%s is not proposed', async (_, over, code) => {
    const answer = await call('POST', 'transfers', 'from leader', { studentId: (await pupil('转丁')).id, toJurisdictionId: THERE, toSchoolId: far.id, leavesOn: '2026-10-12', basis: 'none', ...over });
    expect(answer.json().code).toBe(code);
  });

  it('is seen by the two schools and nobody else', async () => {
    const id = await proposed('转丁', far);
    for (const who of ['near leader', 'near psychologist']) {
      expect((await call('GET', `transfers/${id}`, who)).json().code).toBe('organisation/transfer-absent');
      for (const [verb, body] of [['accept', { classId: nearClass.id }], ['decline', { reason: '不行' }], ['withdraw', {}]] as const) expect([403, 404]).toContain((await call('POST', `transfers/${id}/${verb}`, who, body)).statusCode);
    }
    expect((await call('GET', `transfers/${id}`, 'far psychologist')).statusCode).toBe(200);
  });
});

describe('a pupil who stands in the roster twice', () => {
  it('is found after an import, and put together by a person: numbers, guardians and places in one record', async () => {
    const number = aCitizenNumber(50);
    await enrol([
      aRosterRow(50, { name: '重甲', studentNumber: '', classNumber: '1班' }),
      aRosterRow(51, { name: '重甲', citizenNumber: '', studentNumber: `G${number}`, sex: '女', classNumber: '2班', guardianPhone: '13911112222', guardianName: '另一家长' }),
      aRosterRow(52, { name: '重乙', guardianPhone: '13955556666' }), aRosterRow(53, { name: '重乙', sex: '男', guardianPhone: '13955556666' }),
    ], people['from leader']!);
    expect(await app.get(DuplicateService, { strict: false }).search(HERE, jobActor('spec', HERE))).toBe(2);
    expect(await app.get(DuplicateService, { strict: false }).search(HERE, jobActor('spec', HERE))).toBe(0); // known already
    const { items } = (await call('GET', 'duplicates', 'from leader')).json();
    expect(items.map((one: { reason: string }) => one.reason).sort()).toEqual(['same-number', 'same-person']);
    const same = items.find((one: { reason: string }) => one.reason === 'same-number');
    same.records.sort((one: { citizenNumber: string | null }) => (one.citizenNumber === null ? 1 : -1)); // both were made in one millisecond
    expect(same.records).toEqual([expect.objectContaining({ name: '重**', citizenNumber: `990***********${number.slice(-4)}` }), expect.objectContaining({ studentNumber: `G990***********${number.slice(-4)}` })]);
    expect((await call('GET', 'duplicates', 'near leader')).json().items).toEqual([]);
    const [keep, gone] = same.records;
    expect((await call('POST', `duplicates/${same.id}/decide`, 'near leader', { decision: 'keep' })).json().code).toBe('organisation/duplicate-absent');
    expect((await call('POST', `duplicates/${same.id}/decide`, 'from leader', { decision: 'merge', keepId: keep.id })).statusCode).toBe(204);
    const { rows } = await db.owner.query(`select id, state, merged_into, student_number_index is not null as has_number from organisation.student where name = '重甲' order by state`);
    expect(rows).toEqual([
      { id: keep.id, state: 'enrolled', merged_into: null, has_number: true }, { id: gone.id, state: 'left', merged_into: keep.id, has_number: false },
    ]);
    const guardians = await db.owner.query(`select name from organisation.guardian where student_id = $1 order by position`, [keep.id]);
    expect(guardians.rows.map((row) => row.name)).toEqual(['测家长', '另一家长']);
    const list = (await app.inject({ method: 'GET', url: '/api/organisation/students?q=重甲', headers: people['from leader']!.headers })).json();
    expect(list.items.find((one: { id: string }) => one.id === keep.id).studentNumber).toBe(`G990***********${number.slice(-4)}`); // sealed anew for the record that stays
    const other = items.find((one: { reason: string }) => one.reason === 'same-person');
    expect((await call('POST', `duplicates/${other.id}/decide`, 'from leader', { decision: 'keep', note: '双胞胎' })).statusCode).toBe(204);
    expect((await call('GET', 'duplicates', 'from leader')).json().items).toEqual([]);
    expect((await call('POST', `duplicates/${other.id}/decide`, 'from leader', { decision: 'keep' })).json().code).toBe('organisation/duplicate-decided');
  });
});

describe('a new school year', () => {
  it('lets those leave who have finished, opens the new classes and puts small ones together', async () => {
    const ninth = await aClass(db.owner, from, { entryYear: 2023, number: 1 });
    const [small, large] = [await aClass(db.owner, from, { entryYear: 2025, number: 7 }), await aClass(db.owner, from, { entryYear: 2025, number: 8 })];
    await db.owner.query(
      `insert into organisation.student (jurisdiction_id, id, school_id, class_id, name, created_at, updated_at)
       select $1, uuidv7(), $2, c, '年生', now(), now() from unnest($3::uuid[]) c`, [HERE, from.id, [ninth.id, ninth.id, small.id]]);
    const seen = (await call('GET', `promotion?schoolId=${from.id}`, 'from leader')).json();
    expect(seen).toMatchObject({ schoolYear: 2026, graduated: [{ id: ninth.id, name: '2023级1班', pupils: 2 }] });
    expect((await call('POST', 'promotion/graduate', 'from leader', { schoolId: from.id, classIds: [small.id] })).json().code).toBe('organisation/not-graduated');
    expect((await call('POST', 'promotion/graduate', 'from leader', { schoolId: from.id, classIds: [ninth.id] })).json()).toEqual({ count: 2 });
    expect((await call('POST', 'promotion/entry-classes', 'from leader', { schoolId: from.id, stage: 'senior', count: 2 })).json().code).toBe('organisation/stage-not-here');
    expect((await call('POST', 'promotion/entry-classes', 'from leader', { schoolId: from.id, stage: 'junior', count: 3 })).json().count).toBeLessThanOrEqual(3);
    expect((await call('POST', 'promotion/merge', 'from leader', { schoolId: from.id, fromClassId: small.id, intoClassId: ninth.id })).json().code).toBe('organisation/classes-apart');
    expect((await call('POST', 'promotion/merge', 'from leader', { schoolId: from.id, fromClassId: small.id, intoClassId: large.id })).json()).toEqual({ count: 1 });
    const { rows } = await db.owner.query(`select closed_on from organisation.class where id = any($1) order by id`, [[ninth.id, small.id]]);
    expect(rows).toEqual([{ closed_on: '2026-10-12' }, { closed_on: '2026-10-12' }]);
    expect((await call('GET', `promotion?schoolId=${from.id}`, 'near leader')).statusCode).toBe(404);
  });
});
