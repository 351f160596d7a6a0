import { defineActions, type Refusal } from '@heliotrope/kernel';
import { aBureau } from '@heliotrope/organisation/testing';
import { ExportCentre, guardExport, jobActor, newId, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { anImpactAssessment } from '../../testing/index.js';
import { DataProtectionHttpModule } from '../data-protection.http.module.js';

const [HERE, THERE] = [990181, 990182];
defineActions({ 'example.list-of-pupils': '导出名单' });
const example = { action: 'example.list-of-pupils', approvedBy: 'platform.approve-exports', mostRows: 10 };
guardExport({ ...example, kind: 'example/list', assessed: true });
guardExport({ ...example, kind: 'example/by-right', assessed: { not: 'the law demands it' } });

describe('a file that lists individuals', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, PlatformHttpModule, DataProtectionHttpModule);
    await aBureau(db.owner, HERE);
  });
  afterAll(async () => {
    await app?.close();
    await db?.close();
  });

  const ask = (kind = 'example/list') => db.work.run(jobActor('spec', HERE), 'example.list-of-pupils', (tx) => app.get(ExportCentre).ask(tx, {
    jurisdictionId: HERE, ownerAccountId: newId(), ownerName: '申请人', kind, title: '名单', fileName: '名单.xlsx', reason: '开学家访需要',
    job: (exportId) => ({ name: 'example.make', payload: { exportId }, jurisdictionId: HERE }),
  }));

  it('is refused without an impact assessment for exports: not with one for something else, of another bureau, over or a draft', async () => {
    await anImpactAssessment(db.owner, { jurisdictionId: HERE, subject: 'screening' });
    await anImpactAssessment(db.owner, { jurisdictionId: HERE, subject: 'export', state: 'draft' });
    await anImpactAssessment(db.owner, { jurisdictionId: HERE, subject: 'export', state: 'revoked' });
    await anImpactAssessment(db.owner, { jurisdictionId: HERE, subject: 'export', validUntil: '2026-10-11' });
    await anImpactAssessment(db.owner, { jurisdictionId: THERE, subject: 'export' });
    const refused: Refusal | null = await ask().then(() => null, (error: Refusal) => error);
    expect([refused?.code, refused?.zh]).toEqual(['data-protection/no-assessment-in-force', '还没有生效的个人信息保护影响评估（导出个人信息），请先完成评估并批准。']);
  });

  it('that the law itself demands needs none, and the others go on with one in force', async () => {
    expect(await ask('example/by-right')).toMatch(/^[0-9a-f-]{36}$/);
    await anImpactAssessment(db.owner, { jurisdictionId: HERE, subject: 'export' });
    expect(await ask()).toMatch(/^[0-9a-f-]{36}$/);
  });
});
