import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, aStudent, type BuiltStudent, signIn, type SignedIn } from '@heliotrope/organisation/testing';
import { FileStore, JobRunRunner, PlatformHttpModule, readRows } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { PolicyHttpModule } from '@heliotrope/policy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aConsent, anImpactAssessment, notices } from '../../testing/index.js';
import { DataProtectionHttpModule } from '../data-protection.http.module.js';
import { DataProtectionJobsModule } from '../data-protection.jobs.module.js';
import { inWords } from './audit-pack-layout.js';

const BUREAU = 990101;
let db: TestDatabase;
let app: NestFastifyApplication;
let auditor: SignedIn;
let student: BuiltStudent;

beforeAll(async () => {
  db = await testDatabase();
  db.clock.set(new Date('2026-01-15T02:00:00Z'));
  app = await testServer(db, PlatformHttpModule, PolicyHttpModule, OrganisationHttpModule, DataProtectionHttpModule, DataProtectionJobsModule);
  const school = await aSchool(db.owner);
  student = await aStudent(db.owner, await aClass(db.owner, school), { name: '吴同学' });
  await notices(db.owner, { publishedAt: '2025-08-30' });
  await aConsent(db, student, { at: '2025-01-01T00:00:00Z' });
  await aConsent(db, student, { audience: 'pupil', decision: 'refused', at: '2025-12-31T15:59:59Z' });
  await aConsent(db, await aStudent(db.owner, await aClass(db.owner, school)), { at: '2025-12-31T16:00:00Z' });
  await anImpactAssessment(db.owner, { createdAt: '2025-08-20' });
  auditor = await signIn(app, await anAccountWithPost(db.owner, { post: 'audit-admin' }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

async function call<T = Record<string, unknown>>(method: 'GET' | 'POST', payload?: object, who = auditor): Promise<{ status: number; body: T & { code?: string } }> {
  const answer = await app.inject({ method, url: '/api/data-protection/audit-packs', headers: who.headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.json() as T & { code?: string } };
}
async function made(format: 'xlsx' | 'pdf'): Promise<Buffer> {
  const { body } = await call<{ exportId: string; jobRunId: string }>('POST', { year: 2025, format });
  await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: BUREAU, runId: body.jobRunId });
  const { rows: [row] } = await db.owner.query(`select state, file_key from platform.export where id = $1`, [body.exportId]);
  expect(row.state).toBe('ready');
  const parts: Buffer[] = [];
  for await (const part of await app.get(FileStore, { strict: false }).get(row.file_key as string)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('the audit pack', () => {
  it('is offered in January for the year before', async () => {
    const { body } = await call<{ years: object[]; defaultYear: number; sections: { name: string; lines: number }[] }>('GET');
    expect(body.years).toEqual([
      { year: 2026, stage: 'rehearsal', filedFrom: '2027-01-01', filedUntil: '2027-01-31' }, { year: 2025, stage: 'filing', filedFrom: '2026-01-01', filedUntil: '2026-01-31' },
    ]);
    expect(body.defaultYear).toBe(2025);
    expect(body.sections).toHaveLength(9);
    expect(Object.fromEntries(body.sections.map((one) => [one.name, one.lines]))).toMatchObject({ 告知书: 2, 同意统计: 2, 影响评估: 1 });
    expect((await call('POST', { year: 2027, format: 'pdf' })).body.code).toBe('data-protection/year-not-begun');
  });

  it('is a workbook of registers and counts of the year, without a pupil', async () => {
    const content = await made('xlsx');
    expect(content.subarray(0, 2).toString()).toBe('PK');
    const rows: string[] = [];
    for await (const row of readRows(content)) rows.push(JSON.stringify(row));
    expect(rows.join()).not.toMatch(new RegExp(`${student.id}|吴同学`));
  });

  it('is a document with the same registers', async () => {
    expect((await made('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is for the bureau and the audit administrator', async () => {
    for (const post of ['system-admin', 'security-admin'] as const) {
      expect((await call('GET', undefined, await signIn(app, await anAccountWithPost(db.owner, { post })))).status).toBe(403);
    }
  });
});

describe('words for codes', () => {
  const rows: [code: string | number | null, words: string | number][] = [
    ['screening', '学生心理健康测评'], ['guardian', '监护人'], ['right-exercised', '行使删除权'], ['access', '查阅'], ['processor', '受托方'],
    ['data-protection.provision-log', '委托与提供记录'], ['data-protection.rights-desk', '受理个人信息权利申请'], ['某合同', '某合同'], [7, 7], [null, '—'], ['constructor', 'constructor'],
  ];
  it.each(rows)('%s → %s', (code, words) => expect(inWords(code)).toBe(words));
});
