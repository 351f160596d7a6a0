import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aBureau, anAccountWithPost, signIn, type SignedIn } from '@heliotrope/organisation/testing';
import { PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { PolicyHttpModule } from '@heliotrope/policy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ASSESSMENT_PART_NAMES } from '../../rules/index.js';
import { DataProtectionHttpModule } from '../data-protection.http.module.js';

let db: TestDatabase;
let app: NestFastifyApplication;
let writer: SignedIn;
let approver: SignedIn;
let neighbour: SignedIn;
let admin: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  db.clock.set(new Date('2026-10-12T02:00:00Z'));
  app = await testServer(db, PlatformHttpModule, PolicyHttpModule, OrganisationHttpModule, DataProtectionHttpModule);
  await aBureau(db.owner, 990101);
  await aBureau(db.owner, 990102);
  const sign = async (post: 'county-officer' | 'system-admin', jurisdictionId = 990101) => signIn(app, await anAccountWithPost(db.owner, { post, jurisdictionId }));
  [writer, approver, neighbour, admin] = [await sign('county-officer'), await sign('county-officer'), await sign('county-officer', 990102), await sign('system-admin')];
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

async function call<T = Record<string, unknown>>(who: SignedIn, method: 'GET' | 'POST', path: string, payload?: object): Promise<{ status: number; body: T & { code?: string; detail?: string } }> {
  const answer = await app.inject({ method, url: `/api/data-protection${path}`, headers: who.headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as T & { code?: string } };
}
const content = Object.fromEntries(ASSESSMENT_PART_NAMES.map((name) => [name, '写得足够清楚的一段说明']));
const assessment = { subject: 'recipient', title: '委托某公司运维', content, risk: 'medium', conclusion: 'proceed-with-measures', validUntil: '2027-08-31' };
const recipient = {
  kind: 'other-controller', name: '某市医院', contact: '医务科', purpose: '转介就诊', means: '加密文件', dataClasses: ['姓名', '联系电话'],
  contractNumber: '2026-12', contractFrom: '2026-09-01', contractUntil: '2026-12-31',
};

describe('an impact assessment', () => {
  let id: string;

  it('with a hole in it is refused, and the hole is named', async () => {
    const { status, body } = await call<{ errors: { field: string }[] }>(writer, 'POST', '/impact-assessments', { ...assessment, content: { ...content, measures: '加密' } });
    expect([status, body.code, body.errors[0]!.field]).toEqual([422, 'data-protection/assessment-incomplete', 'content.measures']);
  });

  it('permits nothing until another person has approved it', async () => {
    id = (await call<{ id: string }>(writer, 'POST', '/impact-assessments', assessment)).body.id;
    expect((await call(writer, 'POST', '/recipients', recipient)).body.code).toBe('data-protection/no-assessment-in-force');
    expect((await call(writer, 'POST', `/impact-assessments/${id}/approve`)).body.code).toBe('data-protection/author-cannot-approve');
    const { body } = await call(approver, 'POST', `/impact-assessments/${id}/approve`);
    expect(body).toMatchObject({ state: 'approved', isInForce: true, validFrom: '2026-10-12', keptUntil: '2030-08-31', mayApprove: false });
    expect((await call(approver, 'POST', `/impact-assessments/${id}/approve`)).body.code).toBe('data-protection/assessment-state');
  });

  it('is absent to the next county, and not for a system administrator', async () => {
    expect((await call(neighbour, 'GET', `/impact-assessments/${id}`)).body.code).toBe('data-protection/assessment-absent');
    expect((await call(neighbour, 'POST', `/impact-assessments/${id}/revoke`)).body.code).toBe('data-protection/assessment-absent');
    expect((await call<{ items: object[] }>(neighbour, 'GET', '/impact-assessments')).body.items).toEqual([]);
    expect((await call(admin, 'GET', '/impact-assessments')).status).toBe(403);
  });
});

describe('a recipient', () => {
  let id: string;
  const provision = { dataClasses: ['姓名'], purpose: '一名学生就诊', basis: 'consent', persons: 1, providedOn: '2026-10-12' };

  it('enters the register under a contract and an assessment in force', async () => {
    expect((await call(writer, 'POST', '/recipients', { ...recipient, contractUntil: '2026-08-31' })).body.code).toBe('data-protection/days-backwards');
    id = (await call<{ id: string }>(writer, 'POST', '/recipients', recipient)).body.id;
    expect((await call<{ items: object[] }>(writer, 'GET', '/recipients')).body.items).toEqual([expect.objectContaining({ id, standing: 'running', kindName: '接收方' })]);
    expect((await call<{ items: object[] }>(neighbour, 'GET', '/recipients')).body.items).toEqual([]);
  });

  it('gets what the contract names, on a ground, and nothing else', async () => {
    expect((await call(writer, 'POST', `/recipients/${id}/provisions`, { ...provision, dataClasses: ['姓名', '逐题作答'] })).body.code).toBe('data-protection/provision-class-not-agreed');
    expect((await call(writer, 'POST', `/recipients/${id}/provisions`, { ...provision, basis: null })).body.code).toBe('data-protection/provision-needs-basis');
    expect((await call(writer, 'POST', `/recipients/${id}/provisions`, { ...provision, providedOn: '2026-08-31' })).body.code).toBe('data-protection/provision-outside-contract');
    expect((await call(neighbour, 'POST', `/recipients/${id}/provisions`, provision)).body.code).toBe('data-protection/recipient-absent');
    expect((await call(writer, 'POST', `/recipients/${id}/provisions`, provision)).status).toBe(201);
    const { body } = await call<{ items: object[] }>(approver, 'GET', `/recipients/${id}/provisions`);
    expect(body.items).toEqual([expect.objectContaining({ persons: 1, basis: 'consent', providedOn: '2026-10-12', recordedByName: '测试员工' })]);
  });

  it('that was ended gets nothing more, and its log stays', async () => {
    expect((await call(writer, 'POST', `/recipients/${id}/end`)).body).toMatchObject({ standing: 'over' });
    expect((await call(writer, 'POST', `/recipients/${id}/end`)).body.code).toBe('data-protection/recipient-state');
    expect((await call(writer, 'POST', `/recipients/${id}/provisions`, provision)).body.code).toBe('data-protection/recipient-state');
    await expect(db.dataSource.query(`update data_protection.provision set persons = 0`)).rejects.toThrow(/permission denied/);
  });

  it('cannot be added once the assessment was revoked', async () => {
    const [{ id: assessmentId }] = (await db.owner.query(`select id from data_protection.impact_assessment`)).rows as [{ id: string }];
    expect((await call(approver, 'POST', `/impact-assessments/${assessmentId}/revoke`)).body).toMatchObject({ state: 'revoked', isInForce: false });
    expect((await call(writer, 'POST', '/recipients', recipient)).body.code).toBe('data-protection/no-assessment-in-force');
  });
});
