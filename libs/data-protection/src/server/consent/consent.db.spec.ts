import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, aStudent, type BuiltAccount, type BuiltClass, type BuiltSchool, type BuiltStudent, signIn, type SignedIn, terms } from '@heliotrope/organisation/testing';
import { jobActor, JobRunRunner, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { PolicyHttpModule } from '@heliotrope/policy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aConsent, noticeParts } from '../../testing/index.js';
import { DataProtectionHttpModule } from '../data-protection.http.module.js';
import { DataProtectionJobsModule } from '../data-protection.jobs.module.js';
import { CheckConsents } from './check-consents.job.js';
import { ConsentReader } from './consent-reader.service.js';
import { ProcessingStopService } from './processing-stop.service.js';

// Monday 12 October 2026. Nobody here has been asked before.
let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let schoolClass: BuiltClass;
let child: BuiltStudent; // 13
let teen: BuiltStudent; // 15
let officer: SignedIn;
let teacher: SignedIn;
let foreign: SignedIn;
let campaign: string;
let people: BuiltAccount[];

beforeAll(async () => {
  db = await testDatabase();
  db.clock.set(new Date('2026-10-12T02:00:00Z'));
  app = await testServer(db, PlatformHttpModule, PolicyHttpModule, OrganisationHttpModule, DataProtectionHttpModule, DataProtectionJobsModule);
  school = await aSchool(db.owner);
  await terms(db.owner);
  schoolClass = await aClass(db.owner, school);
  child = await aStudent(db.owner, schoolClass, { name: '张小同', bornOn: '2013-05-06' });
  teen = await aStudent(db.owner, schoolClass, { name: '李大同', bornOn: '2011-05-06' });
  const other = await aClass(db.owner, school);
  people = [
    await anAccountWithPost(db.owner, { post: 'county-officer' }),
    await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: school.id, classIds: [schoolClass.id] }),
    await anAccountWithPost(db.owner, { post: 'form-teacher', schoolId: school.id, classIds: [other.id] }),
  ];
  await on('2026-10-12T02:00:00Z');
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

/** Sessions do not outlive a day: on another day everybody signs in again. */
async function on(moment: string): Promise<void> {
  db.clock.set(new Date(moment));
  [officer, teacher, foreign] = (await Promise.all(people.map((one) => signIn(app, one)))) as [SignedIn, SignedIn, SignedIn];
}

async function call<T = Record<string, unknown>>(who: SignedIn | null, method: 'GET' | 'POST', path: string, payload?: object): Promise<{ status: number; body: T & { code?: string } }> {
  const answer = await app.inject({ method, url: `/api${path}`, headers: who?.headers ?? {}, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as T & { code?: string } };
}
const publish = (audience: string, parts = noticeParts(), title = '心理健康测评告知书') =>
  call<{ version: number; asksAgain: boolean; errors?: { field: string }[] }>(officer, 'POST', '/data-protection/notices', { purpose: 'screening', audience, title, parts });
const invite = () => call<{ slips: { studentId: string; audience: string; code: string }[]; leftInPeace: number }>(teacher, 'POST', `/data-protection/consent-campaigns/${campaign}/invitations`, { classId: schoolClass.id });
const say = (code: string, decision: string) => call<{ decision: string; maySay: string[] }>(null, 'POST', '/consent/say', { code, decision, relation: '母亲', signer: '王某某' });
const pupils = async () => {
  const { body } = await call<{ items: { id: string; state: string; parties: { audience: string; decision: string | null; recordId: string; hasScan: boolean }[] }[] }>(
    teacher, 'GET', `/data-protection/consent-campaigns/${campaign}/pupils?classId=${schoolClass.id}`);
  return new Map(body.items.map((one) => [one.id, one]));
};
const codes = new Map<string, string>();

describe('a notice', () => {
  it('lacks nothing the law asks for, or is refused with the parts that are missing', async () => {
    const { status, body } = await publish('guardian', noticeParts({ rights: '', notDiagnosis: '无' }));
    expect(status).toBe(422);
    expect(body.code).toBe('data-protection/notice-incomplete');
    expect(body.errors!.map((one) => one.field)).toEqual(['parts.rights', 'parts.notDiagnosis']);
  });

  it('gets a version, keeps its words, and is not published twice the same', async () => {
    expect((await publish('guardian')).body).toMatchObject({ version: 1, asksAgain: false });
    expect((await publish('pupil')).body).toMatchObject({ version: 1, asksAgain: false });
    expect((await publish('guardian')).body.code).toBe('data-protection/notice-unchanged');
    await expect(db.dataSource.query(`update data_protection.notice set title = 'x'`)).rejects.toThrow(/permission denied/);
  });

  it('is published by a bureau, not by an administrator or a teacher', async () => {
    const admin = await signIn(app, await anAccountWithPost(db.owner, { post: 'security-admin' }));
    for (const who of [admin, teacher]) {
      const { status } = await call(who, 'POST', '/data-protection/notices', { purpose: 'screening', audience: 'guardian', title: 'x', parts: noticeParts() });
      expect(status).toBe(403);
    }
  });
});

describe('asking', () => {
  it('begins with a campaign, for which both notices are published', async () => {
    const plan = { title: '2026年秋季测评征求同意', purpose: 'screening', rule: 'consent-by-age', asksFrom: '2026-10-10', asksUntil: '2026-10-30' };
    expect((await call(officer, 'POST', '/data-protection/consent-campaigns', { ...plan, purpose: 'referral' })).body.code).toBe('data-protection/notice-needed');
    expect((await call(officer, 'POST', '/data-protection/consent-campaigns', { ...plan, asksUntil: '2026-10-09' })).body.code).toBe('data-protection/days-backwards');
    const { body } = await call<{ id: string }>(officer, 'POST', '/data-protection/consent-campaigns', plan);
    campaign = body.id;
    expect(campaign).toBeDefined();
  });

  it('gives the form teacher a code for each who decides: the guardian of a child, the pupil and the guardian from fourteen', async () => {
    const { body } = await invite();
    expect(body.slips.map(({ studentId, audience }) => [studentId, audience]).sort()).toEqual([[child.id, 'guardian'], [teen.id, 'pupil'], [teen.id, 'guardian']].sort());
    for (const slip of body.slips) codes.set(`${slip.studentId} ${slip.audience}`, slip.code);
  });

  it('offers the form teacher the own class alone', async () => {
    const { body } = await call<{ items: object[] }>(teacher, 'GET', `/data-protection/consent-campaigns/${campaign}/classes`);
    expect(body.items).toEqual([expect.objectContaining({ id: schoolClass.id, pupils: 2 })]);
  });

  it('gives a teacher of another class nothing, and shows him nothing', async () => {
    for (const [method, path, payload] of [['POST', 'invitations', { classId: schoolClass.id }], ['GET', `pupils?classId=${schoolClass.id}`, undefined]] as const) {
      expect((await call(foreign, method, `/data-protection/consent-campaigns/${campaign}/${path}`, payload)).body.code).toBe('data-protection/pupil-absent');
    }
  });
});

describe('a guardian with a code', () => {
  it('reads the notice under a masked name, however the code is typed', async () => {
    const code = codes.get(`${child.id} guardian`)!;
    const { status, body } = await call<{ pupil: string; sections: object[]; maySay: string[] }>(null, 'POST', '/consent/look', { code: ` ${code.toLowerCase().replaceAll('-', ' ')}` });
    expect(status).toBe(200);
    expect(body).toMatchObject({ pupil: '张**', audience: 'guardian', decision: null, maySay: ['given', 'refused'] });
    expect(body.sections).toHaveLength(12);
    expect(JSON.stringify(body)).not.toContain('张小同');
  });

  it('is told the same of a code that nobody has and of one that is no code', async () => {
    for (const code of ['ABCD-EFGH-2345', '1', '；']) {
      expect((await call(null, 'POST', '/consent/look', { code })).body.code).toBe('data-protection/code-unknown');
    }
  });

  it('agrees, and the line keeps the hash of what was read', async () => {
    const { status, body } = await say(codes.get(`${child.id} guardian`)!, 'given');
    expect(status).toBe(200);
    expect(body).toMatchObject({ decision: 'given', maySay: ['withdrawn'] });
    const { rows } = await db.owner.query(
      `select r.notice_hash = n.hash as same, r.means, r.signer_enc is not null as sealed, position('王某某'::bytea in r.signer_enc) as plain
         from data_protection.consent_record r join data_protection.notice n on n.id = r.notice_id where r.student_id = $1`, [child.id]);
    expect(rows).toEqual([{ same: true, means: 'online', sealed: true, plain: 0 }]);
    expect((await say(codes.get(`${child.id} guardian`)!, 'given')).body.code).toBe('data-protection/already-said');
    expect((await pupils()).get(child.id)!.state).toBe('given');
  });

  it('of a pupil of fifteen agrees in vain while the pupil refuses, and refusal is counted apart', async () => {
    await say(codes.get(`${teen.id} guardian`)!, 'given');
    expect((await pupils()).get(teen.id)!.state).toBe('awaiting');
    await say(codes.get(`${teen.id} pupil`)!, 'refused');
    expect((await pupils()).get(teen.id)!.state).toBe('refused');
    const { body } = await call<{ items: { counts: object }[] }>(officer, 'GET', '/data-protection/consent-campaigns');
    expect(body.items[0]!.counts).toEqual({ asked: 2, given: 1, refused: 1, withdrawn: 0, awaiting: 0 });
  });

  it('who has answered is not asked again in the campaign', async () => {
    expect((await invite()).body).toMatchObject({ slips: [], leftInPeace: 3 });
  });

  it('may still change a no into a yes by himself', async () => {
    expect((await say(codes.get(`${teen.id} pupil`)!, 'given')).body.decision).toBe('given');
    expect((await pupils()).get(teen.id)!.state).toBe('given');
  });

  it('may not agree after the campaign is over, but withdraw at any time', async () => {
    await on('2026-10-31T02:00:00Z'); // a Saturday
    const code = codes.get(`${child.id} guardian`)!;
    expect((await call<{ maySay: string[] }>(null, 'POST', '/consent/look', { code })).body.maySay).toEqual(['withdrawn']);
    expect((await say(code, 'withdrawn')).body).toMatchObject({ decision: 'withdrawn', maySay: [] });
  });
});

describe('a withdrawal', () => {
  it('shuts the gate in the same commit, tells it, and stops what is under way by the end of the next school day', async () => {
    const { rows: [stop] } = await db.owner.query(`select * from data_protection.processing_stop`);
    expect(stop).toMatchObject({ student_id: child.id, purpose: 'screening', stopped_at: null });
    expect(stop.due_at.toISOString()).toBe('2026-11-02T15:59:00.000Z'); // Monday, 23:59 in China
    const { rows: facts } = await db.owner.query(`select payload from platform.outbox where type = 'data-protection/consent-withdrawn'`);
    expect(facts).toEqual([{ payload: expect.objectContaining({ studentId: child.id, purpose: 'screening' }) }]);
    const { rows: [run] } = await db.owner.query(`select id from platform.job_run where name = 'data-protection.stop-processing' and state = 'queued'`);
    await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: 990101, runId: run.id });
    const { rows: [stopped] } = await db.owner.query(`select stopped_at is not null as done from data_protection.processing_stop`);
    expect(stopped.done).toBe(true);
  });

  it('whose job was lost is asked for again', async () => {
    await db.owner.query(`update data_protection.processing_stop set stopped_at = null`);
    await app.get(ProcessingStopService, { strict: false }).sweep();
    await app.get(ProcessingStopService, { strict: false }).sweep();
    const { rows } = await db.owner.query(`select count(*)::int as waiting from platform.job_run where name = 'data-protection.stop-processing' and state = 'queued'`);
    expect(rows).toEqual([{ waiting: 1 }]);
  });
});

describe('a new purpose', () => {
  it('outdates the consent given to the old one, and a better wording does not', async () => {
    await on('2026-10-20T02:00:00Z');
    expect((await publish('guardian', noticeParts({ contact: '学校电话另行公布' }))).body).toMatchObject({ version: 2, asksAgain: false });
    expect((await pupils()).get(teen.id)!.state).toBe('given');
    expect((await publish('guardian', noticeParts({ recipients: '增加一家医院' }))).body).toMatchObject({ version: 3, asksAgain: true });
    expect((await pupils()).get(teen.id)!.state).toBe('outdated');
    expect((await invite()).body.slips).toEqual([expect.objectContaining({ studentId: teen.id, audience: 'guardian' })]);
  });

  it('is read under the new code alone: the slip printed before is dead', async () => {
    expect((await call(null, 'POST', '/consent/look', { code: codes.get(`${teen.id} guardian`)! })).body.code).toBe('data-protection/code-unknown');
  });
});

describe('a paper', () => {
  const enter = (changes: object = {}, who = teacher) =>
    call<{ recordId: string }>(who, 'POST', `/data-protection/consent-campaigns/${campaign}/papers`, {
      studentId: child.id, audience: 'guardian', decision: 'given', signedOn: '2026-10-19', relation: '父亲', signer: '张某', ...changes,
    });

  it('is entered by the form teacher and by nobody else, of a day that has been', async () => {
    expect((await enter({}, foreign)).body.code).toBe('data-protection/pupil-absent');
    expect((await enter({ signedOn: '2026-10-21' })).body.code).toBe('data-protection/signed-in-future');
    expect((await enter({ signedOn: '2026-02-30' })).body.code).toBe('data-protection/day');
    expect((await enter({ audience: 'pupil' })).body.code).toBe('data-protection/not-the-decider');
    expect((await enter()).status).toBe(201);
    expect((await pupils()).get(child.id)!.state).toBe('given');
  });

  it('carries its scan, known by its bytes', async () => {
    const recordId = (await pupils()).get(child.id)!.parties[0]!.recordId;
    const send = (content: Buffer) => {
      const boundary = 'b0undary';
      const payload = Buffer.concat([
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="scan.pdf"\r\ncontent-type: application/pdf\r\n\r\n`), content,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
      return app.inject({
        method: 'POST', url: `/api/data-protection/consent-records/${recordId}/scan`, payload,
        headers: { ...teacher.headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
      });
    };
    expect((await send(Buffer.from('<script>alert(1)</script>'))).json()).toMatchObject({ code: 'platform/file-kind' });
    expect((await send(Buffer.alloc(10 * 1024 * 1024 + 1, '%PDF-'))).statusCode).toBe(413);
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
    expect((await send(png)).statusCode).toBe(204);
    expect((await pupils()).get(child.id)!.parties[0]!.hasScan).toBe(true);
  });
});

describe('the register', () => {
  it('is only added to by the application', async () => {
    await expect(db.dataSource.query(`update data_protection.consent_record set decision = 'given'`)).rejects.toThrow(/permission denied/);
  });

  it('shows administrators counts and no pupil', async () => {
    const admin = await signIn(app, await anAccountWithPost(db.owner, { post: 'audit-admin' }));
    const answer = await call(admin, 'GET', '/data-protection/consent-campaigns');
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toMatch(new RegExp(`${child.id}|张小同`));
    expect((await call(admin, 'GET', `/data-protection/consent-campaigns/${campaign}/pupils?classId=${schoolClass.id}`)).status).toBe(403);
    const system = await signIn(app, await anAccountWithPost(db.owner, { post: 'system-admin' }));
    expect((await call(system, 'GET', '/data-protection/consent-campaigns')).status).toBe(403);
  });

  it('leaves a trace of who looked at which class', async () => {
    const { rows } = await db.owner.query(`select count(*)::int > 0 as seen from audit.entry where action = 'data-protection.read-consents' and object = $1`, [`class:${schoolClass.id}`]);
    expect(rows[0].seen).toBe(true);
  });

  it('of a pupil is in doubt where a line was changed in the database: the gate shuts, and a word said anew opens it', async () => {
    const bornOn = schoolDay('2013-05-06');
    const pupil = await aStudent(db.owner, schoolClass, { bornOn });
    const line = await aConsent(db, pupil, { decision: 'refused' });
    const ask = { jurisdictionId: 990101, purpose: 'screening', rule: 'guardian-consent', studentId: pupil.id, bornOn } as const;
    const standing = () => db.work.read(jobActor('spec', 990101), 'platform.spec', async (tx) => (await app.get(ConsentReader).standings(tx, { ...ask, pupils: [ask] })).get(pupil.id)!.standing);
    expect((await standing()).state).toBe('refused');
    for (const set of [`decision = 'given'`, `signed_on = signed_on - 1`, `recorded_by = 'account:x'`, `notice_hash = 'x'`, 'mark = null', `relation = '祖母'`]) {
      const [column] = set.split(' ');
      const { rows: [before] } = await db.owner.query(`select ${column} as value from data_protection.consent_record where id = $1`, [line]);
      await db.owner.query(`update data_protection.consent_record set ${set} where id = $1`, [line]);
      expect([set, await standing()]).toEqual([set, { state: 'doubtful', of: ['guardian'] }]);
      expect(await db.work.read(jobActor('spec', 990101), 'platform.spec', (tx) => app.get(ConsentReader).mayProcess(tx, ask))).toBe(false);
      await db.owner.query(`update data_protection.consent_record set ${column} = $2 where id = $1`, [line, before.value]);
    }
    await db.owner.query(`update data_protection.consent_record set decision = 'given' where id = $1`, [line]);
    await aConsent(db, pupil);
    expect((await standing()).state).not.toBe('doubtful');
  });

  it('is gone through every night: a line that was changed and a withdrawal that was taken out are told', async () => {
    const guard = await anAccountWithPost(db.owner, { post: 'security-admin', jurisdictionId: 990101 });
    const { rows: [{ id: taken }] } = await db.owner.query(`select record_id as id from data_protection.processing_stop limit 1`);
    await db.owner.query(`delete from data_protection.consent_record where id = $1`, [taken]);
    await app.get(CheckConsents).tick();
    const { rows: [{ detail }] } = await db.owner.query(`select detail from audit.entry where action = 'data-protection.check-consents' order by seq desc limit 1`);
    expect(JSON.parse(detail).broken).toHaveLength(2);
    expect(JSON.parse(detail).broken).toContain(taken);
    const { rows } = await db.owner.query(`select title from platform.message where account_id = $1`, [guard.accountId]);
    expect(rows).toEqual([{ title: '2 条同意记录与校验值不符或被删除，可能被改动过，请立即核查' }]);
  });
});
