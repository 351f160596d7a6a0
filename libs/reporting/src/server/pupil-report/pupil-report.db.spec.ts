import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anImpactAssessment } from '@heliotrope/data-protection/testing';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, type BuiltStudent, signIn, type SignedIn, students, terms } from '@heliotrope/organisation/testing';
import { JobRunRunner, jobActor, KeyProvider, newId, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { RoundService, ScreeningHttpModule, ScreeningJobsModule } from '@heliotrope/screening';
import { answersOf, aPlannedRound, presentVersion, seatSigner, seatsOf } from '@heliotrope/screening/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ReportDocument, ReportTable } from '../../rules/index.js';
import { aReportedRound } from '../../testing/reported-round.builder.js';
import { ReportingHttpModule, ReportingJobsModule } from '../reporting.module.js';

const COUNTY = 990162;

describe('one pupil’s report', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let pupil: BuiltStudent;
  const people: Record<string, SignedIn> = {};

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, ScreeningHttpModule, ScreeningJobsModule, ReportingHttpModule, ReportingJobsModule);
    const school = await aSchool(db.owner, { jurisdictionId: COUNTY, name: '第一中学' });
    const other = await aSchool(db.owner, { jurisdictionId: COUNTY, name: '第二中学' });
    await terms(db.owner, COUNTY);
    const own = await aClass(db.owner, school, { entryYear: 2025, number: 1 });
    [pupil] = (await students(db.owner, own, 1, { name: '欧阳小明' })) as [BuiltStudent];
    const versions = { 'phq-9': presentVersion('phq-9'), 'gad-7': '1.0.0' };
    await aReportedRound(db.owner, { jurisdictionId: COUNTY, title: '2025年秋季测评', opensAt: '2025-10-13T00:00:00Z', versions });
    const battery = ['phq-9', 'gad-7'].map((instrument) => ({ instrument, version: presentVersion(instrument), grades: { from: 7, to: 9 } }));
    const round = await aPlannedRound(db.owner, { jurisdictionId: COUNTY, grades: [7, 8, 9], battery });
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', COUNTY), round.id);
    await app.get(JobRunRunner).run({ jurisdictionId: COUNTY, runId: jobRunId });
    const [seat] = await seatsOf(db.owner, round.id);
    const token = seatSigner(app.get(KeyProvider), new Date('2026-11-01T00:00:00Z'))(seat!);
    for (const [instrument, answers] of [['phq-9', answersOf('phq-9', 2, { 9: 0 })], ['gad-7', answersOf('gad-7', 1)]] as const) {
      const answer = await app.inject({
        method: 'POST', url: '/api/answering/sheets', headers: { authorization: `Bearer ${token}` }, payload: { sheetId: newId(), instrument, version: presentVersion(instrument), answers },
      });
      expect(answer.statusCode).toBe(201);
    }
    const post = async (who: string, with_: object) => void (people[who] = await signIn(app, await anAccountWithPost(db.owner, { jurisdictionId: COUNTY, name: '张老师', ...with_ } as never)));
    await post('psychologist', { post: 'psychology-teacher', schoolId: school.id });
    await post('neighbour', { post: 'psychology-teacher', schoolId: other.id });
    await post('leader', { post: 'school-leader', schoolId: school.id, name: '李校长' });
    await post('form', { post: 'form-teacher', schoolId: school.id, classIds: [own.id] });
    await post('officer', { post: 'county-officer' });
    const { rows: [review] } = await db.owner.query(`select id from screening.review where student_id = $1 and round_id = $2`, [pupil.id, round.id]);
    const headers = { ...people['psychologist']!.headers, 'x-access-purpose': 'review' };
    const read = await app.inject({ method: 'GET', url: `/api/screening/reviews/${review.id}`, headers });
    const confirmed = await app.inject({
      method: 'POST', url: `/api/screening/reviews/${review.id}/confirm`, payload: { ordinal: 1, note: '已面谈，家人陪伴' },
      headers: { ...headers, 'if-match': read.headers.etag ?? `"${(read.json() as { version: number }).version}"` },
    });
    expect(confirmed.statusCode).toBe(204);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  async function call(who: string, method: 'GET' | 'POST', url: string, payload?: object, purpose: string | null = 'talk') {
    const headers = { ...people[who]!.headers, ...(purpose ? { 'x-access-purpose': purpose } : {}) };
    const answer = await app.inject({ method, url: `/api${url}`, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, text: answer.body, body: (answer.headers['content-type'] ?? '').toString().includes('json') && answer.body ? answer.json() as ReportDocument & { code: string; exportId: string } : null };
  }
  const show = (who: string, purpose: string | null = 'talk') => call(who, 'GET', `/reporting/pupil-reports/${pupil.id}`, undefined, purpose);
  const audit = async () => (await db.owner.query(`select detail from audit.entry where object = $1 and action = 'reporting.pupil-report' `, [`student:${pupil.id}`])).rows.map(({ detail }) => String(detail));

  it('opens for a purpose that is said, and the audit keeps it', async () => {
    expect((await show('psychologist', null)).body!.code).toBe('platform/purpose-needed');
    expect(await audit()).toEqual([]);
    const { status, body } = await show('psychologist');
    expect(status).toBe(200);
    expect(body!.blocks[0]).toMatchObject({ kind: 'facts', facts: expect.arrayContaining([['姓名', '欧阳小明'], ['班级', '八年级1班'], ['查看用途', '与学生或监护人沟通']]) });
    expect(body!.watermark).toBe('张老师 2026-10-12 09:00 仅供心理教师');
    expect(await audit()).toEqual([expect.stringContaining('talk')]);
  });

  it('tells each round’s scores with bands and cuts in words, why somebody looked, and what was decided', async () => {
    const { body, text } = await show('psychologist');
    const tables = body!.blocks.filter((block): block is ReportTable => block.kind === 'table');
    expect(body!.blocks.flatMap((block) => (block.kind === 'heading' ? block.text : []))).toEqual(['2026年秋季测评', '2025年秋季测评', '得分变化', '说明']);
    expect(tables[0]!.rows[0]).toEqual([expect.stringContaining('PHQ-9'), '总分', '16', '中重度', expect.stringMatching(/^0–27，越高越需要关注；PHQ-9 总分达到 10 分/)]);
    expect(text).toContain('经人复核的等级：关注。');
    expect(tables.find(({ name }) => name === '复核1')!.rows).toEqual([[expect.stringMatching(/^2026-10-12 /), '确认', '关注', '关注', '张老师', '已面谈，家人陪伴']]);
    expect(body!.blocks.flatMap((block) => (block.kind === 'notes' ? block.lines : []))).toContain('PHQ-9 总分达到 10 分');
    expect(text).not.toContain('打不起兴趣'); // no answer to a single question
  });

  it('lays side by side what was taken in the same version, and says of the rest that it may not be', async () => {
    const { body } = await show('psychologist');
    const change = body!.blocks.find((block): block is ReportTable => block.kind === 'table' && block.name === '变化1')!;
    expect(change.head).toEqual([expect.stringContaining('PHQ-9'), '2026年秋季测评', '2025年秋季测评']);
    expect(change.rows).toEqual([['总分', '16', '1']]);
    expect(body!.blocks.flatMap((block) => (block.kind === 'notes' ? block.lines : [])).find((line) => line.includes('几轮所用版本不同'))).toContain('GAD-7');
  });

  it('is there for nobody else: not for the form teacher, the leader or the bureau, nor for another school', async () => {
    for (const who of ['form', 'leader', 'officer']) expect((await show(who)).status).toBe(403);
    expect((await show('neighbour')).body!.code).toBe('reporting/pupil-absent');
    expect((await call('neighbour', 'POST', '/reporting/pupil-reports', { studentId: pupil.id, reason: '想看看别校的学生' })).body!.code).toBe('reporting/pupil-absent');
  });

  it('leaves as a file for one pupil at a time, approved by somebody else, sealed; whoever approves reads no name', async () => {
    const ask = () => call('psychologist', 'POST', '/reporting/pupil-reports', { studentId: pupil.id, reason: '转介医院前与监护人沟通' });
    expect((await ask()).body!.code).toBe('data-protection/no-assessment-in-force');
    await anImpactAssessment(db.owner, { jurisdictionId: COUNTY, subject: 'export' });
    const asked = await ask();
    expect(asked.status).toBe(202);
    const { exportId } = asked.body!;
    expect((await call('psychologist', 'GET', `/exports/${exportId}/file`)).body!.code).toBe('platform/export-asked');
    const waiting = await call('leader', 'GET', '/export-approvals');
    expect(waiting.text).toContain(exportId);
    expect(waiting.text).not.toContain('欧阳小明');
    expect((await call('leader', 'POST', `/export-approvals/${exportId}`, { grant: true })).status).toBeLessThan(300);
    const { rows: [run] } = await db.owner.query(`select id from platform.job_run where name = 'reporting.make-pupil-report'`);
    await app.get(JobRunRunner).run({ jurisdictionId: COUNTY, runId: run.id });
    const { headers } = people['psychologist']!;
    const file = await app.inject({ method: 'GET', url: `/api/exports/${exportId}/file`, headers });
    expect([file.statusCode, file.rawPayload.subarray(0, 2).toString(), file.rawPayload.includes('%PDF')]).toEqual([200, 'PK', false]);
    expect((await audit()).some((detail) => detail.includes(exportId))).toBe(true);
  });

  it('does not print a score that was changed by hand', async () => {
    await db.owner.query(`update screening.answer_sheet set scores = '{3}' where student_id = $1 and instrument = 'phq-9' and length(answers_enc) > 0`, [pupil.id]);
    expect((await show('psychologist')).body!.code).toBe('screening/review-tampered');
  });
});
