import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import ExcelJS from 'exceljs';
import { FileStore, JobRunRunner } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { FAULT_HEADING, headingOf, ROSTER_FIELDS } from '../../rules/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { OrganisationJobsModule } from '../organisation.jobs.module.js';
import {
  aCitizenNumber, anAccountWithPost, aRosterFile, aRosterRow, aSchool, type BuiltSchool, signIn, type SignedIn,
} from '../../testing/index.js';
import { ExpireRosterImports } from './expire-imports.job.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterFiles } from './roster-files.service.js';
import { RosterImportRepository } from './roster-import.repository.js';
import { RosterStageRepository } from './roster-stage.repository.js';

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let neighbour: BuiltSchool;
let clerk: SignedIn;
let teacher: SignedIn;
const county = 990101;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule, OrganisationJobsModule);
  school = await aSchool(db.owner, { name: '向阳中学', identifierCode: '3499900001' });
  neighbour = await aSchool(db.owner, { name: '东湖中学', identifierCode: '3499900002' });
  clerk = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer' }));
  teacher = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const row = (serial: number, over = {}) => aRosterRow(serial, { schoolCode: '3499900001', ...over });
const get = (url: string, who = clerk) => app.inject({ method: 'GET', url: `/api/organisation/${url}`, headers: who.headers });
const act = (url: string, payload: object = {}, who = clerk) => app.inject({ method: 'POST', url: `/api/organisation/${url}`, payload, headers: who.headers });

function upload(content: Buffer, who = clerk, fileName = '名册.csv') {
  const boundary = 'heliotrope-test';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return app.inject({
    method: 'POST', url: '/api/organisation/roster-imports',
    headers: { ...who.headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}

async function work(runId: string): Promise<string> {
  await db.owner.query(`update platform.job_run set not_before = now(), state = case state when 'running' then 'queued' else state end where id = $1`, [runId]);
  await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: county, runId });
  return (await db.owner.query(`select state from platform.job_run where id = $1`, [runId])).rows[0].state;
}

async function checked(content: Buffer, who = clerk, fileName?: string) {
  const answer = await upload(content, who, fileName);
  expect([answer.statusCode, answer.body]).toEqual([201, expect.anything()]);
  const { id, jobRunId } = answer.json();
  await work(jobRunId);
  return (await get(`roster-imports/${id}`, who)).json();
}

async function applied(content: Buffer, who = clerk, body = {}) {
  const { id } = await checked(content, who);
  const answer = await act(`roster-imports/${id}/confirm`, body, who);
  expect(answer.statusCode).toBe(202);
  await work(answer.json().jobRunId);
  return (await get(`roster-imports/${id}`, who)).json();
}

const stages = async () =>
  (await db.owner.query(`select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'roster_stage' and relkind = 'r'`)).rows.map((one) => one.name as string);
const stagedRows = async (id: string) => (await db.owner.query(`select count(*) from roster_stage.rows_${county}_${id.replaceAll('-', '')}`)).rows[0].count;

const pupils = async (where = 'true') =>
  (await db.owner.query(`select s.*, c.number from organisation.student s join organisation.class c on c.id = s.class_id where ${where} order by s.name collate "C"`)).rows;

it('takes a file without a name', async () => {
  const answer = await upload(Buffer.from('姓名\n'), clerk, '');
  expect(answer.statusCode).toBe(201);
  expect((await get(`roster-imports/${answer.json().id}`)).json().fileName).toBe('');
});

it('of which nobody knows whether it was taken leaves its file to the sweeper; one that was refused leaves none', async () => {
  const put = jest.spyOn(app.get(FileStore), 'put');
  const adding = jest.spyOn(app.get(RosterImportRepository, { strict: false }), 'add').mockRejectedValueOnce(new Error('the connection broke'));
  expect((await upload(aRosterFile([row(1)]))).statusCode).toBe(503);
  expect((await upload(Buffer.from('<html></html>'))).statusCode).toBe(422);
  const [unknown, refused] = put.mock.calls.map(([key]) => key);
  for (const spy of [put, adding]) spy.mockRestore();
  expect([unknown, refused].map((key) => fs.existsSync(path.join(db.config.files.dir, key!)))).toEqual([true, false]);
  expect(await app.get(RosterFiles, { strict: false }).named([unknown!])).toEqual(new Set());
});

describe('the template', () => {
  it('opens in another program, with lists, notes and text columns', async () => {
    const answer = await get('roster-imports/template.xlsx');
    expect(answer.headers['content-disposition']).toContain('attachment');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(answer.rawPayload as never);
    const sheet = book.worksheets[0]!;
    expect((sheet.getRow(1).values as string[]).slice(1)).toEqual(ROSTER_FIELDS.map(headingOf));
    expect(book.worksheets[1]!.name).toBe('填写说明');
    expect(sheet.getCell(2, ROSTER_FIELDS.indexOf('citizenNumber') + 1).numFmt).toBe('@');
  });
});

describe('an import', () => {
  it('is a dry run first, then a roster with sealed numbers', async () => {
    const file = aRosterFile([row(1), row(2), row(3, { classNumber: '2班' }), row(4, { citizenNumber: '990000201309040049' })]);
    const seen = await checked(file);
    expect(seen).toMatchObject({ state: 'checked', totalRows: 4, counts: { new: 3, changed: 0, unchanged: 0, leaving: 0, wrong: 1 } });
    expect(seen.faults).toEqual([{ sheet: 1, row: 5, field: '身份证号', code: 'organisation/roster-number', message: expect.stringContaining('校验') }]);
    expect(await pupils()).toHaveLength(0);

    const started = await act(`roster-imports/${seen.id}/confirm`);
    expect(await work(started.json().jobRunId)).toBe('done');
    const rows = await pupils();
    expect(rows.map((one) => [one.name, one.number])).toEqual([['测丁', 2], ['测丙', 1], ['测乙', 1]]);
    expect(rows[2]).toMatchObject({ pinyin: 'ceyi', initials: 'cy' });
    expect(rows[2].citizen_number_enc.toString('latin1')).not.toContain(aCitizenNumber(1));
    expect(await stages()).toEqual([]);
    const facts = await db.owner.query(`select payload from platform.outbox where type = 'organisation/roster-imported'`);
    expect(facts.rows[0].payload).toMatchObject({ added: 3, changed: 0, left: 0 });
  });

  it('shows the school its pupils with masked numbers, and nobody above it any', async () => {
    const list = await get(`students?schoolId=${school.id}&q=测乙`, teacher);
    expect(list.json().items).toEqual([expect.objectContaining({
      name: '测乙', className: '七年级1班', citizenNumber: `990***********${aCitizenNumber(1).slice(-4)}`,
      studentNumber: `G990***********${aCitizenNumber(1).slice(-4)}`, guardian: { name: '测**', relation: '母亲', phone: '139****0001' },
    })]);
    expect((await get('students')).statusCode).toBe(403);
    expect((await get('roster-imports', teacher)).statusCode).toBe(403);
  });

  it('keeps its file, sealed, no longer than until it is over, and no readable number', async () => {
    const waiting = await checked(aRosterFile([row(5, { name: '等待' })]));
    const { rows: imports } = await db.owner.query(`select id, state, file_key from organisation.roster_import where file_bytes > 0`);
    expect(imports.map((one) => one.state)).toEqual(expect.arrayContaining(['checked', 'applied']));
    const lies = (key: string) => fs.existsSync(path.join(db.config.files.dir, key));
    for (const one of imports) expect([one.id, lies(one.file_key)]).toEqual([one.id, ['received', 'checked'].includes(one.state)]);
    const { file_key: key } = imports.find((one) => one.id === waiting.id);
    expect(fs.readFileSync(path.join(db.config.files.dir, key)).includes('等待')).toBe(false);
    expect(await app.get(RosterFiles, { strict: false }).named(imports.map((one) => one.file_key))).toEqual(new Set(imports.filter((one) => lies(one.file_key)).map((one) => one.file_key)));
    await act(`roster-imports/${waiting.id}/cancel`);
    expect(lies(key)).toBe(false);
    const { rows } = await db.owner.query(`select r::text as text from organisation.roster_import_fault r`);
    expect(rows.map((one) => one.text).join()).not.toContain('990000201309040049');
  });

  it('again changes nothing; with changes only those', async () => {
    expect(await checked(aRosterFile([row(1), row(2)]))).toMatchObject({ counts: { new: 0, unchanged: 2, leaving: 0, wrong: 0 } });
    const done = await applied(aRosterFile([row(1, { classNumber: '3班' }), row(2, { guardianPhone: '13700000000' }), row(3, { classNumber: '2班' })]));
    expect(done).toMatchObject({ state: 'applied', counts: { changed: 2, unchanged: 1, overtaken: 0 } });
    expect((await pupils()).map((one) => one.number)).toEqual([2, 1, 3]);
    const list = await get('students?q=测丙', teacher);
    expect(list.json().items[0].guardian.phone).toBe('137****0000');
  });

  it('finds who stands in the sheet twice, and two numbers of two pupils', async () => {
    const seen = await checked(aRosterFile([row(11), row(11, { citizenNumber: '' }), row(12, { studentNumber: '', citizenNumber: aCitizenNumber(11) }), row(1, { citizenNumber: aCitizenNumber(2) })]));
    expect(seen.faults.map((fault: { message: string }) => fault.message)).toEqual([
      '与第2行的学籍号重复', expect.anything(), expect.anything(),
    ]);
    expect(seen.counts).toMatchObject({ new: 1, wrong: 3 });
  });

  it('marks as leaving only when asked, only in the classes named, never whose row was wrong', async () => {
    await applied(aRosterFile([21, 22, 23].map((serial) => row(serial, { classNumber: '9班', name: `走${'甲乙丙'[serial - 21]}` }))));
    const file = aRosterFile([row(21, { classNumber: '9班', name: '走甲' }), row(22, { classNumber: '9班', name: '走乙', citizenNumber: '1', studentNumber: '2' })]);
    expect(await checked(file)).toMatchObject({ counts: { unchanged: 1, leaving: 1, wrong: 1 } });
    expect(await pupils(`s.state = 'left'`)).toHaveLength(0);
    const done = await applied(file, clerk, { applyLeaving: true });
    expect(done.counts.leaving).toBe(1);
    expect((await pupils(`s.state = 'left'`)).map((one) => one.name)).toEqual(['走丙']);
    expect(await applied(aRosterFile([row(23, { classNumber: '9班', name: '走丙' })]))).toMatchObject({ counts: { changed: 1 } });
    expect(await pupils(`s.state = 'left'`)).toHaveLength(0);
  });
});

describe('the sheet of faults', () => {
  it('is the clerk\'s own sheet; corrected there it is uploaded again as it is', async () => {
    const seen = await checked(aRosterFile([row(31, { classNumber: '8班' }), row(32, { classNumber: '8班', sex: '帅', guardianPhone: '12' })]));
    const sheet = await get(`roster-imports/${seen.id}/errors.xlsx`);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(sheet.rawPayload as never);
    const lines = book.worksheets[0]!;
    expect(lines.rowCount).toBe(2);
    const headings = (lines.getRow(1).values as string[]).slice(1);
    expect(headings).toEqual([...ROSTER_FIELDS.map(headingOf), FAULT_HEADING]);
    expect(lines.getCell(2, headings.length).text).toMatch(/性别：.*；监护人电话：/);
    expect(lines.getCell(2, headings.indexOf('身份证号') + 1).text).toBe(aCitizenNumber(32));
    lines.getCell(2, headings.indexOf('性别') + 1).value = '女';
    lines.getCell(2, headings.indexOf('监护人电话') + 1).value = '13900000032';
    const corrected = Buffer.from(await book.xlsx.writeBuffer() as ArrayBuffer);

    const again = await checked(corrected, clerk, '名册错误行.xlsx');
    expect(again).toMatchObject({ state: 'checked', partial: true, counts: { new: 1, wrong: 0, leaving: 0 } });
    expect((await get(`roster-imports/${again.id}/errors.xlsx`)).statusCode).toBe(404);
  });

  it('is not for the neighbour', async () => {
    const seen = await checked(aRosterFile([row(33, { sex: '帅' })]));
    await aSchool(db.owner, { jurisdictionId: 990102 });
    const other = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: 990102 }));
    for (const url of [`roster-imports/${seen.id}`, `roster-imports/${seen.id}/errors.xlsx`]) expect((await get(url, other)).statusCode).toBe(404);
    for (const verb of ['confirm', 'cancel']) expect((await act(`roster-imports/${seen.id}/${verb}`, {}, other)).statusCode).toBe(404);
    expect((await get('roster-imports', other)).json().items).toEqual([]);
  });
});

describe('a right that ends at one school', () => {
  it('fills that school only, and fetches no pupil out of another', async () => {
    const leader = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: neighbour.id }));
    const seen = await checked(aRosterFile([aRosterRow(41), row(42), aRosterRow(1)]), leader);
    expect(seen.counts).toMatchObject({ new: 1, wrong: 2 });
    expect(seen.faults.map((fault: { code: string }) => fault.code)).toEqual(['organisation/roster-school', 'organisation/roster-elsewhere']);
    const ofSchool = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: school.id }));
    expect((await get(`roster-imports/${seen.id}`, ofSchool)).statusCode).toBe(404);
  });
});

describe('a file', () => {
  it.each([
    ['without a table', Buffer.from('你好\r\n再见\r\n'), 'failed', '表头'],
    ['without a column it needs', Buffer.from('姓名,年级,性别\r\n甲乙,七年级,男\r\n'), 'failed', '班级'],
    ['with headings only', aRosterFile([]), 'failed', '没有可以导入的行'],
  ])('%s ends the import with a reason', async (_, content, state, reason) => {
    const seen = await checked(content);
    expect(seen).toMatchObject({ state, failure: expect.stringContaining(reason) });
  });

  it.each([['a web page', Buffer.from('<html></html>')], ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')]])('that is %s is not taken', async (_, content) => {
    expect((await upload(content)).statusCode).toBe(422);
  });

  it('saved by Excel in China in GB18030 under another system\'s headings is read', async () => {
    // GB18030 bytes of 学生姓名,年级名称,班级名称,全国学籍号,所在学校 and one row
    const text = ['学生姓名,年级名称,班级名称,全国学籍号,就读学校', `钱多多,初一,(5)班,G${aCitizenNumber(51)},向阳中学`].join('\r\n');
    const seen = await checked(gb18030(text));
    expect(seen).toMatchObject({ counts: { new: 1, wrong: 0 } });
  });

  it('with a number typed as a number is not believed', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('名册');
    sheet.addRow(['2026学年名册']);
    sheet.addRow(['姓名', '年级', '班级', '身份证号', '学校标识码']);
    sheet.addRow(['孙小', '七年级', 5, Number(aCitizenNumber(61).slice(0, 17) + '0'), 3499900001]);
    const seen = await checked(Buffer.from(await book.xlsx.writeBuffer() as ArrayBuffer), clerk, 'a.xlsx');
    expect(seen.faults[0]).toMatchObject({ row: 3, field: '身份证号', code: 'organisation/roster-number-spoilt' });
  });
});

describe('an import that is called off', () => {
  it('leaves nothing and cannot be confirmed', async () => {
    const seen = await checked(aRosterFile([row(71)]));
    expect((await act(`roster-imports/${seen.id}/cancel`)).statusCode).toBe(204);
    expect((await act(`roster-imports/${seen.id}/confirm`)).json().code).toBe('organisation/import-over');
    expect((await stages()).filter((name) => name.endsWith(seen.id.replaceAll('-', '')))).toEqual([]);
  });

  it('before it is judged is not confirmed, and its run ends', async () => {
    const { id, jobRunId } = (await upload(aRosterFile([row(72)]))).json();
    expect((await act(`roster-imports/${id}/confirm`)).json().code).toBe('organisation/import-not-checked');
    await act(`roster-imports/${id}/cancel`);
    expect(await work(jobRunId)).toBe('done');
    expect((await get(`roster-imports/${id}`)).json().state).toBe('cancelled');
  });
});

describe('an import taken back', () => {
  const everything = async () =>
    (await db.owner.query(
      `select to_jsonb(s) as student, (select jsonb_agg(to_jsonb(g) order by g.id) from organisation.guardian g where g.student_id = s.id) as guardians,
              (select jsonb_agg(to_jsonb(p) order by p.id) from organisation.student_past_class p where p.student_id = s.id) as places,
              (select jsonb_agg(to_jsonb(p) order by p.id) from organisation.committee_member p where p.student_id = s.id) as memberships
         from organisation.student s order by s.id`)).rows;
  const classes = async () => (await db.owner.query(`select count(*) from organisation.class`)).rows[0].count;
  const undone = async (id: string) => {
    const answer = await act(`roster-imports/${id}/undo`);
    expect([answer.statusCode, answer.body]).toEqual([202, expect.anything()]);
    expect((await act(`roster-imports/${id}/undo`)).json()).toEqual(answer.json()); // asked twice
    expect(await work(answer.json().jobRunId)).toBe('done');
    return (await get(`roster-imports/${id}`)).json();
  };
  const file = () => aRosterFile([
    row(81, { classNumber: '81班', name: '撤甲' }), row(82, { classNumber: '82班', name: '撤乙改名', guardianPhone: '13800009999' }), row(84, { classNumber: '84班', name: '撤丁' }),
  ]);

  it('leaves everything exactly as it was: the new gone, the changed and the left restored, the classes it made closed', async () => {
    await applied(aRosterFile([81, 82, 83].map((serial) => row(serial, { classNumber: '81班', name: `撤${'甲乙丙'[serial - 81]}` }))));
    const { rows: [member] } = await db.owner.query(`select id, class_id, school_id from organisation.student where name = '撤乙'`);
    await db.owner.query(
      `insert into organisation.committee_member (jurisdiction_id, id, school_id, student_id, role, class_id, from_on) values ($1, uuidv7(), $2, $3, 'class', $4, '2026-09-01')`,
      [county, member.school_id, member.id, member.class_id]);
    db.clock.advance(60_000);
    const before = await everything();
    const classesBefore = await classes();
    const done = await applied(file(), clerk, { applyLeaving: true });
    expect(done).toMatchObject({ state: 'applied', counts: { new: 1, changed: 1, unchanged: 1, leaving: 1 }, undoableUntil: expect.any(String) });
    expect(await everything()).not.toEqual(before);
    db.clock.advance(60_000);
    expect(await undone(done.id)).toMatchObject({ state: 'undone', obstacleCount: 0, undoableUntil: null });
    expect(await everything()).toEqual(before);
    expect(await classes()).toBe(classesBefore);
    expect((await act(`roster-imports/${done.id}/undo`)).json().code).toBe('organisation/import-not-applied');
  });

  it('is refused with a list where somebody has worked with a pupil since, and then changes nothing', async () => {
    db.clock.advance(60_000);
    const done = await applied(file());
    await db.owner.query(`update organisation.student set name = '撤丁丁', version = version + 1 where name = '撤丁'`);
    await db.owner.query(`update organisation.guardian g set relation = '父亲', version = g.version + 1 from organisation.student s where s.id = g.student_id and s.name = '撤乙改名'`);
    const before = await everything();
    const seen = await undone(done.id);
    expect(seen).toMatchObject({ state: 'applied', obstacleCount: 2 });
    expect(seen.obstacles.map((one: { name: string; reason: string }) => [one.name, one.reason]).sort()).toEqual([['撤丁丁', 'changed-since'], ['撤乙改名', 'guardian-changed-since']]);
    expect(await everything()).toEqual(before);
  });

  it('too late is refused; nothing of a sheet lies about longer than it may be needed', async () => {
    const { rows: [old] } = await db.owner.query(`select id from organisation.roster_import where state = 'applied' order by id desc limit 1`);
    const waiting = await checked(aRosterFile([row(91)]));
    db.clock.advance(31 * 86_400_000);
    clerk = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer' }));
    expect((await act(`roster-imports/${old.id}/undo`)).json().code).toBe('organisation/undo-too-late');
    await app.get(ExpireRosterImports, { strict: false }).tick();
    expect((await get(`roster-imports/${waiting.id}`)).json().state).toBe('cancelled');
    expect((await stages()).filter((name) => name.endsWith(waiting.id.replaceAll('-', '')))).toEqual([]);
    expect((await db.owner.query(`select count(*) from organisation.roster_import_before`)).rows[0].count).toBe(0);
  });
});

describe('the column of focus categories', () => {
  const marks = async (name: string) =>
    (await db.owner.query(
      `select f.code, f.source, f.set_by, f.ended_on from organisation.student_focus f join organisation.student s on s.id = f.student_id where s.name = $1 order by f.code`, [name])).rows;
  let leader: SignedIn;
  let leaderId: string;
  const sheet = (focus: string, over: object = {}) => aRosterFile([
    row(71, { classNumber: '71班', name: '关甲', focus }), row(72, { classNumber: '71班', name: '关乙', ...over }),
  ]);
  const undone = async (id: string) => {
    await work((await act(`roster-imports/${id}/undo`, {}, leader)).json().jobRunId);
    return (await get(`roster-imports/${id}`, leader)).json();
  };

  beforeAll(async () => {
    const account = await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: school.id });
    leaderId = account.accountId;
    leader = await signIn(app, account);
  });

  it('sets marks of new and of known pupils once, and is a difference only until they bear them', async () => {
    const first = await applied(sheet('留守、单亲'), leader);
    expect(first.counts).toMatchObject({ new: 2, wrong: 0 });
    expect(await marks('关甲')).toMatchObject([{ code: 'left-behind', source: 'sheet', set_by: `account:${leaderId}` }, { code: 'single-parent' }]);
    expect((await checked(sheet('单亲，留守'), leader)).counts).toMatchObject({ new: 0, changed: 0, unchanged: 2 });
    expect((await checked(sheet(''), leader)).counts).toMatchObject({ changed: 0, unchanged: 2 }); // an empty cell takes nothing away
    const more = await applied(sheet('丧亲', { focus: '家庭经济困难' }), leader);
    expect(more.counts).toMatchObject({ changed: 2, unchanged: 0 });
    expect((await marks('关甲')).map((one) => one.code)).toEqual(['bereaved', 'left-behind', 'single-parent']);
    expect(await undone(more.id)).toMatchObject({ state: 'undone' });
    expect([(await marks('关甲')).map((one) => one.code), await marks('关乙')]).toEqual([['left-behind', 'single-parent'], []]);
    expect(await undone(first.id)).toMatchObject({ state: 'undone' }); // its own marks do not stand in its way
    expect(await pupils(`s.name = '关甲'`)).toEqual([]);
  });

  it('stands in the way of taking back when somebody has set a mark since', async () => {
    const done = await applied(sheet('留守'), leader);
    await db.owner.query(
      `insert into organisation.student_focus (jurisdiction_id, id, school_id, student_id, code, source, from_on, until_on, set_by, set_at)
       select jurisdiction_id, uuidv7(), school_id, id, 'poor', 'teacher', current_date, current_date + 30, 'test', now() from organisation.student where name = '关甲'`);
    expect((await undone(done.id)).obstacles).toMatchObject([{ name: '关甲', reason: 'has-records' }]);
  });

  it('is a fault where the word is unknown, and where the importer may set no marks', async () => {
    const strange = await checked(sheet('网瘾'), leader);
    expect([strange.counts.wrong, strange.faults[0].message]).toMatchObject([1, expect.stringContaining('现行的有')]);
    const officers = await checked(sheet('留守'));
    expect([officers.counts.wrong, officers.faults[0].code]).toEqual([1, 'organisation/roster-focus-right']);
  });
});

describe('a kill in the middle', () => {
  const SIZE = 5_600;
  const big = () => aRosterFile(Array.from({ length: SIZE }, (_, n) => row(10_000 + n, { classNumber: `${20 + (n % 70)}班` })));
  // What the database keeps of a killed process: the transaction under way is gone, the run waits to be taken up again.
  const dieAt = (of: object, method: string, time: number) => {
    const target = of as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const original = target[method]!;
    let calls = 0;
    return jest.spyOn(target, method).mockImplementation(async (...args) => {
      calls += 1;
      const result = await original.apply(target, args);
      if (calls === time) throw new Error('killed');
      return result;
    });
  };

  it('of the dry run and of the import: nothing is lost and nothing doubled', async () => {
    const { id, jobRunId } = (await upload(big())).json();
    const staging = dieAt(app.get(RosterStageRepository, { strict: false }), 'fill', 2);
    expect(await work(jobRunId)).toBe('queued');
    expect(await stagedRows(id)).toBe(5_000);
    expect(await work(jobRunId)).toBe('done');
    staging.mockRestore();
    expect((await get(`roster-imports/${id}`)).json()).toMatchObject({ state: 'checked', totalRows: SIZE, counts: { new: SIZE, wrong: 0 } });

    const before = (await pupils()).length;
    const started = (await act(`roster-imports/${id}/confirm`)).json();
    expect((await act(`roster-imports/${id}/confirm`)).json()).toEqual(started);
    for (const [method, time] of [['add', 1], ['addGuardians', 1], ['refreshStatistics', 3]] as const) {
      const dying = dieAt(app.get(RosterApplyRepository, { strict: false }), method, time);
      expect(await work(started.jobRunId)).toBe('queued');
      dying.mockRestore();
      expect(await pupils()).toHaveLength(before); // nobody sees half of it
    }
    expect(await work(started.jobRunId)).toBe('done');
    expect(await pupils()).toHaveLength(before + SIZE);
    expect((await get(`roster-imports/${id}`)).json()).toMatchObject({ state: 'applied', counts: { new: SIZE, overtaken: 0 } });
    const facts = await db.owner.query(`select count(*) from platform.outbox where payload ->> 'importId' = $1`, [id]);
    expect(facts.rows[0].count).toBe(1);
  });

  // What the recovery of a fallen database does to tables that are not logged.
  const databaseFalls = async () => {
    for (const name of await stages()) await db.owner.query(`truncate roster_stage.${name}`);
  };
  const wide = (from: number) => aRosterFile(Array.from({ length: SIZE }, (_, n) => row(from + n, { classNumber: `${20 + (n % 70)}班`, ...(n % 1_000 === 7 ? { sex: '帅' } : {}) })));

  it('of the database in the dry run: what was read is read again, and no row is missing', async () => {
    const { id, jobRunId } = (await upload(wide(20_000))).json();
    const staging = dieAt(app.get(RosterStageRepository, { strict: false }), 'fill', 2);
    expect(await work(jobRunId)).toBe('queued');
    staging.mockRestore();
    await databaseFalls();
    expect(await work(jobRunId)).toBe('done');
    expect((await get(`roster-imports/${id}`)).json()).toMatchObject({ state: 'checked', totalRows: SIZE, counts: { new: SIZE - 6, wrong: 6 } });
    expect(await stagedRows(id)).toBe(SIZE - 6);
    await act(`roster-imports/${id}/cancel`);
  });

  it('of the database after it was confirmed: the sheet is read again and written, once, without asking anybody', async () => {
    const { id } = await checked(wide(30_000));
    const before = (await pupils()).length;
    const { jobRunId } = (await act(`roster-imports/${id}/confirm`)).json();
    await databaseFalls();
    const dying = dieAt(app.get(RosterStageRepository, { strict: false }), 'fill', 1);
    expect(await work(jobRunId)).toBe('queued'); // and the worker while it reads
    dying.mockRestore();
    expect((await get(`roster-imports/${id}`)).json()).toMatchObject({ state: 'checking', jobRunId });
    expect(await work(jobRunId)).toBe('done');
    expect(await pupils()).toHaveLength(before + SIZE - 6);
    expect((await get(`roster-imports/${id}`)).json()).toMatchObject({ state: 'applied', totalRows: SIZE, counts: { new: SIZE - 6, wrong: 6, overtaken: 0 } });
    expect((await db.owner.query(`select count(*) from platform.outbox where payload ->> 'importId' = $1`, [id])).rows[0].count).toBe(1);
    expect((await stages()).filter((name) => name.endsWith(id.replaceAll('-', '')))).toEqual([]);
  });

  it('of the database, and meanwhile the roster has changed: the importer is asked again', async () => {
    const { id } = await checked(aRosterFile([row(40_001, { classNumber: '4班' }), row(40_002, { classNumber: '4班' })]));
    const { jobRunId } = (await act(`roster-imports/${id}/confirm`)).json();
    await applied(aRosterFile([row(40_001, { classNumber: '4班' })]));
    const before = (await pupils()).length;
    await databaseFalls();
    expect(await work(jobRunId)).toBe('failed');
    expect((await db.owner.query(`select error_code from platform.job_run where id = $1`, [jobRunId])).rows[0].error_code).toBe('organisation/import-means-something-else');
    expect((await get(`roster-imports/${id}`)).json()).toMatchObject({ state: 'checked', counts: { new: 1, unchanged: 1 } });
    expect(await pupils()).toHaveLength(before);
    expect(await work((await act(`roster-imports/${id}/confirm`)).json().jobRunId)).toBe('done');
    expect(await pupils()).toHaveLength(before + 1);
  });
});

/** The few characters the test needs, in the encoding of Chinese Excel; Node can read GB18030 but not write it. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, number[]>();
  for (let high = 0xb0; high <= 0xf7; high += 1) for (let low = 0xa1; low <= 0xfe; low += 1) table.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  return Buffer.from([...text].flatMap((char) => (char.charCodeAt(0) < 128 ? [char.charCodeAt(0)] : table.get(char)!)));
}
