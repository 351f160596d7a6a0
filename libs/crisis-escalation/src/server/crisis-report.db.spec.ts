import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chinaInstant, schoolDay } from '@heliotrope/kernel';
import { OrganisationHttpModule, OrganisationJobsModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, aStudent, type BuiltAccount, type BuiltSchool, signIn, terms } from '@heliotrope/organisation/testing';
import { EndAccess, jobActor, newId, OutboxRelay, PlatformHttpModule, RecordsJobsModule, UnitOfWork } from '@heliotrope/platform';
import { testDatabase, testServer, type TestDatabase } from '@heliotrope/platform/testing';
import { sheetAlerted } from '@heliotrope/screening/rules';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CrisisEscalationHttpModule, CrisisEscalationJobsModule } from './crisis-escalation.module.js';

const COUNTY = 990103;
const HOUR = 3_600_000;

describe('a record beyond one’s post', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let school: BuiltSchool;
  let caseId: string;
  let mild: string;
  const sessions: Record<string, Awaited<ReturnType<typeof signIn>>> = {};
  const names: Record<string, string> = {};
  const accounts: Record<string, BuiltAccount> = {};

  beforeAll(async () => {
    db = await testDatabase();
    db.clock.set(chinaInstant(schoolDay('2026-10-12'), 10 * 60));
    school = await aSchool(db.owner, { jurisdictionId: COUNTY, name: '报告中的学校' });
    await terms(db.owner, COUNTY);
    app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, OrganisationJobsModule, CrisisEscalationHttpModule, CrisisEscalationJobsModule, RecordsJobsModule);
    const schoolClass = await aClass(db.owner, school);
    const people = {
      leader: { post: 'school-leader', schoolId: school.id }, psychologist: { post: 'psychology-teacher', schoolId: school.id },
      officer: { post: 'county-officer' }, colleague: { post: 'county-officer' }, auditor: { post: 'audit-admin' }, system: { post: 'system-admin' },
    };
    for (const [who, at] of Object.entries(people)) {
      const account = await anAccountWithPost(db.owner, { jurisdictionId: COUNTY, name: `${who}老师`, ...at } as never);
      names[who] = account.accountId;
      accounts[who] = account;
      sessions[who] = await signIn(app, account);
    }
    caseId = await openedCase(4);
    mild = await openedCase(3);
    async function openedCase(ordinal: 3 | 4): Promise<string> {
      const pupil = await aStudent(db.owner, schoolClass, { name: ordinal === 4 ? '危机中的学生' : '另一名学生' });
      await app.get(UnitOfWork).run(jobActor('screening.test', COUNTY), 'screening.test', async (tx) => tx.state(sheetAlerted.of(COUNTY, {
        schoolId: school.id, classId: schoolClass.id, studentId: pupil.id, roundId: newId(), assignmentId: newId(), sheetId: newId(),
        instrument: 'phq-9', version: '1', ordinal, acute: ordinal === 4, rules: [],
      })));
      await drain();
      return (await db.owner.query(`select id from crisis_escalation.crisis_case where student_id = $1`, [pupil.id])).rows[0].id;
    }
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  /** Sessions end when nothing is done: those who are still needed sign in again. */
  async function pass(ms: number, ...still: string[]): Promise<void> {
    db.clock.advance(ms);
    for (const who of still) sessions[who] = await signIn(app, accounts[who]!);
  }
  const drain = async () => { while ((await app.get(OutboxRelay).drain()) > 0); };
  const call = (who: string, method: 'GET' | 'POST', url: string, payload?: object, headers: object = {}) =>
    app.inject({ method, url: `/api${url}`, headers: { ...sessions[who]!.headers, ...headers }, ...(payload ? { payload } : {}) });
  const code = (answer: { json(): { code?: string } }) => answer.json().code;
  const ask = (object: string, reason = '核实上报的危机并协调医院') => ({ object, reason, hours: 8 });
  const messagesOf = async (who: string) => (await call(who, 'GET', '/messages')).json().items.map((one: { kind: string }) => one.kind);

  it('is not opened, even by those whose post reaches it, without saying what for', async () => {
    expect(code(await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`))).toBe('platform/purpose-needed');
    expect(code(await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`, undefined, { 'x-access-purpose': 'curiosity' }))).toBe('platform/purpose-unknown');
    expect(code(await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`, undefined, { 'x-access-purpose': 'other' }))).toBe('platform/purpose-unknown');
  });

  it('once the purpose is stated opens for half an hour, in that session and for that record, and the audit says what for', async () => {
    const words = encodeURIComponent('与医院核对就诊情况');
    expect((await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`, undefined, { 'x-access-purpose': 'other', 'x-access-words': words })).statusCode).toBe(200);
    expect((await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`)).statusCode).toBe(200);
    expect(code(await call('psychologist', 'GET', `/crisis-escalation/cases/${mild}`))).toBe('platform/purpose-needed');
    expect(code(await call('leader', 'GET', `/crisis-escalation/cases/${caseId}`))).toBe('platform/purpose-needed');
    const { rows } = await db.owner.query(`select detail from audit.entry where actor = $1 and detail like '%"purpose"%'`, [`account:${names['psychologist']}`]);
    expect(rows.map(({ detail }) => JSON.parse(detail).purpose)).toEqual(['other', 'other']);
    expect(JSON.stringify(rows)).not.toContain('医院');
    for (let n = 0; n < 3; n += 1) {
      await pass(10.5 * 60_000);
      expect((await call('psychologist', 'GET', '/messages')).statusCode).toBe(200); // the session goes on
    }
    expect(code(await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`))).toBe('platform/purpose-needed');
  });

  it('shows a bureau that there is a crisis and where, and not whose', async () => {
    await pass(0, 'officer', 'leader', 'colleague', 'auditor', 'system');
    const list = await call('officer', 'GET', '/crisis-escalation/crisis-reports');
    expect(list.json().items).toEqual([expect.objectContaining({ id: caseId, schoolName: '报告中的学校' })]);
    expect(list.body).not.toContain('危机中的学生');
    expect(code(await call('officer', 'GET', `/crisis-escalation/crisis-reports/${caseId}`))).toBe('platform/access-needed');
  });

  it('opens to a bureau when somebody else has approved it, at ordinal 4 alone, until its hours are over', async () => {
    expect(code(await call('officer', 'POST', '/special-access', ask(`case:${mild}`)))).toBe('platform/record-absent');
    const asked = (await call('officer', 'POST', '/special-access', ask(`case:${caseId}`))).json();
    expect(asked).toMatchObject({ state: 'asked', accountName: 'officer老师' });
    expect(code(await call('officer', 'POST', `/special-access/${asked.id}/decision`, { grant: true }))).toBe('platform/access-own');
    expect((await call('leader', 'GET', '/special-access/waiting')).json().items).toEqual([expect.objectContaining({ id: asked.id, reason: '核实上报的危机并协调医院' })]);
    expect((await call('leader', 'POST', `/special-access/${asked.id}/decision`, { grant: true })).json()).toMatchObject({ state: 'granted', decidedByName: 'leader老师' });
    expect((await call('officer', 'GET', `/crisis-escalation/crisis-reports/${caseId}`)).json()).toMatchObject({ pupil: { name: '危机中的学生' }, by: 'approval' });
    expect(code(await call('colleague', 'GET', `/crisis-escalation/crisis-reports/${caseId}`))).toBe('platform/access-needed');
    expect(code(await call('leader', 'POST', `/special-access/${asked.id}/decision`, { grant: false }))).toBe('platform/access-decided');
    await pass(8 * HOUR, 'officer', 'leader', 'auditor');
    expect(code(await call('officer', 'GET', `/crisis-escalation/crisis-reports/${caseId}`))).toBe('platform/access-needed');
  });

  it('opened in an emergency needs a reason and at most a day, is told to the head and the audit administrator at once', async () => {
    expect((await call('officer', 'POST', '/special-access/emergency', { ...ask(`case:${caseId}`), hours: 25 })).statusCode).toBe(422);
    expect((await call('officer', 'POST', '/special-access/emergency', { ...ask(`case:${caseId}`), reason: '' })).statusCode).toBe(422);
    const broken = (await call('officer', 'POST', '/special-access/emergency', { ...ask(`case:${caseId}`), hours: 24 })).json();
    expect(broken).toMatchObject({ state: 'granted', kind: 'break-glass', verdict: null });
    expect(new Date(broken.reviewDueAt).getTime() - db.clock.now().getTime()).toBe(72 * HOUR);
    expect((await call('officer', 'GET', `/crisis-escalation/crisis-reports/${caseId}`)).json()).toMatchObject({ by: 'break-glass' });
    await drain();
    expect([await messagesOf('leader'), await messagesOf('auditor')]).toEqual([expect.arrayContaining(['platform/glass-broken']), ['platform/glass-broken']]);
  });

  it('is judged by somebody else; an unjustified one ends there', async () => {
    const [waiting] = (await call('leader', 'GET', '/special-access/waiting')).json().items;
    const verdict = { verdict: 'unjustified', words: '当时可以先联系学校' };
    expect(code(await call('officer', 'POST', `/special-access/${waiting.id}/verdict`, verdict))).toBe('platform/access-own');
    expect((await call('leader', 'POST', `/special-access/${waiting.id}/verdict`, verdict)).json()).toMatchObject({ verdict: 'unjustified', reviewedByName: 'leader老师', state: 'over' });
    expect(code(await call('officer', 'GET', `/crisis-escalation/crisis-reports/${caseId}`))).toBe('platform/access-needed');
    expect((await call('leader', 'GET', '/special-access/waiting')).json().items).toEqual([]);
  });

  it('left unjudged for three days is told once more', async () => {
    await call('officer', 'POST', '/special-access/emergency', ask(`case:${caseId}`));
    await pass(73 * HOUR);
    await app.get(EndAccess).tick();
    await app.get(EndAccess).tick();
    await drain();
    const { rows } = await db.owner.query(`select count(*)::int as n from platform.message where kind = 'platform/glass-unjudged' and account_id = $1`, [names['auditor']]);
    expect(rows[0].n).toBe(1);
    expect((await db.owner.query(`select state from platform.special_access order by id desc limit 1`)).rows[0].state).toBe('over');
  });

  it('is nothing for an administrator to ask for', async () => {
    for (const who of ['auditor', 'system']) {
      for (const path of ['', '/emergency']) expect((await call(who, 'POST', `/special-access${path}`, ask(`case:${caseId}`))).statusCode).toBeGreaterThanOrEqual(401);
    }
  });
});
