import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DemoHttpModule, OrganisationHttpModule } from '@heliotrope/organisation';
import { aBureau, anAccountWithPost, sessionOf, type SignedIn } from '@heliotrope/organisation/testing';
import { POST_KINDS } from '@heliotrope/organisation/rules';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { SCHOOLS } from './district.js';
import { type DemoSignIn, loadDemo } from './index.js';
import { demoRoster } from './roster.js';

let db: TestDatabase;
let signIns: DemoSignIn[];

beforeAll(async () => {
  db = await testDatabase();
  signIns = await loadDemo(db.config);
});
afterAll(() => db?.close());

const count = async (from: string) => Number((await db.owner.query(`select count(*) as n from organisation.${from}`)).rows[0].n);

describe('the demo district', () => {
  it('has schools of every stage with about three thousand pupils, all imported rightly', async () => {
    expect(await count('school')).toBe(SCHOOLS.length);
    const pupils = await count(`student where state = 'enrolled'`);
    expect(pupils).toBeGreaterThan(2_800);
    expect(pupils).toBeLessThan(3_500);
    expect(await count(`v_enrolled_student`)).toBe(pupils);
    expect(await count(`roster_import where state <> 'applied' or wrong_count > 0 or overtaken_count > 0`)).toBe(0);
    expect(await count(`guardian where phone_enc is null`)).toBe(0);
  });

  it('has a bed for every boarder, committee members in all classes of the story but one, and pupils to look after', async () => {
    expect(await count(`student where boarding and state = 'enrolled'`)).toBe(await count(`dormitory_stay`));
    const { rows: overfull } = await db.owner.query(
      `select r.id from organisation.dormitory_room r join organisation.dormitory_stay y on y.room_id = r.id group by r.id, r.beds having count(*) > r.beds`);
    expect(overfull).toEqual([]);
    expect(await count(`committee_member`)).toBe(22);
    expect(await count(`student_focus`)).toBeGreaterThan(10);
  });

  it('has somebody to tell at every school', async () => {
    expect(await count(`school s where not exists (select from organisation.post p where p.school_id = s.id and p.kind = 'psychology-teacher')`)).toBe(0);
  });

  it('has a round under way that a board can show, and a queue that a person can work through', async () => {
    const { rows: [board] } = await db.owner.query(
      `select sum(eligible)::int as eligible, sum(completed)::int as completed, sum(void)::int as void, sum(started - completed - void)::int as under_way
         from screening.completion`,
    );
    expect(board.eligible).toBeGreaterThan(1_400);
    expect(board.completed / board.eligible).toBeGreaterThan(0.3);
    expect(board.completed / board.eligible).toBeLessThan(0.8);
    expect([board.void > 0, board.under_way > 0]).toEqual([true, true]);
    const { rows: [queue] } = await db.owner.query(
      `select count(*)::int as all, count(*) filter (where suggested_ordinal >= 3)::int as grave from screening.review`,
    );
    expect(queue.all / board.completed).toBeLessThan(0.25);
    expect(queue.grave).toBeGreaterThan(0);
    expect(queue.grave).toBeLessThan(6);
    expect((await db.owner.query(`select state from screening.round order by jurisdiction_id`)).rows).toEqual([{ state: 'open' }, { state: 'planned' }]);
  });

  it('is generated alike every time, and its numbers can be nobody\'s', () => {
    expect(demoRoster(SCHOOLS, 2026).equals(demoRoster(SCHOOLS, 2026))).toBe(true);
    const numbers = demoRoster(SCHOOLS, 2026).toString().match(/(?<=,)\d{17}[\dX](?=,)/g)!;
    expect(numbers.every((number) => number.startsWith('99'))).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('hands out one-time sign-ins once, one for each kind of user, all different', async () => {
    expect(new Set(signIns.map((one) => one.code)).size).toBe(signIns.length);
    expect(await count(`account where password_hash is not null`)).toBe(0);
    const kinds = await db.owner.query(`select distinct kind from organisation.post`);
    expect(kinds.rows.map((row) => row.kind).sort()).toEqual([...POST_KINDS].sort());
    expect(await loadDemo(db.config)).toEqual([]);
  });

  it('lets each of them in with the code its page shows, and shows each the tree of its own place', async () => {
    const app: NestFastifyApplication = await testServer({ ...db, config: { ...db.config, demo: true } }, OrganisationHttpModule, DemoHttpModule);
    db.clock.set(new Date());
    const post = (url: string, payload: object, { headers }: SignedIn) => app.inject({ method: 'POST', url: `/api/session${url}`, payload, headers });
    const roots: Record<string, string[]> = {};
    for (const { username, code } of signIns) {
      const entered = await app.inject({ method: 'POST', url: '/api/session/first', payload: { username, code, newPassword: 'Sunward-2026' } });
      expect([username, entered.statusCode]).toEqual([username, 200]);
      let session = sessionOf(entered.headers);
      if (entered.json().needs === 'enrol-second-factor') {
        await post('/second-factor/enrolment', {}, session);
        const { code: shown } = (await app.inject({ method: 'GET', url: '/api/session/demo-code', headers: session.headers })).json();
        session = sessionOf((await post('/second-factor/confirmation', { code: shown }, session)).headers);
      }
      const tree = await app.inject({ method: 'GET', url: '/api/organisation/tree', headers: session.headers });
      roots[username] = tree.json().items.map((node: { name: string }) => node.name);
    }
    await app.close();
    expect(roots['demo-province-officer']).toEqual(['示例省教育厅（演示）']);
    expect(roots['demo-county-officer']).toEqual(['东湖县教育体育局（演示）']);
    expect(roots['demo-form-teacher']).toEqual(['东湖县第二初级中学']);
  });

  it('exists in demo mode only: without it no demo account enters, and no page shows a code', async () => {
    const app: NestFastifyApplication = await testServer(db, OrganisationHttpModule);
    const { username } = signIns[0]!;
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { username, password: 'Sunward-2026' } });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'organisation/sign-in-failed']);
    expect((await app.inject({ method: 'GET', url: '/api/session/demo-code' })).json().code).toBe('platform/not-found');
    await app.close();
  });

  it('takes whoever comes into its database for a demo account too', async () => {
    const { accountId } = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: SCHOOLS[0]!.jurisdictionId });
    expect(await count(`account where not demo`)).toBe(0);
    await db.owner.query(`delete from organisation.post where account_id = $1`, [accountId]);
  });

  it('does not start over accounts of real people', async () => {
    const other = await testDatabase();
    const demo = { ...other, config: { ...other.config, demo: true } };
    await (await testServer(demo, OrganisationHttpModule)).close();
    await anAccountWithPost(other.owner, { post: 'county-officer', jurisdictionId: (await aBureau(other.owner)).id });
    await expect(testServer(demo, OrganisationHttpModule)).rejects.toThrow(/1 accounts that are not of the synthetic district/);
    await other.close();
  });

  it('keeps away from a database that is somebody\'s', async () => {
    const other = await testDatabase();
    await other.owner.query(`insert into organisation.bureau (id, kind, division_code, name) values (610300, 'city', '610300', '宝鸡市教育局')`);
    expect(await loadDemo(other.config)).toEqual([]);
    expect((await other.owner.query(`select count(*) as n from organisation.school`)).rows[0].n).toBe(0);
    await other.close();
  });
});
