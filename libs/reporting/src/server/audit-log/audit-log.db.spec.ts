import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chinaInstant, schoolDay } from '@heliotrope/kernel';
import { CrisisEscalationHttpModule } from '@heliotrope/crisis-escalation';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, aStudent, type BuiltSchool, type BuiltStudent, signIn, terms } from '@heliotrope/organisation/testing';
import { AnchorHeads, AuditJobsModule, newId, PlatformHttpModule, RouteCheck } from '@heliotrope/platform';
import { testDatabase, testServer, type TestDatabase } from '@heliotrope/platform/testing';
import { ScreeningHttpModule } from '@heliotrope/screening';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReportingHttpModule } from '../reporting.module.js';

const COUNTY = 990131;
const NOTE = '家长说最近失眠需要尽快联系';

describe('the audit log', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let school: BuiltSchool;
  let pupil: BuiltStudent;
  let caseId: string;
  const sessions: Record<string, Awaited<ReturnType<typeof signIn>>> = {};
  const accounts: Record<string, string> = {};

  beforeAll(async () => {
    db = await testDatabase();
    db.clock.set(chinaInstant(schoolDay('2026-10-12'), 10 * 60));
    school = await aSchool(db.owner, { jurisdictionId: COUNTY });
    await terms(db.owner, COUNTY);
    pupil = await aStudent(db.owner, await aClass(db.owner, school), { name: '欧阳不可外传' });
    caseId = newId();
    await db.owner.query(
      `insert into crisis_escalation.crisis_case (jurisdiction_id, id, school_id, class_id, student_id, state, ordinal, acute, due_at, opened_at)
       values ($1, $2, $3, $4, $5, 'open', 4, true, now(), now())`, [COUNTY, caseId, school.id, pupil.classId, pupil.id]);
    app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, ScreeningHttpModule, CrisisEscalationHttpModule, ReportingHttpModule, AuditJobsModule);
    const people = { psychologist: { post: 'psychology-teacher', schoolId: school.id, name: '心理教师甲' }, auditor: { post: 'audit-admin' }, security: { post: 'security-admin' }, system: { post: 'system-admin' } };
    for (const [who, at] of Object.entries(people)) {
      const account = await anAccountWithPost(db.owner, { jurisdictionId: COUNTY, ...at } as never);
      accounts[who] = account.accountId;
      sessions[who] = await signIn(app, account);
    }
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const call = (who: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    app.inject({ method, url: `/api${url}`, headers: { ...sessions[who]!.headers, 'x-access-purpose': 'crisis' }, ...(payload ? { payload } : {}) });

  it('tells who opened which record when, from where and what for, and names no pupil', async () => {
    expect((await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`)).statusCode).toBe(200);
    expect((await call('psychologist', 'POST', `/crisis-escalation/cases/${caseId}/notes`, { text: NOTE })).statusCode).toBe(200);
    const found = await call('auditor', 'GET', '/audit/entries?kind=reading');
    expect(found.json().items[0]).toMatchObject({
      actorName: '心理教师甲', actionWords: '查看危机个案', object: `student:${pupil.id}`, at: db.clock.now().toISOString(),
      detail: { ip: '127.0.0.1', purpose: 'crisis', caseId },
    });
    expect(found.body).not.toContain('欧阳');
  });

  it('is searched by person, record, kind and time, page by page', async () => {
    const first = (await call('auditor', 'GET', `/audit/entries?accountId=${accounts['psychologist']}&limit=1`)).json();
    const second = (await call('auditor', 'GET', `/audit/entries?accountId=${accounts['psychologist']}&limit=1&cursor=${first.nextCursor}`)).json();
    expect(first.items[0].id).not.toBe(second.items[0].id);
    const of = async (query: string) => (await call('auditor', 'GET', `/audit/entries?${query}`)).json().items.map((one: { action: string }) => one.action);
    expect(await of(`object=student:${pupil.id}`)).toEqual(['crisis-escalation.read-cases']);
    expect(new Set(await of('kind=sign-in'))).toEqual(new Set(['organisation.sign-in', ...(await of('kind=sign-in'))]));
    expect(await of('kind=sign-in')).toContain('organisation.sign-in');
    expect(await of('from=2026-10-13T00:00:00Z')).toEqual([]);
  });

  it('is on record itself when it is read', async () => {
    const { rows } = await db.owner.query(`select count(*)::int as n from audit.entry where action = 'platform.read-audit'`);
    expect(rows[0].n).toBeGreaterThan(3);
  });

  it('is there for the audit administrator of that bureau and nobody else, who in turn sees nothing but the log', async () => {
    for (const who of ['psychologist', 'security', 'system']) expect((await call(who, 'GET', '/audit/entries')).statusCode).toBe(403);
    const shown: string[] = [];
    for (const { method, path, allow } of app.get(RouteCheck).routes()) {
      if (!allow || method !== 'GET' || allow.as !== 'staff' || path.endsWith('/events')) continue;
      for (const who of ['auditor', 'security', 'system']) {
        const answer = await call(who, 'GET', path.replace(/:\w+/, path.includes('student') ? pupil.id : caseId));
        if (answer.body.includes('欧阳') || answer.body.includes(NOTE) || /"(ordinal|suggested|scores|answers)":/.test(answer.body)) shown.push(`${who} ${path}`);
      }
    }
    expect(shown).toEqual([]);
  });

  it('is checked against its chain and the anchors outside the database, and says where it is in doubt', async () => {
    await app.get(AnchorHeads).tick();
    const sound = (await call('auditor', 'GET', '/audit/state')).json();
    expect(sound).toMatchObject({ isWhole: true, doubt: null, anchors: 1, anchorFaults: 0 });
    expect(sound.lastAnchored).toEqual([expect.objectContaining({ jurisdictionId: COUNTY })]);
    await db.owner.query(`alter table audit.entry disable trigger append_only`);
    await db.owner.query(`update audit.entry set actor = 'account:somebody-else' where jurisdiction_id = $1 and seq = 2`, [COUNTY]);
    expect((await call('auditor', 'GET', '/audit/state')).json()).toMatchObject({ isWhole: false, doubt: { jurisdictionId: COUNTY, seq: 2 } });
    await db.owner.query(`alter table audit.entry enable trigger append_only`);
  });

  it('is handed out with its proof when the security administrator agrees', async () => {
    const span = { from: '2026-10-01T00:00:00Z', until: '2026-11-01T00:00:00Z', reason: '年度未成年人个人信息保护合规审计' };
    const { exportId } = (await call('auditor', 'POST', '/audit/exports', span)).json();
    expect((await call('auditor', 'POST', `/export-approvals/${exportId}/log`, { grant: true })).statusCode).toBe(403);
    expect((await call('security', 'GET', '/export-approvals/log')).json().items).toEqual([expect.objectContaining({ id: exportId, reason: span.reason })]);
    expect((await call('security', 'POST', `/export-approvals/${exportId}/log`, { grant: true })).statusCode).toBe(204);
    const { rows } = await db.owner.query(`select name from platform.job_run`);
    expect(rows).toEqual([{ name: 'audit.export-log' }]);
  });

  it('holds no name, no note, no token, no level and no number of an identity card', async () => {
    await call('psychologist', 'GET', `/organisation/students?schoolId=${school.id}`);
    await app.inject({ method: 'POST', url: '/api/session', payload: { username: '330106201203040017', password: 'not the password' } });
    const { rows } = await db.owner.query(`select actor, action, object, detail from audit.entry`);
    expect(rows.length).toBeGreaterThan(10);
    const text = JSON.stringify(rows);
    for (const secret of ['欧阳', NOTE, 'not the password', sessions['psychologist']!.headers.cookie]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/(?<![\w-])\d{17}[\dX](?![\w-])/);
    expect(text).not.toMatch(/\\"(ordinal|answers|scores|level|note|text|password|token)\\":/);
  });

  it('that cannot be written stops everything that would have to be in it', async () => {
    await db.owner.query(`alter function audit.append(integer, timestamptz, text, text, text, text) rename to append_lost`);
    const tried = [
      await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`), await call('psychologist', 'GET', '/crisis-escalation/cases'),
      await call('psychologist', 'GET', `/organisation/students?schoolId=${school.id}`), await call('psychologist', 'POST', `/crisis-escalation/cases/${caseId}/notes`, { text: NOTE }),
      await call('auditor', 'GET', '/audit/entries'),
    ];
    for (const answer of tried) {
      expect(answer.statusCode).toBe(503);
      expect(answer.body).not.toMatch(/欧阳|失眠/);
    }
    const { rows } = await db.owner.query(`select count(*)::int as n from crisis_escalation.case_step where kind = 'noted'`);
    expect(rows[0].n).toBe(1);
    await db.owner.query(`alter function audit.append_lost(integer, timestamptz, text, text, text, text) rename to append`);
    expect((await call('psychologist', 'GET', `/crisis-escalation/cases/${caseId}`)).statusCode).toBe(200);
  });

  it('cannot be shortened by any role of the platform, so that it is kept for three years and longer', async () => {
    for (const pool of [db.relay, db.intake]) {
      await expect(pool.query(`delete from audit.entry where at < now() - interval '1 day'`)).rejects.toThrow(/permission denied/);
    }
    await expect(db.dataSource.query(`delete from audit.entry`)).rejects.toThrow(/permission denied/);
    await expect(db.owner.query(`delete from audit.entry`)).rejects.toThrow(/append-only/);
  });
});
