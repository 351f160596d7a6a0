import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, chinaDayOf } from '@heliotrope/kernel';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aClass, anAccountWithPost, aSchool, type BuiltAccount, type BuiltSchool, signIn, type SignedIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { PostProposals } from './post-proposal.service.js';

const COUNTY = 990101;
const HEADER = '姓名,登录名,手机,学校,岗位,班级';

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let clerk: BuiltAccount;
let guard: BuiltAccount;
let system: SignedIn;
let security: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule);
  school = await aSchool(db.owner, { jurisdictionId: COUNTY, name: '向阳中学' });
  await aClass(db.owner, school, { number: 1 });
  await aClass(db.owner, school, { number: 2 });
  await aSchool(db.owner, { jurisdictionId: 990102 });
  clerk = await anAccountWithPost(db.owner, { post: 'system-admin', name: '系统员' });
  guard = await anAccountWithPost(db.owner, { post: 'security-admin', name: '安全员' });
  system = await signIn(app, clerk);
  security = await signIn(app, guard);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const call = (who: SignedIn, method: 'GET' | 'POST', path = '', payload?: object) =>
  app.inject({ method, url: `/api/organisation/post-proposals${path}`, headers: who.headers, ...(payload ? { payload } : {}) });
const list = async (who = security, path = '') => (await call(who, 'GET', path)).json();
const acceptAll = async (who = security) => (await call(who, 'POST', '/accept', { asOf: (await list(who)).asOf })).json();
const postsOf = async (username: string) => (await db.owner.query(
  `select p.kind, p.valid_from::text as "from", p.given_by as by, cardinality(p.class_ids)::int as classes, p.entry_year as year, p.reason
     from organisation.post p join organisation.account a on a.id = p.account_id where a.username = $1 order by p.kind`, [username])).rows;

async function sheet(lines: readonly string[], who = system): Promise<{ answer: { statusCode: number; json(): { code?: string } }; id: string; posts: number }> {
  const payload = `--b\r\ncontent-disposition: form-data; name="file"; filename="staff.csv"\r\ncontent-type: text/csv\r\n\r\n${[HEADER, ...lines].join('\n')}\r\n--b--\r\n`;
  const home = '/api/organisation/staff-imports';
  const { id } = (await app.inject({ method: 'POST', url: home, headers: { ...who.headers, 'content-type': 'multipart/form-data; boundary=b' }, payload })).json();
  const { posts } = (await app.inject({ method: 'GET', url: `${home}/${id}`, headers: who.headers })).json();
  return { id, posts, answer: await app.inject({ method: 'POST', url: `${home}/${id}/confirm`, headers: who.headers }) };
}

describe('posts of a staff list', () => {
  const LINES = [
    '李一,li.yi,,向阳中学,班主任,七年级1班、七年级2班', '王二,wang.er,,向阳中学,心理老师,', '张三,zhang.san,,向阳中学,年级组长,七年级', '赵四,zhao.si,,,督学,',
    '钱五,qian.wu,,向阳中学,班主任,七年级9班', '孙六,sun.liu,,,市教育局专干,', '周七,zhou.qi,,,,',
  ];

  it('are proposed and no more: nobody holds one, whoever may accept them is told', async () => {
    const { answer, posts } = await sheet(LINES);
    expect([answer.statusCode, posts]).toEqual([204, 6]);
    expect(await postsOf('li.yi')).toEqual([]);
    const { items, waiting } = await list();
    expect(waiting).toBe(6);
    expect(items.map((one: { row: number; name: string; post: string; fault: { code: string } | null }) => [one.row, one.name, one.post, one.fault?.code ?? 'fits'])).toEqual([
      [2, '李一', 'form-teacher', 'fits'], [3, '王二', 'psychology-teacher', 'fits'], [4, '张三', 'grade-head', 'fits'], [5, '赵四', 'inspector', 'fits'],
      [6, '钱五', 'form-teacher', 'organisation/proposal-classes'], [7, '孙六', 'city-officer', 'organisation/post-place'],
    ]);
    expect(items[0]).toMatchObject({ orgName: '向阳中学', classText: '七年级1班、七年级2班', proposedByName: '系统员', checkState: 'missing' });
    expect(items[3].checkState).toBe('not-needed');
    const told = await db.owner.query(`select title, link from platform.message where account_id = $1`, [guard.accountId]);
    expect(told.rows).toEqual([{ title: '人员名单提出6个岗位，等待您任命', link: '/roles/proposals' }]);
    const todos = await db.work.read(guard.actor, 'organisation.accept-posts', (tx) => app.get(PostProposals, { strict: false }).todos(tx));
    expect(todos).toMatchObject([{ title: '有6个岗位等待任命' }]);
  });

  it('are proposed once however often the list is read', async () => {
    const { answer } = await sheet(LINES);
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'organisation/import-empty']);
    expect((await list()).waiting).toBe(6);
  });

  it('are read page by page in the order of the list', async () => {
    const first = await list(security, '?limit=4');
    const second = await list(security, `?limit=4&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map((one: { row: number }) => one.row)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(second.nextCursor).toBeNull();
  });

  it('are given all at once by the security administrator, those that do not fit named by row', async () => {
    const before = (await list()).asOf;
    const told = await acceptAll();
    expect(told).toMatchObject({ accepted: 4, heldAlready: 0, next: null });
    expect(told.refused.map((one: { row: number; name: string; code: string; message: string }) => [one.row, one.name, one.code, one.message])).toEqual([
      [6, '钱五', 'organisation/proposal-classes', '学校没有“七年级9班”，请先建立班级，或按学校现有的班级、年级名称重新提交。'],
      [7, '孙六', 'organisation/post-place', '“市教育局专干”应设在市教育局。'],
    ]);
    const today = chinaDayOf(db.clock.now());
    expect(await postsOf('li.yi')).toEqual([{ kind: 'form-teacher', from: today, by: guard.accountId, classes: 2, year: null, reason: '人员名单第2行' }]);
    expect(await postsOf('zhang.san')).toMatchObject([{ kind: 'grade-head', classes: 0, year: 2026 }]);
    expect([(await postsOf('qian.wu')).length, (await postsOf('sun.liu')).length]).toEqual([0, 0]);
    const { rows } = await db.owner.query(`select object, detail::jsonb ->> 'proposalId' as proposal from audit.entry where action = 'organisation.appoint'`);
    expect([rows.length, new Set(rows.map((row) => row.proposal)).size]).toEqual([4, 4]);
    // Asked again, with what she saw at first: nothing is given twice.
    expect((await call(security, 'POST', '/accept', { asOf: before })).json()).toMatchObject({ accepted: 0, heldAlready: 0 });
    expect((await list()).items.map((one: { row: number }) => one.row)).toEqual([6, 7]);
    const checks = (await app.inject({ method: 'GET', url: '/api/organisation/staff/background-checks', headers: security.headers })).json();
    expect(checks).toMatchObject({ people: 3, missing: 3 }); // given, they are with pupils: the law's question is asked of them
  });

  it('fit as soon as what was missing is there, and may be declined', async () => {
    await aClass(db.owner, school, { number: 9 });
    const { items } = await list();
    expect(items.map((one: { fault: object | null }) => one.fault === null)).toEqual([true, false]);
    const decline = (who: SignedIn, id: string, reason = '县局没有这个岗位') => call(who, 'POST', `/${id}/decline`, { reason });
    expect((await decline(security, items[1].id, ' ')).statusCode).toBe(422);
    expect((await decline(security, items[1].id)).statusCode).toBe(204);
    expect((await decline(security, items[1].id)).json().code).toBe('organisation/proposal-settled');
    expect((await decline(security, 'x')).json().code).toBe('organisation/proposal-absent');
    expect(await acceptAll()).toMatchObject({ accepted: 1, refused: [] });
    const { rows } = await db.owner.query(`select reason from organisation.post_proposal where state = 'declined'`);
    expect(rows).toEqual([{ reason: '县局没有这个岗位' }]);
    expect((await sheet([LINES[4]!])).answer.json().code).toBe('organisation/import-empty'); // held now: not proposed again
  });

  it('given meanwhile by hand are settled, not given twice', async () => {
    await sheet(['吴八,wu.ba,,向阳中学,班主任,七（1）班']);
    const { rows: [account] } = await db.owner.query(`select id from organisation.account where username = 'wu.ba'`);
    const { rows: [first] } = await db.owner.query(`select id from organisation.class where school_id = $1 and number = 1`, [school.id]);
    const payload = { accountId: account!['id'], post: 'form-teacher', schoolId: school.id, classIds: [first!['id']], validFrom: chinaDayOf(db.clock.now()) };
    expect((await app.inject({ method: 'POST', url: '/api/organisation/appointments', headers: security.headers, payload })).statusCode).toBe(201);
    expect(await acceptAll()).toMatchObject({ accepted: 0, heldAlready: 1, refused: [] });
    expect((await postsOf('wu.ba')).length).toBe(1);
  });

  it('obey the separation of administrators', async () => {
    await sheet(['郑九,zheng.jiu,,,系统管理员,', '冯十,feng.shi,,,审计管理员,']);
    expect(await acceptAll()).toMatchObject({ accepted: 2 });
    await sheet(['郑九,zheng.jiu,,,审计管理员,', '冯十,feng.shi,,向阳中学,心理教师,', '安全员,' + guard.username + ',,,督学,']);
    expect((await acceptAll()).refused.map((one: { name: string; code: string }) => [one.name, one.code])).toEqual([
      ['郑九', 'organisation/posts-clash'], ['冯十', 'organisation/posts-clash'], ['安全员', 'organisation/post-own'],
    ]);
  });

  it('proposed after she looked wait for another look', async () => {
    const { asOf } = await list();
    db.clock.set(new Date(db.clock.now().getTime() + 1000));
    await sheet(['陈后,chen.hou,,,督学,']);
    expect((await call(security, 'POST', '/accept', { asOf })).json()).toMatchObject({ accepted: 0 });
    expect(await postsOf('chen.hou')).toEqual([]);
    expect(await acceptAll()).toMatchObject({ accepted: 1 });
  });

  it('are never given by whoever brought the list, not even once she is a security administrator', async () => {
    await sheet(['褚新,chu.xin,,,督学,']);
    for (const [method, path] of [['GET', ''], ['POST', '/accept']] as const) {
      expect((await call(system, method, path, method === 'POST' ? { asOf: new Date().toISOString() } : undefined)).statusCode).toBe(403);
    }
    await db.owner.query(`update organisation.post set valid_until = $2 where account_id = $1`, [clerk.accountId, addDays(chinaDayOf(db.clock.now()), -1)]);
    await db.owner.query(
      `insert into organisation.post (jurisdiction_id, id, account_id, kind, valid_from, created_at) values ($1, gen_random_uuid(), $2, 'security-admin', $3, now())`,
      [COUNTY, clerk.accountId, chinaDayOf(db.clock.now())],
    );
    const changed = await signIn(app, clerk);
    const own = (await list(changed)).items.filter((one: { name: string }) => one.name === '褚新');
    expect(own).toMatchObject([{ fault: { code: 'organisation/proposal-own' } }]);
    expect((await acceptAll(changed)).refused.map((one: { code: string }) => one.code)).toContain('organisation/proposal-own');
    expect((await call(changed, 'POST', `/${own[0].id}/decline`, { reason: '撤回' })).json().code).toBe('organisation/proposal-own');
    expect(await postsOf('chu.xin')).toEqual([]);
    await expect(db.owner.query(`update organisation.post_proposal set state = 'declined', decided_by = proposed_by, decided_at = now() where id = $1`, [own[0].id])).rejects.toThrow(/check/);
  });

  it('are nobody else\'s to see: not a leader\'s, not the next county\'s', async () => {
    const leader = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: school.id }));
    expect((await call(leader, 'GET')).statusCode).toBe(403);
    const next = await signIn(app, await anAccountWithPost(db.owner, { post: 'security-admin', jurisdictionId: 990102 }));
    const [theirs] = (await list()).items;
    expect(await list(next)).toMatchObject({ items: [], waiting: 0 });
    expect((await call(next, 'POST', `/${theirs.id}/decline`, { reason: '不是我的' })).json().code).toBe('organisation/proposal-absent');
  });
});
