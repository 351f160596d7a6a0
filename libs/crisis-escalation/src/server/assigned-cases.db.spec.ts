import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, aStudent, type BuiltAccount, type BuiltClass, type BuiltSchool, signIn, terms } from '@heliotrope/organisation/testing';
import { newId, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, testServer, type TestDatabase } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CrisisEscalationHttpModule, CrisisEscalationJobsModule } from './crisis-escalation.module.js';

const COUNTY = 990101;

describe('按个案指派', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let school: BuiltSchool;
  let home: BuiltClass;
  let head: BuiltAccount;

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, CrisisEscalationHttpModule, CrisisEscalationJobsModule);
    school = await aSchool(db.owner, { jurisdictionId: COUNTY });
    await terms(db.owner, COUNTY);
    home = await aClass(db.owner, school);
    head = await anAccountWithPost(db.owner, { post: 'grade-head', schoolId: school.id, classIds: [home.id] });
    const security = await signIn(app, await anAccountWithPost(db.owner, { post: 'security-admin', jurisdictionId: COUNTY }));
    const today = new Date(db.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    const decided = await app.inject({
      method: 'POST', url: '/api/organisation/roles/decisions', headers: security.headers, payload: {
        validFrom: today, reason: '年级组长跟进指派给他的个案',
        edits: ['read-cases', 'acknowledge', 'note'].map((verb) => ({ action: `crisis-escalation.${verb}`, post: 'grade-head', word: 'assigned' })),
      },
    });
    expect(decided.statusCode).toBe(201);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  async function aCase(of: { owner?: string; takenUpBy?: string; school?: BuiltSchool }): Promise<string> {
    const id = newId();
    const pupil = await aStudent(db.owner, of.school ? await aClass(db.owner, of.school) : home);
    await db.owner.query(
      `insert into crisis_escalation.crisis_case
         (jurisdiction_id, id, school_id, class_id, student_id, state, ordinal, acute, owner_account_id, due_at, opened_at, acknowledged_at, acknowledged_by)
       values ($1, $2, $3, $4, $5, $6, 3, false, $7, now(), now(), case when $8::text is null then null else now() end, $8)`,
      [pupil.jurisdictionId, id, pupil.schoolId, pupil.classId, pupil.id, of.takenUpBy ? 'acknowledged' : 'open', of.owner ?? null, of.takenUpBy ? `account:${of.takenUpBy}` : null],
    );
    return id;
  }
  const call = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const { headers } = await signIn(app, head);
    return app.inject({ method, url: `/api/crisis-escalation/cases${url}`, headers: { ...headers, 'x-access-purpose': 'crisis' }, ...(payload ? { payload } : {}) });
  };

  it('shows a grade head the cases he owns or has taken up, and no other of his own classes', async () => {
    const owned = await aCase({ owner: head.accountId });
    const takenUp = await aCase({ takenUpBy: head.accountId });
    const others = await aCase({ owner: (await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id })).accountId });
    const nobodys = await aCase({});
    const listed = ((await call('GET', '')).json().items as { id: string }[]).map((one) => one.id);
    expect(listed.sort()).toEqual([owned, takenUp].sort());
    expect((await call('GET', `/${owned}`)).statusCode).toBe(200);
    for (const id of [others, nobodys]) expect((await call('GET', `/${id}`)).json().code).toBe('crisis-escalation/case-absent');
    expect((await call('POST', `/${others}/acknowledge`)).statusCode).toBe(404);
    expect((await call('POST', `/${owned}/notes`, { text: '已家访' })).statusCode).toBe(200);
  });

  it('reaches no other school, even where he owns the case there', async () => {
    const elsewhere = await aCase({ owner: head.accountId, school: await aSchool(db.owner, { jurisdictionId: COUNTY }) });
    expect((await call('GET', `/${elsewhere}`)).statusCode).toBe(404);
  });
});
