import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readRows, writeXlsx } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { aBureau, aCitizenNumber, aClass, aDesk, anAccountWithPost, aSchool, aStudent, type BuiltSchool, signIn, type SignedIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';

const COUNTY = 990101;

let db: TestDatabase;
let app: NestFastifyApplication;
let officer: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  await aBureau(db.owner, COUNTY);
  officer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: COUNTY }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const get = (url: string, who: SignedIn) => app.inject({ method: 'GET', url: `/api/organisation/place-imports/${url}`, headers: who.headers });
const post = (url: string, who: SignedIn) => app.inject({ method: 'POST', url: `/api/organisation/place-imports/${url}`, headers: who.headers, payload: {} });

async function upload(kind: string, content: Buffer, who: SignedIn) {
  const border = '----sheet';
  const payload = Buffer.concat([
    Buffer.from(`--${border}\r\ncontent-disposition: form-data; name="file"; filename="sheet.csv"\r\ncontent-type: text/csv\r\n\r\n`), content, Buffer.from(`\r\n--${border}--\r\n`),
  ]);
  const answer = await app.inject({ method: 'POST', url: `/api/organisation/place-imports/${kind}`, payload, headers: { ...who.headers, 'content-type': `multipart/form-data; boundary=${border}` } });
  return { status: answer.statusCode, body: answer.json() };
}

const csv = (lines: string[][]) => Buffer.from(lines.map((line) => line.join(',')).join('\n'));
const counts = async (kind: string, id: string, who: SignedIn) => (await get(`${kind}/${id}`, who)).json().counts;

async function rowsOf(body: Buffer): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const row of readRows(body)) rows.push([...row.cells]);
  return rows;
}

describe('a sheet of schools', () => {
  const heading = ['学校名称', '学校标识码', '学段', '城乡类别', '办别', '是否寄宿'];
  const good = ['石桥小学', '2199000501', '小学', '乡村', '公办', '否'];
  const wrong = ['云台学校', '2199000502', '小学、高中', '山里', '公办', '也许'];

  it('is looked at, its wrong rows come back with reasons, and the right ones are written when confirmed', async () => {
    const { body: { id } } = await upload('schools', csv([['某县学校一览'], heading, good, wrong, good]), officer);
    expect(await counts('schools', id, officer)).toEqual({ new: 1, changed: 0, unchanged: 0, leaving: 0, wrong: 2, overtaken: 0 });
    expect((await db.owner.query(`select 1 from organisation.school where identifier_code = '2199000501'`)).rows).toEqual([]);
    const back = await rowsOf((await get(`schools/${id}/errors.xlsx`, officer)).rawPayload);
    expect([back[0]!.at(-1), back.length]).toEqual(['错误原因', 3]);
    expect(back[1]!.at(-1)).toMatch(/城乡类别.*是否寄宿.*学段/);
    expect(back[2]!.at(-1)).toContain('与第3行重复');
    expect((await post(`schools/${id}/confirm`, officer)).statusCode).toBe(204);
    expect((await post(`schools/${id}/confirm`, officer)).json().code).toBe('organisation/import-over');
    const { rows } = await db.owner.query(`select name, initials, area, boarding from organisation.school where identifier_code = '2199000501'`);
    expect(rows).toEqual([{ name: '石桥小学', initials: expect.stringMatching(/^sqxx/), area: 'rural', boarding: false }]);
    expect((await db.owner.query(`select cells_enc from organisation.place_import where id = $1`, [id])).rows).toEqual([{ cells_enc: null }]);
  });

  it('recognises what is there: unchanged or changed, in a workbook too', async () => {
    const changed = ['石桥小学', '2199000501', '小学', '镇区', '公办', '是'];
    const { body } = await upload('schools', await buffer(writeXlsx({ name: '学校', columns: heading.map((header) => ({ header })) }, [changed])), officer);
    expect(await counts('schools', body.id, officer)).toMatchObject({ new: 0, changed: 1 });
    await post(`schools/${body.id}/confirm`, officer);
    const again = await upload('schools', csv([heading, changed]), officer);
    expect(await counts('schools', again.body.id, officer)).toMatchObject({ changed: 0, unchanged: 1 });
    expect((await post(`schools/${again.body.id}/confirm`, officer)).json().code).toBe('organisation/import-empty');
    expect((await post(`schools/${again.body.id}/cancel`, officer)).statusCode).toBe(204);
  });

  it('is refused without its columns, and its template can be filled in', async () => {
    expect((await upload('schools', csv([['学校名称', '学段'], ['甲', '小学']]), officer)).body.code).toBe('organisation/columns-missing');
    expect((await upload('schools', csv([['甲'], ['乙']]), officer)).body.code).toBe('organisation/header-missing');
    const [heads] = await rowsOf((await get('schools/template.xlsx', officer)).rawPayload);
    expect(heads!.slice(0, 2)).toEqual(['学校名称', '学校标识码']);
    expect((await get('wizards/template.xlsx', officer)).statusCode).toBe(422);
  });

  it('is nobody else’s to see, and not for a school to send', async () => {
    const { body } = await upload('schools', csv([heading, ['另一所', '2199000503', '小学', '乡村', '公办', '否']]), officer);
    const colleague = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: COUNTY }));
    expect((await get(`schools/${body.id}`, colleague)).statusCode).toBe(404);
    const leader = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', jurisdictionId: COUNTY, schoolId: (await aSchool(db.owner)).id }));
    expect((await upload('schools', csv([heading, good]), leader)).status).toBe(403);
    expect((await post('schools', leader)).json().code).toBe('platform/not-allowed'); // before it is asked for a file
    expect((await post('schools', officer)).json().code).toBe('organisation/file-missing');
    expect(await upload('schools', Buffer.alloc(10 * 1024 * 1024 + 1, '甲,乙\n'), officer)).toMatchObject({ status: 413, body: { code: 'platform/too-large' } });
    expect((await get(`classes/${body.id}`, officer)).statusCode).toBe(404);
  });
});

describe('a sheet of classes', () => {
  it('fills the own school without naming it, and takes no other', async () => {
    const school = await aSchool(db.owner, { name: '班级学校' });
    const neighbour = await aSchool(db.owner);
    const leader = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', jurisdictionId: COUNTY, schoolId: school.id }));
    await aClass(db.owner, school, { number: 1 });
    const { body } = await upload('classes', csv([['学校标识码', '年级', '班级', '校区'], ['', '七年级', '1班', ''], ['', '2025级', '（2）班', ''], ['', '高一', '1班', ''], ['', '七年级', '3班', '没有的校区'], [neighbour.identifierCode, '七年级', '4班', '']]), leader);
    expect(await counts('classes', body.id, leader)).toMatchObject({ new: 1, unchanged: 1, wrong: 3 });
    expect((await post(`classes/${body.id}/confirm`, leader)).statusCode).toBe(204);
    const { rows } = await db.owner.query(`select entry_year, number from organisation.class where school_id = $1 order by 1`, [school.id]);
    expect(rows).toEqual([{ entry_year: 2025, number: 2 }, { entry_year: 2026, number: 1 }]);
  });
});

describe('a sheet of focus pupils', () => {
  let school: BuiltSchool;

  it('marks the school’s own pupils by number and name', async () => {
    school = await aSchool(db.owner);
    const pupil = await aStudent(db.owner, await aClass(db.owner, school), { name: '甲同学', bornOn: '2013-09-04' });
    const at = { jurisdictionId: COUNTY, schoolId: school.id };
    const number = `G${aCitizenNumber(301)}`;
    const stranger = `G${aCitizenNumber(303)}`;
    await (await aDesk(app, db.owner, 'school-leader', at)).call('PUT', `students/${pupil.id}`, { name: '甲同学', sex: 1, studentNumber: number }, 1);
    const teacher = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', ...at }));
    const lines = [
      ['学籍号', '姓名', '重点关注类别', '来源', '关注至'], [number, '甲同学', '留守', '家庭告知', '2027-06-30'], [number, '乙同学', '单亲', '', ''],
      [stranger, '丙同学', '单亲', '', ''], [number, '甲同学', '不存在的类别', '', ''], [number, '甲同学', '丧亲', '', '2029-01-01'],
    ];
    const { body } = await upload('focus', csv(lines), teacher);
    expect(await counts('focus', body.id, teacher)).toMatchObject({ new: 1, wrong: 4 });
    expect((await post(`focus/${body.id}/confirm`, teacher)).statusCode).toBe(204);
    const { rows } = await db.owner.query(`select code, source, until_on from organisation.student_focus where student_id = $1`, [pupil.id]);
    expect(rows).toEqual([{ code: 'left-behind', source: 'family', until_on: '2027-06-30' }]);
    expect((await upload('focus', csv(lines), officer)).status).toBe(403);
    const [heads] = await rowsOf((await get('focus/template.xlsx', teacher)).rawPayload);
    expect(heads).toContain('重点关注类别');
  });
});
