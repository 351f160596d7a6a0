import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataProtectionHttpModule, DataProtectionJobsModule, DestroyDaily, SweepStops } from '@heliotrope/data-protection';
import { aConsent, anImpactAssessment, notices } from '@heliotrope/data-protection/testing';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aBureau, aClass, anAccountWithPost, aSchool, aStudent, type BuiltSchool, type BuiltStudent, signIn, type SignedIn, terms } from '@heliotrope/organisation/testing';
import { JobRunRunner, jobActor, KeyProvider, newId, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SEAT_CODE_LENGTH, writeCode } from '../../rules/seat-code.js';
import { anApproval } from '../../testing/approval.builder.js';
import { answersOf, presentVersion } from '../../testing/instrument.builder.js';
import { aPlannedRound, type BuiltRound } from '../../testing/opened-round.builder.js';
import { seatSigner, seatsOf } from '../../testing/seat.builder.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';

// What data protection does to screening: the gate at the seat, the record a round needs, the stop, the end of the answers.
const BUREAU = 990101;
let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let agreed: BuiltStudent;
let refused: BuiltStudent;
let silent: BuiltStudent;
let round: BuiltRound;

beforeAll(async () => {
  db = await testDatabase();
  db.clock.set(new Date('2026-10-12T01:00:00Z'));
  app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, DataProtectionHttpModule, DataProtectionJobsModule, ScreeningHttpModule, ScreeningJobsModule);
  school = await aSchool(db.owner);
  await terms(db.owner);
  const schoolClass = await aClass(db.owner, school);
  [agreed, refused, silent] = [await aStudent(db.owner, schoolClass), await aStudent(db.owner, schoolClass), await aStudent(db.owner, schoolClass)];
  await notices(db.owner);
  await aConsent(db, agreed);
  await aConsent(db, refused, { decision: 'refused' });
  round = await aPlannedRound(db.owner, { consentRule: 'guardian-consent' });
  await open(round);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

async function open({ id, jurisdictionId }: BuiltRound): Promise<void> {
  const { jobRunId } = await app.get(RoundService, { strict: false }).open(jobActor('screening.test', jurisdictionId), id);
  await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId, runId: jobRunId });
}
const rows = async (sql: string, ...params: unknown[]) => (await db.owner.query(sql, params)).rows;

async function sit({ id: roundId }: BuiltRound, student: BuiltStudent): Promise<{ status: number; code: string | undefined }> {
  const [slip] = await rows(
    `select k.code, a.seat_code from screening.assignment a join screening.round_class k on k.round_id = a.round_id and k.class_id = a.class_id
      where a.round_id = $1 and a.student_id = $2`, roundId, student.id);
  const answer = await app.inject({ method: 'POST', url: '/api/answering/seat', payload: { classCode: slip.code, seatCode: writeCode(slip.seat_code, SEAT_CODE_LENGTH) } });
  return { status: answer.statusCode, code: (answer.json() as { code?: string }).code };
}

async function handIn({ id }: BuiltRound, student: BuiltStudent): Promise<{ status: number; code: string | undefined }> {
  const seat = (await seatsOf(db.owner, id)).find((one) => one.p === student.id)!;
  const token = seatSigner(app.get(KeyProvider), new Date('2026-11-01T00:00:00Z'))(seat);
  const answer = await app.inject({
    method: 'POST', url: '/api/answering/sheets', headers: { authorization: `Bearer ${token}` },
    payload: { sheetId: newId(), instrument: 'phq-9', version: presentVersion('phq-9'), answers: answersOf('phq-9', 0) },
  });
  return { status: answer.statusCode, code: (answer.json() as { code?: string }).code };
}

describe('a round', () => {
  const plan = {
    title: '秋季测评', opensAt: '2026-10-13T00:00:00Z', closesAt: '2026-10-30T00:00:00Z', grades: [7], battery: [{ instrument: 'phq-9', version: presentVersion('phq-9'), grades: { from: 7, to: 9 } }],
  };
  let officer: SignedIn;
  const post = (path: string, payload?: object) => app.inject({ method: 'POST', url: `/api/screening/rounds${path}`, headers: officer.headers, ...(payload ? { payload } : {}) });

  beforeAll(async () => {
    await aBureau(db.owner, 990102);
    await anApproval(db.owner, { jurisdictionId: 990102, instrument: 'phq-9' });
    officer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: 990102 }));
  });

  it('is not planned without an impact assessment in force for screening, not even with one for something else or one that is over', async () => {
    await anImpactAssessment(db.owner, { jurisdictionId: 990102, subject: 'recipient' });
    await anImpactAssessment(db.owner, { jurisdictionId: 990102, state: 'draft' });
    await anImpactAssessment(db.owner, { jurisdictionId: 990102, validUntil: '2026-10-11' });
    await anImpactAssessment(db.owner, { jurisdictionId: BUREAU });
    const answer = await post('', plan);
    expect([answer.statusCode, (answer.json() as { code: string }).code]).toEqual([409, 'data-protection/no-assessment-in-force']);
  });

  it('is planned with one, and not opened once it was revoked', async () => {
    const { id: assessment } = await anImpactAssessment(db.owner, { jurisdictionId: 990102 });
    const planned = await post('', { ...plan, consentRule: 'consent-by-age' });
    expect(planned.statusCode).toBe(201);
    const { id } = planned.json() as { id: string };
    const seen = await app.inject({ method: 'GET', url: `/api/screening/rounds/${id}`, headers: officer.headers });
    expect(seen.json()).toMatchObject({ consentRule: 'consent-by-age' });
    await db.owner.query(`update data_protection.impact_assessment set state = 'revoked' where id = $1`, [assessment]);
    const answer = await post(`/${id}/open`);
    expect((answer.json() as { code: string }).code).toBe('data-protection/no-assessment-in-force');
  });
});

describe('the seat', () => {
  it('opens for whose guardian agreed, and for nobody else', async () => {
    expect((await sit(round, agreed)).status).toBe(200);
    for (const student of [refused, silent]) expect((await sit(round, student)).code).toBe('screening/consent-missing');
  });

  it('of a round that rests on the statutory duty asks for none', async () => {
    const duty = await aPlannedRound(db.owner);
    await open(duty);
    for (const student of [agreed, refused, silent]) expect((await sit(duty, student)).status).toBe(200);
  });

  it('shuts in the moment of withdrawal, and a seat taken before takes no sheet once processing has stopped', async () => {
    const teen = await aStudent(db.owner, { id: agreed.classId, jurisdictionId: agreed.jurisdictionId, schoolId: agreed.schoolId });
    await aConsent(db, teen);
    await open(round);
    expect((await sit(round, teen)).status).toBe(200);
    await aConsent(db, teen, { decision: 'withdrawn' });
    expect((await sit(round, teen)).code).toBe('screening/consent-missing');
    const stopId = newId();
    const [{ id: record }] = (await rows(`select id from data_protection.consent_record where student_id = $1 order by n desc`, teen.id)) as [{ id: string }];
    await db.owner.query(
      `insert into data_protection.processing_stop (jurisdiction_id, id, school_id, student_id, purpose, record_id, withdrawn_at, due_at)
       values ($1, $2, $3, $4, 'screening', $5, now(), now())`, [BUREAU, stopId, teen.schoolId, teen.id, record]);
    await app.get(SweepStops, { strict: false }).tick();
    const [run] = await rows(`select id from platform.job_run where name = 'data-protection.stop-processing'`);
    await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: BUREAU, runId: run.id });
    expect((await rows(`select touched from data_protection.processing_stop where id = $1`, stopId))[0].touched).toBe(1);
    expect((await handIn(round, teen)).code).toBe('screening/assignment-absent');
    expect((await handIn(round, agreed)).status).toBe(201);
  });
});

const destroyedOf = (kind: string) => rows(`select count, counted_before::text as before, years, digest from data_protection.destruction where data_class = $1 order by id`, kind);

async function night(): Promise<void> {
  await app.get(DestroyDaily, { strict: false }).tick();
  const [run] = await rows(`select id from platform.job_run where name = 'data-protection.destroy-due' and state = 'queued' and jurisdiction_id = $1`, BUREAU);
  await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: BUREAU, runId: run.id });
}

describe('item answers', () => {
  const sealed = async (student: BuiltStudent) =>
    (await rows(`select length(answers_enc) as n, scores[1] as score, answers_destroyed_at is not null as gone from screening.answer_sheet where student_id = $1`, student.id))[0];

  it('stay while their round is open, or was closed less than a year ago', async () => {
    await db.owner.query(`update screening.round set opens_at = '2025-10-01', closes_at = '2025-10-10' where id = $1`, [round.id]);
    await night();
    expect((await sealed(agreed)).gone).toBe(false);
    await db.owner.query(`update screening.round set state = 'closed', closed_at = '2025-10-12T16:00:00Z' where id = $1`, [round.id]); // the 13th in China
    await night();
    expect((await sealed(agreed)).gone).toBe(false);
  });

  it('stay while a review waits, however old', async () => {
    await db.owner.query(`update screening.round set closed_at = '2025-10-12T15:59:59Z' where id = $1`, [round.id]);
    await db.owner.query(
      `insert into screening.review (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, suggested_ordinal, acute, opened_at)
       select jurisdiction_id, $2, round_id, school_id, class_id, student_id, assignment_id, 1, false, now() from screening.answer_sheet where student_id = $1`,
      [agreed.id, newId()]);
    await night();
    expect((await sealed(agreed)).gone).toBe(false);
  });

  it('go on the day the year is over; the scores stay, and a certificate tells how many', async () => {
    const psychologist = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id }));
    const [review] = await rows(`select id from screening.review where student_id = $1`, agreed.id);
    const url = `/api/screening/reviews/${review.id}/confirm`;
    expect((await app.inject({ method: 'POST', url, headers: { ...psychologist.headers, 'x-access-purpose': 'review', 'if-match': '"0"' }, payload: { ordinal: 1, note: '' } })).statusCode).toBe(204);
    await db.owner.query(`update screening.review set decided_at = '2025-10-12T15:00:00Z' where student_id = $1`, [agreed.id]);
    await night();
    expect(await sealed(agreed)).toEqual({ n: 0, score: 0, gone: true });
    expect(await rows(`select data_class, count, counted_before::text as before from data_protection.destruction`)).toEqual([
      { data_class: 'screening.item-answers', count: 1, before: '2025-10-12' },
    ]);
  });

  it('that are gone leave a review that can still be read', async () => {
    const psychologist = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id }));
    const [review] = await rows(`select id from screening.review where student_id = $1`, agreed.id);
    const answer = await app.inject({ method: 'GET', url: `/api/screening/reviews/${review.id}`, headers: { ...psychologist.headers, 'x-access-purpose': 'review' } });
    expect([answer.statusCode, (answer.json() as { answers: object[] }).answers]).toEqual([200, []]);
  });

  it('of one pupil are destroyed at once when deletion is granted, with a certificate that says why', async () => {
    const child = await aStudent(db.owner, { id: agreed.classId, jurisdictionId: BUREAU, schoolId: school.id });
    const duty = await aPlannedRound(db.owner);
    await open(duty);
    expect((await handIn(duty, child)).status).toBe(201);
    const leader = await signIn(app, await anAccountWithPost(db.owner, { post: 'school-leader', schoolId: school.id }));
    const call = (path: string, payload: object) => app.inject({ method: 'POST', url: `/api/data-protection/rights-requests${path}`, headers: leader.headers, payload });
    const received = await call('', { studentId: child.id, kind: 'delete', askedBy: 'guardian', wish: '删除作答', receivedOn: '2026-10-12' });
    const { id } = received.json() as { id: string };
    const granted = await call(`/${id}/grant`, { answer: '已删除逐题作答', erase: ['screening.item-answers'] });
    expect(granted.json()).toMatchObject({ state: 'granted' });
    expect((await sealed(child)).gone).toBe(true);
    expect(await rows(`select count, reason from data_protection.destruction where reason = 'right-exercised'`)).toEqual([{ count: 1, reason: 'right-exercised' }]);
  });
});

describe('scores and levels', () => {
  const left = async (on: string) => {
    const child = await aStudent(db.owner, { id: agreed.classId, jurisdictionId: BUREAU, schoolId: school.id });
    const duty = await aPlannedRound(db.owner);
    await open(duty);
    expect((await handIn(duty, child)).status).toBe(201);
    await db.owner.query(
      `insert into screening.review (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, suggested_ordinal, acute, opened_at)
       select jurisdiction_id, $2, round_id, school_id, class_id, student_id, assignment_id, 1, false, now() from screening.answer_sheet where student_id = $1`,
      [child.id, newId()]);
    await db.owner.query(`update organisation.student set state = 'left', left_on = $2 where id = $1`, [child.id, on]);
    return child;
  };
  const kept = async (student: BuiltStudent) => (await rows(
    `select (select count(*)::int from screening.answer_sheet where student_id = $1) as sheets, (select count(*)::int from screening.review where student_id = $1) as reviews,
            (select count(*)::int from screening.assignment where student_id = $1) as seats`, student.id))[0];
  const decide = (student: BuiltStudent) => db.owner.query(`update screening.review set state = 'confirmed', confirmed_ordinal = 1, decided_by = 'account:x', decided_at = now() where student_id = $1`, [student.id]);

  it('go a year after the pupil has left, not a day before, not while a review waits and not while they are held; a certificate tells how many', async () => {
    const [due, early, waiting, held] = [await left('2025-10-12'), await left('2025-10-13'), await left('2020-07-01'), await left('2020-07-01')] as const;
    for (const one of [due, early, held]) await decide(one);
    await db.owner.query(
      `insert into data_protection.legal_hold (jurisdiction_id, id, only_school_id, student_id, reason, placed_by, placed_at) values ($1, $2, $3, $4, '诉讼', 'test', now())`,
      [BUREAU, newId(), school.id, held.id]);
    await night();
    expect(await kept(due)).toEqual({ sheets: 0, reviews: 0, seats: 1 });
    for (const one of [early, waiting, held]) expect(await kept(one)).toEqual({ sheets: 1, reviews: 1, seats: 1 });
    expect(await destroyedOf('screening.scores')).toEqual([{ count: 2, before: '2025-10-12', years: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    await decide(waiting);
    await night();
    expect(await kept(waiting)).toEqual({ sheets: 0, reviews: 0, seats: 1 });
    expect(await destroyedOf('screening.scores')).toHaveLength(2);
  });
});
