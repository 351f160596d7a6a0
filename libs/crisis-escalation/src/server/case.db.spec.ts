import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chinaInstant, schoolDay, type Ordinal } from '@heliotrope/kernel';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import {
  aClass, anAccountWithPost, aSchool, aStudent, type BuiltAccount, type BuiltSchool, type BuiltStudent, signIn, terms,
} from '@heliotrope/organisation/testing';
import { newId, OutboxRelay, PlatformHttpModule, UnitOfWork, jobActor } from '@heliotrope/platform';
import { testDatabase, testServer, type TestDatabase } from '@heliotrope/platform/testing';
import { levelConfirmed, sheetAlerted } from '@heliotrope/screening/rules';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CheckCases } from './check-cases.job.js';
import { CrisisEscalationHttpModule, CrisisEscalationJobsModule } from './crisis-escalation.module.js';

const COUNTY = 990101;
const actor = jobActor('screening.test', COUNTY);

describe('a case', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let school: BuiltSchool;
  let psychologist: BuiltAccount;
  let leader: BuiltAccount;
  let pupil: BuiltStudent;

  beforeAll(async () => {
    db = await testDatabase();
    db.clock.set(chinaInstant(schoolDay('2026-10-12'), 10 * 60));
    school = await aSchool(db.owner, { jurisdictionId: COUNTY });
    await terms(db.owner, COUNTY);
    psychologist = await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id, name: '心理教师甲' });
    leader = await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: school.id });
    app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, CrisisEscalationHttpModule, CrisisEscalationJobsModule);
  });
  beforeEach(async () => {
    pupil = await aStudent(db.owner, await aClass(db.owner, school));
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const place = () => ({ schoolId: pupil.schoolId, classId: pupil.classId, studentId: pupil.id, roundId: newId(), assignmentId: newId() });
  const alert = (ordinal: Ordinal, acute = false) => state(
    sheetAlerted.of(COUNTY, { ...place(), sheetId: newId(), instrument: 'phq-9', version: '1', ordinal, acute, rules: ['phq-9/item-9>=1'] }));
  const confirm = (ordinal: Ordinal) => state(
    levelConfirmed.of(COUNTY, { ...place(), reviewId: newId(), ordinal, acute: false, previous: 3, by: psychologist.accountId, rules: [] }));

  async function state(fact: ReturnType<typeof sheetAlerted.of> | ReturnType<typeof levelConfirmed.of>): Promise<void> {
    await app.get(UnitOfWork).run(actor, 'screening.test', async (tx) => tx.state(fact));
    while ((await app.get(OutboxRelay).drain()) > 0);
    const { rows } = await db.owner.query(`select last_error from platform.outbox where handled_at is null`);
    expect(rows).toEqual([]);
  }

  const caseOf = async (studentId: string) =>
    (await db.owner.query(`select * from crisis_escalation.crisis_case where student_id = $1`, [studentId])).rows;
  const sessions = new Map<string, { headers: Record<string, string> }>();
  const call = async (who: BuiltAccount, method: 'GET' | 'POST', url: string, payload?: object) => {
    const key = `${who.accountId} ${db.clock.now().getTime()}`;
    const { headers } = sessions.get(key) ?? (await signIn(app, who));
    sessions.set(key, { headers });
    return app.inject({ method, url: `/api/crisis-escalation/cases${url}`, headers: { ...headers, 'x-access-purpose': 'crisis' }, payload });
  };

  it('is opened by a critical answer, owned by the psychology teacher, due within policy, told without a name', async () => {
    await alert(4, true);
    const [opened] = await caseOf(pupil.id);
    expect(opened).toMatchObject({ state: 'open', ordinal: 4, acute: true, owner_account_id: psychologist.accountId });
    expect(opened.due_at.getTime() - db.clock.now().getTime()).toBe(30 * 60_000);
    const { rows } = await db.owner.query(`select account_id, title from platform.message where link like $1`, [`%${opened.id}`]);
    expect(rows.map((row) => row.account_id).sort()).toEqual([psychologist.accountId, leader.accountId].sort());
    expect(rows[0].title).not.toContain(pupil.name);
  });

  it('is one case however many answers alarm us at once', async () => {
    const facts = Array.from({ length: 6 }, () =>
      sheetAlerted.of(COUNTY, { ...place(), sheetId: newId(), instrument: 'phq-9', version: '1', ordinal: 3, acute: false, rules: [] }));
    await app.get(UnitOfWork).run(actor, 'screening.test', async (tx) => facts.forEach((fact) => tx.state(fact)));
    await Promise.all(Array.from({ length: 3 }, () => app.get(OutboxRelay).drain()));
    while ((await app.get(OutboxRelay).drain()) > 0);
    const [opened, ...more] = await caseOf(pupil.id);
    expect(more).toEqual([]);
    const steps = await db.owner.query(`select kind from crisis_escalation.case_step where case_id = $1`, [opened.id]);
    expect(steps.rows.filter((row) => row.kind === 'opened')).toHaveLength(1);
    expect(steps.rows.filter((row) => row.kind === 'attached')).toHaveLength(5);
  });

  it('is raised by a graver level and asks to be taken up again', async () => {
    await alert(3);
    const [opened] = await caseOf(pupil.id);
    expect((await call(psychologist, 'POST', `/${opened.id}/acknowledge`)).statusCode).toBe(200);
    await alert(4, true);
    expect((await caseOf(pupil.id))[0]).toMatchObject({ state: 'open', ordinal: 4, acknowledged_at: null });
  });

  it('is opened by a confirmed moderate level, and not by one of watch', async () => {
    await confirm(1);
    expect(await caseOf(pupil.id)).toEqual([]);
    await confirm(2);
    expect((await caseOf(pupil.id))[0]).toMatchObject({ ordinal: 2 });
  });

  it('is acknowledged once, by name, and its notes are sealed in the table', async () => {
    await alert(3);
    const [opened] = await caseOf(pupil.id);
    expect((await call(psychologist, 'POST', `/${opened.id}/acknowledge`)).json()).toMatchObject({ state: 'acknowledged', mayAcknowledge: false });
    expect((await call(leader, 'POST', `/${opened.id}/acknowledge`)).json()).toMatchObject({ status: 409, code: 'crisis-escalation/already-acknowledged' });
    const noted = await call(psychologist, 'POST', `/${opened.id}/notes`, { text: '已与班主任一起见过面' });
    expect(noted.json().timeline.at(-1)).toMatchObject({ kind: 'noted', author: '心理教师甲', byRule: false, note: '已与班主任一起见过面' });
    const { rows } = await db.owner.query(`select note_enc from crisis_escalation.case_step where kind = 'noted' and case_id = $1`, [opened.id]);
    expect(rows[0].note_enc.toString('utf8')).not.toContain('班主任');
  });

  it('shows who wrote each step, a person or a rule', async () => {
    await alert(3);
    const [opened] = await caseOf(pupil.id);
    const { timeline } = (await call(psychologist, 'GET', `/${opened.id}`)).json();
    expect(timeline[0]).toMatchObject({ kind: 'opened', byRule: true, author: '关键题预警', rules: ['phq-9/item-9>=1'],
      reasons: ['关键题的回答须立即关注，不等人工判断', 'PHQ-9 第 9 题：近两周出现过想死或伤害自己的念头'] });
    expect(timeline[1]).toMatchObject({ kind: 'told', told: expect.arrayContaining(['心理教师甲']) });
  });

  it('leads to the pupil’s reviews, and is found by the pupil', async () => {
    await alert(3);
    const [opened] = await caseOf(pupil.id);
    const review = { round: newId(), assignment: newId(), id: newId() };
    await db.owner.query(
      `insert into screening.round (jurisdiction_id, id, title, state, opens_at, closes_at, grades, battery, created_by, created_at)
       values ($1, $2, '十月普查', 'open', $3, $4, '{7}', '[]', 'account:x', $3)`,
      [COUNTY, review.round, db.clock.now(), new Date(db.clock.now().getTime() + 86_400_000)]);
    const place = [COUNTY, review.assignment, review.round, pupil.schoolId, pupil.classId, pupil.id];
    await db.owner.query(
      `insert into screening.assignment (jurisdiction_id, id, round_id, school_id, class_id, student_id, seat_no, seat_code)
       values ($1, $2, $3, $4, $5, $6, 1, 1)`, place);
    await db.owner.query(
      `insert into screening.review (jurisdiction_id, assignment_id, round_id, school_id, class_id, student_id, id, suggested_ordinal, acute, opened_at)
       values ($1, $2, $3, $4, $5, $6, $7, 3, false, $8)`, [...place, review.id, db.clock.now()]);
    const seen = (await call(psychologist, 'GET', `/${opened.id}`)).json();
    expect(seen.reviews).toEqual([{ id: review.id, roundTitle: '十月普查', at: db.clock.now().toISOString() }]);
    expect((await call(psychologist, 'GET', `?studentId=${pupil.id}`)).json().items.map((item: { id: string }) => item.id)).toEqual([opened.id]);
    expect((await call(psychologist, 'GET', `?studentId=${newId()}`)).json().items).toEqual([]);
  });

  it('is absent for a neighbouring school, for a form teacher and for the county', async () => {
    await alert(3);
    const [opened] = await caseOf(pupil.id);
    const neighbour = await aSchool(db.owner, { jurisdictionId: COUNTY });
    const foreign = await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: neighbour.id });
    const officer = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: COUNTY });
    expect((await call(foreign, 'GET', `/${opened.id}`)).json()).toMatchObject({ status: 404, code: 'crisis-escalation/case-absent' });
    expect((await call(foreign, 'GET', '')).json().items).toEqual([]);
    expect((await call(foreign, 'POST', `/${opened.id}/acknowledge`)).statusCode).toBe(404);
    expect((await call(officer, 'GET', `/${opened.id}`)).statusCode).toBe(403);
    const counts = await call(officer, 'GET', '/counts');
    expect(counts.statusCode).toBe(200);
    expect(counts.body).not.toContain(pupil.id);
  });

  it('is counted so that nobody can subtract the late ones from the open ones', async () => {
    const bureau = 990_177;
    const place = await aSchool(db.owner, { jurisdictionId: bureau });
    const officer = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: bureau });
    const its = await aClass(db.owner, place);
    for (let n = 0; n < 12; n++) {
      await db.owner.query(
        `insert into crisis_escalation.crisis_case (jurisdiction_id, id, school_id, student_id, state, ordinal, acute, due_at, opened_at)
         values ($1, $2, $3, $4, 'open', 3, false, $5, '2020-01-01')`,
        [bureau, newId(), place.id, (await aStudent(db.owner, its)).id, n === 0 ? '2099-01-01' : '2020-01-01']);
    }
    const row = (await call(officer, 'GET', '/counts')).json().items.find((item: { ordinal: number }) => item.ordinal === 3);
    expect(row.open === null || row.overdue === null).toBe(true); // 12 open of which 11 late is one who is not
    await db.owner.query(`delete from crisis_escalation.crisis_case where jurisdiction_id = $1`, [bureau]);
  });

  it('is listed with what nobody has taken up first, page by page without a gap', async () => {
    const all: string[] = [];
    for (let i = 0; i < 3; i++) {
      pupil = await aStudent(db.owner, await aClass(db.owner, school));
      await alert(3);
    }
    for (let cursor = ''; ; ) {
      const page = (await call(psychologist, 'GET', `?limit=2${cursor && `&cursor=${cursor}`}`)).json();
      all.push(...page.items.map((item: { id: string }) => item.id));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    const { rows } = await db.owner.query(`select id from crisis_escalation.crisis_case`);
    expect(new Set(all).size).toBe(all.length);
    expect([...all].sort()).toEqual(rows.map((row) => row.id).sort());
  });

  it('stands on the desk by how grave it is, and then by when it is due', async () => {
    await alert(3);
    const [grave] = await caseOf(pupil.id);
    pupil = await aStudent(db.owner, await aClass(db.owner, school));
    await alert(4, true);
    const [acute] = await caseOf(pupil.id);
    await db.owner.query(`update crisis_escalation.crisis_case set due_at = due_at - interval '1 day' where id = $1`, [grave.id]);
    const { headers } = await signIn(app, leader);
    const { items } = (await app.inject({ method: 'GET', url: '/api/todos', headers })).json();
    const at = (id: string) => items.findIndex((todo: { id: string }) => todo.id === id);
    expect(at(acute.id)).toBeLessThan(at(grave.id));
    expect(items[0]).not.toHaveProperty('urgency'); // it orders; a desk read over a shoulder tells no level
  });

  it('waits on the desk of everyone who may take it up, until somebody has', async () => {
    await alert(3);
    const [opened] = await caseOf(pupil.id);
    const desk = async () => {
      const { headers } = await signIn(app, leader);
      const { items } = (await app.inject({ method: 'GET', url: '/api/todos', headers })).json();
      return items.filter((todo: { id: string }) => todo.id === opened.id);
    };
    expect(await desk()).toMatchObject([{ link: `/crisis-escalation/cases/${opened.id}`, dueAt: opened.due_at.toISOString() }]);
    await call(psychologist, 'POST', `/${opened.id}/acknowledge`);
    expect(await desk()).toEqual([]);
  });

  it('leaves an audit entry when it is read', async () => {
    await alert(3);
    const [opened] = await caseOf(pupil.id);
    await call(leader, 'GET', `/${opened.id}`);
    const { rows } = await db.owner.query(`select actor, action from audit.entry where object = $1`, [`student:${pupil.id}`]);
    expect(rows).toContainEqual({ actor: `account:${leader.accountId}`, action: 'crisis-escalation.read-cases' });
  });

  describe('whose level or timeline somebody changed in the database', () => {
    const see = async (id: string) => (await call(psychologist, 'GET', `/${id}`)).json();
    const change = (table: string, set: string, where: string, of: unknown[]) => db.owner.query(`update crisis_escalation.${table} set ${set} where ${where}`, of);

    it('is shown in doubt, and still shown: a level, a step, who wrote it, its time, a step taken out', async () => {
      await alert(3);
      await confirm(4);
      const [{ id }] = await caseOf(pupil.id);
      expect((await see(id)).inDoubt).toBe(false);
      for (const [table, set] of [
        ['crisis_case', 'ordinal = 1'], ['crisis_case', 'acute = not acute'],
        ['case_step', `detail = jsonb_set(detail, '{ordinal}', '1')`], ['case_step', `author = 'account:00000000-0000-4000-8000-000000000000'`], ['case_step', `at = at - interval '1 hour'`],
        ['case_step', 'mark = null'], ['case_step', 'n = n + 100'],
      ] as const) {
        const [column] = set.split(' ');
        const where = table === 'crisis_case' ? 'id = $1' : `case_id = $1 and kind = 'opened'`;
        const { rows: [before] } = await db.owner.query(`select ${column} as value from crisis_escalation.${table} where ${where}`, [id]);
        await change(table, set, where, [id]);
        expect([set, (await see(id)).inDoubt]).toEqual([set, true]);
        await change(table, `${column} = $2`, where, [id, before.value]);
        expect([set, (await see(id)).inDoubt]).toEqual([set, false]);
      }
      await db.owner.query(`delete from crisis_escalation.case_step where case_id = $1 and kind = 'raised'`, [id]);
      expect((await see(id)).inDoubt).toBe(true);
    });

    it('is found by the nightly sweep, which tells the security administrator', async () => {
      const guard = await anAccountWithPost(db.owner, { post: 'security-admin', jurisdictionId: COUNTY });
      await app.get(CheckCases).tick();
      const { rows } = await db.owner.query(`select title from platform.message where account_id = $1`, [guard.accountId]);
      const { rows: [{ detail }] } = await db.owner.query(`select detail from audit.entry where action = 'crisis-escalation.check-cases' order by seq desc limit 1`);
      const { broken, count } = JSON.parse(detail);
      expect(rows).toEqual([{ title: `${broken.length} 个危机个案的等级或时间线与校验值不符，可能被改动过，请立即核查` }]);
      expect(broken.length).toBeLessThan(count);
    });
  });
});
