import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buffer } from 'node:stream/consumers';
import { readRows, writeXlsx } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aBureau, anAccountWithPost, aSchool, signIn, type SignedIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { AccountClosing } from './account-closing.service.js';
import { CloseAccounts } from './close-accounts.job.js';
import { StaffImportService } from './staff-import.service.js';
import { STAFF_TEMPLATE } from './staff-sheet.js';

const HEADER = '姓名,登录名,手机,学校,岗位,班级';

let db: TestDatabase;
let app: NestFastifyApplication;
let session: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  await aSchool(db.owner, { jurisdictionId: 990101, name: '向阳中学' });
  await aBureau(db.owner, 990102);
  session = await signIn(app, await anAccountWithPost(db.owner, { post: 'system-admin', jurisdictionId: 990101 }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const call = (method: 'GET' | 'POST', path: string, by = session) => app.inject({ method, url: `/api/organisation/staff-imports${path}`, headers: by.headers });
function upload(content: string | Buffer, by = session, name = '名单.csv') {
  const edge = 'x-edge-x';
  const payload = Buffer.concat([
    Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${encodeURIComponent(name)}"\r\ncontent-type: application/octet-stream\r\n\r\n`),
    Buffer.isBuffer(content) ? content : Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`),
  ]);
  return app.inject({ method: 'POST', url: '/api/organisation/staff-imports', headers: { ...by.headers, 'content-type': `multipart/form-data; boundary=${edge}` }, payload });
}
const countOf = async (username: string) => Number((await db.owner.query(`select count(*) as n from organisation.account where username = $1`, [username])).rows[0].n);

describe('a staff list', () => {
  it('is looked at first, then made into accounts without codes; wrong rows come back as a sheet', async () => {
    const taken = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: 990102 });
    const { id } = (await upload([
      '某县教职工名单', HEADER, '李华,li.hua,13900001234,向阳中学,班主任,七年级1班', '王芳,wang.fang,,,,', '心理室,office,,,,', '赵云,Li.Hua,,,,', `钱多,${taken.username},,,,`, '孙丽,sun.li,123,别的学校,保安,',
    ].join('\n'))).json();
    const checked = (await call('GET', `/${id}`)).json();
    expect(checked).toMatchObject({ state: 'checked', counts: { new: 2, changed: 0, unchanged: 0, wrong: 4 }, posts: 1 });
    expect(checked.faults.map((fault: { row: number; code: string }) => `${fault.row} ${fault.code}`)).toEqual([
      '5 organisation/person-name', '6 organisation/staff-username-twice', '7 organisation/username-taken',
      '8 organisation/phone-form', '8 organisation/staff-school-unknown', '8 organisation/staff-post-unknown',
    ]);
    expect(await countOf('li.hua')).toBe(0);
    const sheet = await call('GET', `/${id}/errors.xlsx`);
    const rows: string[][] = [];
    for await (const row of readRows(sheet.rawPayload)) rows.push([...row.cells]);
    expect(rows.filter((row) => /office|li\.hua|sun\.li/i.test(row[1] ?? '')).map((row) => row.at(-1))).toEqual([
      '姓名：应填本人姓名；账号不能以科室、年级组等名义共用', '登录名：表中重复', '手机：号码不正确；学校：本局没有“别的学校”；岗位：没有“保安”这个岗位',
    ]);
    expect((await call('POST', `/${id}/confirm`)).statusCode).toBe(204);
    expect((await call('POST', `/${id}/confirm`)).json().code).toBe('organisation/import-over');
    expect([await countOf('li.hua'), await countOf('wang.fang'), await countOf('office')]).toEqual([1, 1, 0]);
    const { rows: made } = await db.owner.query(
      `select a.state, a.one_time_code_hash as code, (select count(*)::int from organisation.post p where p.account_id = a.id) as posts, j.jurisdiction_id as bureau
         from organisation.account a join organisation.account_jurisdiction j on j.account_id = a.id where username = 'li.hua'`);
    expect(made).toEqual([{ state: 'invited', code: null, posts: 0, bureau: 990101 }]);
    const after: string[] = [];
    for await (const row of readRows((await call('GET', `/${id}/errors.xlsx`)).rawPayload)) after.push(row.cells[1] ?? '');
    expect(after.filter((username) => /^[a-z.]+$/i.test(username))).toEqual(['office', 'Li.Hua', taken.username, 'sun.li'].filter((username) => /^[a-z.]+$/i.test(username)));
  });

  it('read again changes nothing but a phone', async () => {
    const { id } = (await upload(`${HEADER}\n李华,li.hua,13900001234,,,\n王芳,wang.fang,13900005678,,,`)).json();
    expect((await call('GET', `/${id}`)).json().counts).toMatchObject({ new: 0, changed: 1, unchanged: 1, wrong: 0 });
    await call('POST', `/${id}/confirm`);
    const again = (await upload(`${HEADER}\n李华,li.hua,13900001234,,,\n王芳,wang.fang,13900005678,,,`)).json();
    expect((await call('GET', `/${again.id}`)).json().counts).toMatchObject({ changed: 0, unchanged: 2 });
    expect((await call('POST', `/${again.id}/confirm`)).json().code).toBe('organisation/import-empty');
    expect((await call('POST', `/${again.id}/cancel`)).statusCode).toBe(204);
  });

  it('may be the template filled in', async () => {
    const book = await buffer(writeXlsx(STAFF_TEMPLATE, [['周杰', 'zhou.jie', '', '', '', '']]));
    const { id } = (await upload(book, session, '名单.xlsx')).json();
    expect((await call('GET', `/${id}`)).json().counts).toMatchObject({ new: 1, wrong: 0 });
  });

  it('is forgotten when nobody has come back to it for a month', async () => {
    const { id } = (await upload(`${HEADER}\n心理室,office,,,,\n冯程,feng.cheng,,,,`)).json();
    const job = new CloseAccounts(app.get(AccountClosing, { strict: false }), app.get(StaffImportService, { strict: false }));
    await job.tick();
    expect((await call('GET', `/${id}`)).json().state).toBe('checked');
    await db.owner.query(`update organisation.staff_import set created_at = created_at - interval '31 days' where id = $1`, [id]);
    await job.tick();
    expect((await call('GET', `/${id}`)).json()).toMatchObject({ state: 'cancelled', faults: [] });
    expect((await db.owner.query(`select cells_enc from organisation.staff_import where id = $1`, [id])).rows).toEqual([{ cells_enc: null }]);
  });

  it('lies sealed while it waits', async () => {
    await upload(`${HEADER}\n郑重,zheng.zhong,13900009999,,,`);
    const { rows } = await db.owner.query(`select encode(cells_enc, 'escape') as cells from organisation.staff_import where cells_enc is not null`);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.cells).not.toMatch(/13900009999|zheng/);
  });

  it.each([['no sheet at all', 'GIF89a', 'platform/file-kind'], ['no headings', 'a,b\n1,2', 'organisation/header-missing'], ['no user names', '姓名,手机\n李华,1', 'organisation/columns-missing'], ['no rows', HEADER, 'organisation/import-empty']])(
    'that is %s is refused', async (_, content, code) => expect((await upload(content)).json().code).toBe(code));

  it('is nobody else\'s', async () => {
    const { id } = (await upload(`${HEADER}\n吴双,wu.shuang,,,,`)).json();
    const colleague = await signIn(app, await anAccountWithPost(db.owner, { post: 'system-admin', jurisdictionId: 990101 }));
    expect((await call('GET', `/${id}`, colleague)).json().code).toBe('organisation/staff-import-absent');
    const officer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: 990101 }));
    expect((await upload(HEADER, officer)).statusCode).toBe(403);
  });
});
