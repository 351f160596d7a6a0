import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, type BuiltClass, type BuiltSchool, signIn, type SignedIn, students } from '@heliotrope/organisation/testing';
import { JobRunRunner, PlatformHttpModule, readRows, unzipFiles } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { ScreeningHttpModule } from '@heliotrope/screening';
import { presentVersion } from '@heliotrope/screening/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { printedCell, type ReportDocument, type ReportTable } from '../../rules/index.js';
import { aReportedRound, type ReportedRound } from '../../testing/reported-round.builder.js';
import { ReportingHttpModule, ReportingJobsModule } from '../reporting.module.js';

const COUNTY = 990161;

describe('reports of places', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let schools: BuiltSchool[];
  let classes: BuiltClass[];
  let round: ReportedRound;
  const people: Record<string, SignedIn> = {};

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, ScreeningHttpModule, ReportingHttpModule, ReportingJobsModule);
    schools = await Promise.all(['第一中学', '第二中学', '山里小校', '水边小校'].map((name) => aSchool(db.owner, { jurisdictionId: COUNTY, name })));
    classes = [];
    for (const [at, school] of schools.entries()) {
      for (const entryYear of [2026, 2025, 2024]) {
        const own = await aClass(db.owner, school, { entryYear, number: 1 });
        for (const sex of [1, 2] as const) await students(db.owner, own, at >= 2 ? 1 : 90, { sex });
        classes.push(own);
      }
    }
    const versions = { 'phq-9': presentVersion('phq-9'), 'gad-7': presentVersion('gad-7') };
    await aReportedRound(db.owner, { jurisdictionId: COUNTY, title: '2025年秋季测评', opensAt: '2025-10-13T00:00:00Z', versions: { ...versions, 'gad-7': '1.0.0' }, shift: 7 });
    round = await aReportedRound(db.owner, { jurisdictionId: COUNTY, title: '2026年秋季测评', opensAt: '2026-09-28T00:00:00Z', versions });
    const post = async (who: string, with_: object) => void (people[who] = await signIn(app, await anAccountWithPost(db.owner, { jurisdictionId: COUNTY, name: '张老师', ...with_ } as never)));
    await post('psychologist', { post: 'psychology-teacher', schoolId: schools[0]!.id });
    await post('form', { post: 'form-teacher', schoolId: schools[0]!.id, classIds: [classes[0]!.id] });
    await post('officer', { post: 'county-officer' });
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const show = async (who: string, path: string) => {
    const answer = await app.inject({ method: 'GET', url: `/api/reporting/${path}`, headers: people[who]!.headers });
    return { status: answer.statusCode, body: answer.json() as ReportDocument & { code: string }, text: answer.body };
  };
  const table = ({ blocks }: ReportDocument, name: string) => blocks.find((block): block is ReportTable => block.kind === 'table' && block.name === name);

  /** Orders a file, has it made, and fetches it as its owner. */
  async function file(who: string, path: string, body: object): Promise<Buffer> {
    const { headers } = people[who]!;
    const ordered = await app.inject({ method: 'POST', url: `/api/reporting/${path}`, headers, payload: { roundId: round.id, ...body } });
    expect(ordered.statusCode).toBe(202);
    const { exportId, jobRunId } = ordered.json() as { exportId: string; jobRunId: string };
    await app.get(JobRunRunner).run({ jurisdictionId: COUNTY, runId: jobRunId });
    const found = await app.inject({ method: 'GET', url: `/api/exports/${exportId}/file`, headers });
    expect(found.statusCode).toBe(200);
    return found.rawPayload;
  }

  it('of a school tell its own people levels and scores by grade and sex, and last year beside them', async () => {
    const { status, body } = await show('psychologist', `school-reports?roundId=${round.id}&schoolId=${schools[0]!.id}`);
    expect(status).toBe(200);
    expect(table(body, '参测情况')!.rows.at(-1)).toEqual(['合计', '', 540, 513, 0, 27, 0, 0, '95.0%']);
    const levels = table(body, '等级分布')!;
    expect(levels.head).toEqual(['组别', '正常', '关注', '中度', '严重', '紧急', '待复核', '合计']);
    expect(levels.rows.map(([group]) => group)).toEqual(['七年级', '八年级', '九年级', '男', '女', '合计']);
    expect(levels.rows.at(-1)!.at(-1)).toBe(513);
    for (const row of levels.rows) for (const cell of row.slice(1)) if (typeof cell === 'number' && cell > 0) expect(cell).toBeGreaterThanOrEqual(5);
    expect(table(body, '得分1')!.head).toEqual(['组别', '没有或极轻', '轻度', '中度', '中重度', '重度', '合计']);
    expect(table(body, '历次参测')!.rows.map(([title]) => title)).toEqual(['2026年秋季测评', '2025年秋季测评']);
    const words = body.blocks.flatMap((block) => (block.kind === 'notes' ? block.lines : []));
    expect(words.find((line) => line.includes('PHQ-9'))).toContain('得分可以直接比较');
    expect(words.find((line) => line.includes('GAD-7'))).toContain('不可直接比较');
    expect(body.watermark).toMatch(/^张老师 2026-10-12$/);
  });

  it('of a school tell those above it participation and one number: the one of the county’s table', async () => {
    const { body } = await show('officer', `school-reports?roundId=${round.id}&schoolId=${schools[0]!.id}`);
    expect(body.blocks.flatMap((block) => (block.kind === 'table' ? block.name : []))).toEqual(['参测情况', '重点关注']);
    const county = await show('officer', `bureau-reports?roundId=${round.id}`);
    const line = table(county.body, '各校重点关注')!.rows.find(([name]) => name === '第一中学')!;
    expect(table(body, '重点关注')!.rows).toEqual([line.slice(1)]);
  });

  it('of a school too small to stand alone have no number of their own', async () => {
    const { body } = await show('officer', `school-reports?roundId=${round.id}&schoolId=${schools[2]!.id}`);
    expect(table(body, '重点关注')).toBeUndefined();
    expect(JSON.stringify(body)).toContain('参评人数过少，不单独列出');
    const county = (await show('officer', `bureau-reports?roundId=${round.id}`)).body;
    expect(table(county, '各校重点关注')!.rows.map(([name]) => name)).toContain('人数不足单列的学校合计');
    expect(table(county, '各校重点关注')!.rows.map(([name]) => name)).not.toContain('山里小校');
    expect(table(county, '参测情况')!.rows.map(([name]) => name)).toEqual([...['第一中学', '第二中学', '山里小校', '水边小校'].sort((a, b) => a.localeCompare(b, 'zh-CN', { numeric: true })), '合计']);
  });

  it('of a class tell its form teacher how many took part, and no level, score or name', async () => {
    const { status, body, text } = await show('form', `class-reports?roundId=${round.id}&classId=${classes[0]!.id}`);
    expect(status).toBe(200);
    expect(table(body, '参测情况')!.rows).toEqual([['第一中学 七年级1班', 180, 171, 0, 9, 0, 0, '95.0%']]);
    expect(text).not.toMatch(/测试生|严重|关注人数|PHQ/);
    expect((await show('form', `class-reports?roundId=${round.id}&classId=${classes[1]!.id}`)).body.code).toBe('reporting/class-absent');
    expect((await show('form', `school-reports?roundId=${round.id}&schoolId=${schools[0]!.id}`)).status).toBe(403);
    expect((await show('form', `bureau-reports?roundId=${round.id}`)).status).toBe(403);
    const grown = (await show('psychologist', `class-reports?roundId=${round.id}&classId=${classes[1]!.id}`)).body; // one that was there last year
    expect(table(grown, '历次参测')!.rows.map(([title]) => title)).toEqual(['2026年秋季测评', '2025年秋季测评']);
  });

  it('of another school or bureau are not there', async () => {
    expect((await show('psychologist', `school-reports?roundId=${round.id}&schoolId=${schools[1]!.id}`)).body.code).toBe('reporting/school-absent');
    expect((await show('psychologist', `bureau-reports?roundId=${round.id}`)).status).toBe(403);
  });

  it('are the same in PDF, Word and workbook, and last year’s trend is in all of them', async () => {
    const pdf = await file('officer', 'bureau-reports', { format: 'pdf' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const word = await unzipFiles(await file('officer', 'bureau-reports', { format: 'docx' }), { names: new Set(['document.xml', 'header1.xml']), most: 5_000_000 });
    const text = word.get('document.xml')!.toString();
    const shown = (await show('officer', `bureau-reports?roundId=${round.id}`)).body;
    for (const block of shown.blocks) if (block.kind === 'heading') expect(text).toContain(block.text);
    expect(text).toContain('2025年秋季测评');
    expect(word.get('header1.xml')!.toString()).toContain('张老师 2026-10-12');
    const book = await file('officer', 'bureau-reports', { format: 'xlsx' });
    for (const block of shown.blocks) {
      if (block.kind !== 'table') continue;
      const rows: (readonly string[])[] = [];
      for await (const row of readRows(book, { sheet: block.name })) rows.push(row.cells);
      expect(rows).toEqual([block.head, ...block.rows.map((row) => row.map(printedCell))]);
    }
    for (const format of ['pdf', 'docx', 'xlsx']) {
      await file('psychologist', 'school-reports', { schoolId: schools[0]!.id, format });
      await file('form', 'class-reports', { classId: classes[0]!.id, format });
    }
  });

  it('leave an entry in the audit, whoever looks or orders', async () => {
    const { rows } = await db.owner.query(`select action, object from audit.entry where action like 'reporting.%' group by 1, 2 order by 1, 2`);
    expect(rows).toEqual(expect.arrayContaining([
      { action: 'reporting.bureau-report', object: `bureau:${COUNTY}` }, { action: 'reporting.class-report', object: `school:${schools[0]!.id}` },
      { action: 'reporting.school-report', object: `school:${schools[0]!.id}` },
    ]));
  });
});
