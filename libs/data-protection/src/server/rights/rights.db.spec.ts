import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, aStudent, type BuiltAccount, type BuiltStudent, signIn, type SignedIn, terms } from '@heliotrope/organisation/testing';
import { jobActor, JobRunRunner, PlatformHttpModule, UnitOfWork } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { PolicyHttpModule } from '@heliotrope/policy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aConsent, notices } from '../../testing/index.js';
import { DataProtectionHttpModule } from '../data-protection.http.module.js';
import { DataProtectionJobsModule } from '../data-protection.jobs.module.js';
import { DataRegistry } from '../registry/registry.service.js';

const BUREAU = 990101;
let db: TestDatabase;
let app: NestFastifyApplication;
let student: BuiltStudent;
let psychologist: SignedIn;
let leader: SignedIn;
let people: BuiltAccount[];
let others: [who: string, session: SignedIn, status: number][];

beforeAll(async () => {
  db = await testDatabase();
  db.clock.set(new Date('2026-10-12T02:00:00Z'));
  app = await testServer(db, PlatformHttpModule, PolicyHttpModule, OrganisationHttpModule, DataProtectionHttpModule, DataProtectionJobsModule);
  const school = await aSchool(db.owner);
  await terms(db.owner);
  student = await aStudent(db.owner, await aClass(db.owner, school), { name: '周同学' });
  const next = await aSchool(db.owner);
  const sign = async (post: Parameters<typeof anAccountWithPost>[1]['post'], schoolId?: string) => signIn(app, await anAccountWithPost(db.owner, { post, ...(schoolId ? { schoolId } : {}) }));
  people = [await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id }), await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: school.id })];
  await on('2026-10-12T02:00:00Z');
  others = [
    ['psychology teacher of the next school', await sign('psychology-teacher', next.id), 404], ['county officer', await sign('county-officer'), 403],
    ['system administrator', await sign('system-admin'), 403], ['security administrator', await sign('security-admin'), 403], ['audit administrator', await sign('audit-admin'), 403],
  ];
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

/** Sessions do not outlive a day: on another day everybody signs in again. */
async function on(moment: string): Promise<void> {
  db.clock.set(new Date(moment));
  [psychologist, leader] = (await Promise.all(people.map((one) => signIn(app, one)))) as [SignedIn, SignedIn];
}

async function call<T = Record<string, unknown>>(who: SignedIn, method: 'GET' | 'POST', path: string, payload?: object): Promise<{ status: number; body: T & { code?: string } }> {
  const answer = await app.inject({ method, url: `/api/data-protection/rights-requests${path}`, headers: who.headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as T & { code?: string } };
}
const platform = (who: SignedIn, method: 'GET' | 'POST', path: string, payload?: object) =>
  app.inject({ method, url: `/api${path}`, headers: who.headers, ...(payload === undefined ? {} : { payload }) });
const runOf = async (exportId: string) => (await db.owner.query(`select job_run_id as run from platform.export where id = $1`, [exportId])).rows[0].run as string | null;
const wish = { studentId: '', kind: 'access', askedBy: 'guardian', wish: '想看看学校存了孩子哪些信息', receivedOn: '2026-10-12' };
const receive = (changes: object = {}) => call<{ id: string; dueOn: string }>(psychologist, 'POST', '', { ...wish, studentId: student.id, ...changes });

describe('a request', () => {
  let id: string;

  it('is due fifteen working days after it came, and is not taken in twice', async () => {
    expect((await receive({ receivedOn: '2026-10-13' })).body.code).toBe('data-protection/received-in-future');
    const { status, body } = await receive();
    expect([status, body.dueOn]).toEqual([201, '2026-11-02']);
    id = body.id;
    expect((await receive()).body.code).toBe('data-protection/request-open-already');
    const { rows } = await db.owner.query(`select position('孩子'::bytea in wish_enc) as plain from data_protection.rights_request`);
    expect(rows).toEqual([{ plain: 0 }]);
  });

  it('is open to the posts of the school alone, and each look leaves a trace', async () => {
    for (const [who, session, status] of others) expect([who, (await call(session, 'GET', `/${id}`)).status]).toEqual([who, status]);
    for (const [who, session] of others) expect([who, JSON.stringify((await call(session, 'GET', '')).body)]).toEqual([who, expect.not.stringMatching(/周/)]);
    const { body } = await call(psychologist, 'GET', `/${id}`);
    expect(body).toMatchObject({ pupil: '周**', pupilName: '周同学', wish: wish.wish, answer: null, mayAnswer: false, mayPack: false });
    expect((await call(leader, 'GET', `/${id}`)).body).toMatchObject({ mayAnswer: true, mayPack: true });
    const { rows } = await db.owner.query(`select count(*)::int as n from audit.entry where object = $1 and action = 'data-protection.rights-desk'`, [`student:${student.id}`]);
    expect(rows[0].n).toBeGreaterThanOrEqual(3);
  });

  it('is overdue from the day after', async () => {
    await on('2026-11-02T15:59:00Z');
    expect((await call<{ items: { isOverdue: boolean }[] }>(leader, 'GET', '')).body.items[0]!.isOverdue).toBe(false);
    await on('2026-11-02T16:00:00Z');
    expect((await call<{ items: { isOverdue: boolean }[] }>(leader, 'GET', '?state=received')).body.items[0]!.isOverdue).toBe(true);
    await on('2026-10-14T02:00:00Z');
  });

  it('is refused in writing with a reason, by the leader, and once', async () => {
    const { body: { id: other } } = await receive({ kind: 'correct', wish: '改一下出生日期' });
    expect((await call(psychologist, 'POST', `/${other}/refuse`, { reason: '出生日期以学籍系统登记为准。' })).status).toBe(403);
    expect((await call(leader, 'POST', `/${other}/refuse`, { reason: '不行' })).body.code).toBe('data-protection/refusal-needs-reason');
    expect((await call(leader, 'POST', `/${other}/refuse`, { reason: '出生日期以学籍系统登记为准。' })).body).toMatchObject({ state: 'refused', answer: '出生日期以学籍系统登记为准。', mayPack: false });
    expect((await call(leader, 'POST', `/${other}/grant`, { answer: '改了' })).body.code).toBe('data-protection/request-decided');
    expect((await call(leader, 'POST', `/${other}/pack`)).body.code).toBe('data-protection/pack-not-asked');
  });

  it('to see is answered with a pack of what every domain keeps, and of who looked', async () => {
    await notices(db.owner);
    await aConsent(db, student);
    const sections = await app.get(UnitOfWork, { strict: false }).read(jobActor('data-protection.test', BUREAU), 'data-protection.rights-desk', async (tx) => {
      const told = [];
      for (const source of app.get(DataRegistry, { strict: false }).pupilSources()) told.push(...(await source.tell(tx, { jurisdictionId: BUREAU, schoolId: student.schoolId, studentId: student.id })));
      return told;
    });
    expect(sections.map((section) => section.title)).toEqual(['学籍基本信息', '告知与同意', '谁查看或处理过']);
    expect(sections[0]!.rows).toContainEqual(['姓名', '周同学']);
    expect(sections[1]!.rows).toEqual([['学生心理健康测评', '监护人', '同意', '2026-09-20', '纸质']]);
    expect(sections[2]!.rows).toContainEqual(['2026-10-12', '测试员工', '受理个人信息权利申请']);
  });

  it('is packed for neither who entered it nor who ordered it alone: a third look, a seal, a password once', async () => {
    expect((await call(psychologist, 'POST', `/${id}/pack`)).body.code).toBe('data-protection/pack-own-request');
    const { status, body } = await call<{ exportId: string }>(leader, 'POST', `/${id}/pack`);
    expect(status).toBe(202);
    const { exportId } = body;
    expect(await runOf(exportId)).toBeNull();
    expect((await platform(leader, 'GET', `/exports/${exportId}/file`)).json().code).toBe('platform/export-asked');
    expect((await platform(leader, 'POST', `/export-approvals/${exportId}`, { grant: true })).json().code).toBe('platform/export-own');
    expect((await platform(psychologist, 'POST', `/export-approvals/${exportId}`, { grant: true })).statusCode).toBe(403);
    const officer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer' }));
    const [waiting] = (await platform(officer, 'GET', '/export-approvals')).json().items;
    expect(waiting).toMatchObject({ id: exportId, title: '个人信息查阅材料', reason: '监护人申请查阅，2026-10-12 收到，2026-11-02 前答复' });
    expect((await platform(officer, 'POST', `/export-approvals/${exportId}`, { grant: true })).statusCode).toBe(204);
    await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: BUREAU, runId: (await runOf(exportId))! });
    const file = await platform(leader, 'GET', `/exports/${exportId}/file`);
    expect([file.statusCode, file.headers['content-type'], file.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'application/zip', 'PK']);
    expect(file.rawPayload.includes('%PDF')).toBe(false);
    for (const other of [psychologist, officer]) expect((await platform(other, 'GET', `/exports/${exportId}/file`)).json().code).toBe('platform/export-absent');
    expect((await platform(leader, 'POST', `/exports/${exportId}/password`)).json().password).toMatch(/^\S{16}$/);
    expect((await platform(leader, 'POST', `/exports/${exportId}/password`)).json().code).toBe('platform/export-password-gone');
  });

  it('refused after its pack was approved is not packed', async () => {
    const { body: { id: copy } } = await receive({ kind: 'copy' });
    const { body: { exportId } } = await call<{ exportId: string }>(leader, 'POST', `/${copy}/pack`);
    const officer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer' }));
    await platform(officer, 'POST', `/export-approvals/${exportId}`, { grant: true });
    await call(leader, 'POST', `/${copy}/refuse`, { reason: '申请人不是该学生的监护人。' });
    await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: BUREAU, runId: (await runOf(exportId))! });
    expect((await platform(leader, 'GET', `/exports/${exportId}/file`)).json().code).toBe('platform/export-failed');
  });

  it('to see is granted once', async () => {
    expect((await call(leader, 'POST', `/${id}/grant`, { answer: '已当面交付查阅材料' })).body).toMatchObject({ state: 'granted', decidedByName: '测试员工' });
  });

  it('to delete names only what may be deleted: what a law keeps is not offered', async () => {
    const { body: { id: deletion } } = await receive({ kind: 'delete', wish: '删除全部' });
    expect((await call<{ erasable: object[] }>(leader, 'GET', `/${deletion}`)).body.erasable).toEqual([]);
    expect((await call(leader, 'POST', `/${deletion}/grant`, { answer: '已删除', erase: ['data-protection.impact-assessments'] })).body.code).toBe('data-protection/class-unknown');
  });
});
