import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CryptoModule, JobRunRunner, jobActor, KeyProvider, newId } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SEAT_CODE_LENGTH, writeCode } from '../../rules/seat-code.js';
import { type Answers, answersOf, presentVersion } from '../../testing/instrument.builder.js';
import { aCounty, aPlannedRound } from '../../testing/opened-round.builder.js';
import { seatSigner, seatsOf } from '../../testing/seat.builder.js';
import type { Seat } from '../answering/seat-token.service.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';
import { SweepDrafts } from './sweep-drafts.job.js';

const COUNTY = 990166;
const NOW = new Date('2026-10-12T01:00:00Z');
const HALF: Answers = answersOf('phq-9', null, { 1: 1, 2: 2, 3: 1 });

let db: TestDatabase;
let app: NestFastifyApplication;
let seats: Seat[];
let seat: Seat;
let round: string;
let sign: (seat: Seat) => string;
let next = 0;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, CryptoModule, ScreeningHttpModule, ScreeningJobsModule);
  sign = seatSigner(app.get(KeyProvider), new Date('2026-11-01T00:00:00Z'));
  await aCounty(db.owner, { jurisdictionId: COUNTY, schools: 1, classes: 1, pupils: 30 });
  round = (await aPlannedRound(db.owner, { jurisdictionId: COUNTY, grades: [7] })).id;
  const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', COUNTY), round);
  await app.get(JobRunRunner).run({ jurisdictionId: COUNTY, runId: jobRunId });
  seats = await seatsOf(db.owner, round);
});
beforeEach(() => {
  seat = seats[next++]!;
  db.clock.set(NOW);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const rows = async (sql: string, ...params: unknown[]) => (await db.owner.query(sql, params)).rows;
const form = { instrument: 'phq-9', version: presentVersion('phq-9') };
const draftOf = (answers: Answers, more: object = {}) => ({ sheetId: newId(), ...form, answers, atItem: 2, savedMs: db.clock.now().getTime(), ...more });
async function send(method: 'PUT' | 'POST', path: string, payload: object, by: Seat = seat) {
  const answer = await app.inject({ method, url: `/api/answering/${path}`, payload, headers: { authorization: `Bearer ${sign(by)}` } });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown>, text: answer.body };
}
const save = (draft: object, by?: Seat) => send('PUT', 'draft', draft, by);
const stored = async (of: Seat = seat) => (await rows(`select sheet_id, saved_ms::float8 as ms, at_item, critical, told_at, draft_enc from screening.answer_draft where assignment_id = $1`, of.a))[0];
/** Another computer: the two codes of the slip typed again. */
async function sitDown(of: Seat = seat) {
  const [codes] = await rows(
    `select k.code, a.seat_code from screening.assignment a join screening.class_code k on k.jurisdiction_id = a.jurisdiction_id and k.round_id = a.round_id and k.class_id = a.class_id where a.id = $1`, of.a);
  const answer = await app.inject({ method: 'POST', url: '/api/answering/seat', payload: { classCode: codes.code, seatCode: writeCode(codes.seat_code, SEAT_CODE_LENGTH) } });
  return (answer.json() as { battery: { draft?: Record<string, unknown> }[] }).battery[0]!;
}

describe('answers so far', () => {
  it('are kept sealed, and another computer goes on with them under the same number', async () => {
    const draft = draftOf(HALF, { seconds: HALF.map((answer) => (answer === null ? null : 5)) });
    expect(await save(draft)).toMatchObject({ status: 200, body: { savedMs: NOW.getTime() } });
    expect((await stored()).draft_enc.includes(Buffer.from([1, 2, 1]))).toBe(false);
    expect((await sitDown()).draft).toEqual({ sheetId: draft.sheetId, savedMs: NOW.getTime(), atItem: 2, answers: HALF, seconds: [5, 5, 5, null, null, null, null, null, null] });
    expect((await sitDown(seats[next++]!)).draft).toBeUndefined();
  });

  it('saved again are the same; an older save that comes late covers nothing', async () => {
    const draft = draftOf(HALF);
    const later = { ...draft, answers: answersOf('phq-9', null, { 1: 1, 2: 2, 3: 1, 4: 0 }), atItem: 3, savedMs: draft.savedMs + 4_000 };
    db.clock.set(new Date(NOW.getTime() + 5_000));
    expect((await save(later)).status).toBe(200);
    expect((await save(later)).status).toBe(200);
    expect((await save(draft)).status).toBe(200);
    expect(await stored()).toMatchObject({ ms: later.savedMs, at_item: 3 });
    expect(await rows(`select count(*)::int as n from screening.answer_draft where assignment_id = $1`, seat.a)).toEqual([{ n: 1 }]);
  });

  it('of a clock that runs ahead are held back to now, so that the next save still counts', async () => {
    const draft = draftOf(HALF);
    await save({ ...draft, savedMs: draft.savedMs + 3_600_000 });
    db.clock.set(new Date(NOW.getTime() + 1_000));
    await save({ ...draft, atItem: 5, savedMs: draft.savedMs + 3_601_000 });
    expect(await stored()).toMatchObject({ ms: NOW.getTime() + 1_000, at_item: 5 });
  });

  it('under another number are refused: the form is being answered elsewhere', async () => {
    await save(draftOf(HALF));
    expect((await save(draftOf(HALF, { savedMs: NOW.getTime() + 1 }))).body['code']).toBe('screening/draft-elsewhere');
  });

  it('are gone with the sheet, in the same commit, and come back no more', async () => {
    const draft = draftOf(HALF);
    await save(draft);
    const { atItem: _at, savedMs: _ms, ...sheet } = draft;
    expect((await send('POST', 'sheets', { ...sheet, answers: answersOf('phq-9', 0) })).status).toBe(201);
    expect(await stored()).toBeUndefined();
    expect((await save({ ...draft, savedMs: NOW.getTime() + 1 })).body['code']).toBe('screening/already-answered');
    expect(await sitDown()).toMatchObject({ done: true });
    expect((await sitDown()).draft).toBeUndefined();
  });

  it('go with a sheet that wakes somebody too', async () => {
    await save(draftOf(HALF));
    expect((await send('POST', 'sheets', { sheetId: newId(), ...form, answers: answersOf('phq-9', 0, { 9: 2 }) })).status).toBe(201);
    expect(await stored()).toBeUndefined();
  });

  it('of a class saved at once are each kept, and one that is wrong fails alone', async () => {
    const group = seats.slice(next, (next += 8));
    const [wrong] = seats.slice(next, (next += 1));
    const answers = await Promise.all([...group.map((one) => save(draftOf(HALF), one)), save(draftOf(HALF), { ...wrong!, a: newId() }), save(draftOf(answersOf('phq-9', 7)), wrong)]);
    expect(answers.map(({ status }) => status)).toEqual([...group.map(() => 200), 404, 422]);
  });

  it.each([
    ['a form that is not in the battery', { instrument: 'gad-7' }, 'screening/instrument-not-assigned'],
    ['too few answers', { answers: [0] }, 'screening/wrong-length'],
    ['a field nobody asked for', { score: 1 }, 'platform/invalid-body'],
    ['no place', { atItem: -1 }, 'platform/invalid-body'],
  ])('of %s are refused', async (_, more, code) => expect((await save(draftOf(HALF, more))).body['code']).toBe(code));

  it('take the clock of the server: before the window and after it nothing is kept', async () => {
    db.clock.set(new Date('2026-10-11T23:59:59Z'));
    expect((await save(draftOf(HALF))).body['code']).toBe('screening/round-not-open');
    db.clock.set(new Date('2026-10-24T10:02:00Z'));
    expect((await save(draftOf(HALF))).body['code']).toBe('screening/round-closed');
  });
});

describe('a pupil who leaves without handing in', () => {
  const alerts = (of: Seat) => rows(`select payload->'rules' as rules, payload->>'ordinal' as o from platform.outbox where type = 'screening/sheet-alerted' and payload->>'assignmentId' = $1`, of.a);
  const review = async (of: Seat) => (await rows(`select suggested_ordinal as o, state from screening.review where assignment_id = $1`, of.a))[0];
  const sweepAt = async (ms: number) => {
    db.clock.set(new Date(NOW.getTime() + ms));
    await app.get(SweepDrafts).tick();
  };
  const IN_DANGER = answersOf('phq-9', null, { 9: 2 });

  it('is told of half an hour later, once, when an answer was critical', async () => {
    await save(draftOf(IN_DANGER));
    await sweepAt(30 * 60_000 - 1_000);
    expect(await alerts(seat)).toEqual([]);
    await sweepAt(30 * 60_000);
    await sweepAt(31 * 60_000);
    expect(await alerts(seat)).toEqual([{ rules: ['left:phq-9/item-9>=1'], o: '3' }]);
    expect(await review(seat)).toEqual({ o: 3, state: 'waiting' });
    expect((await stored()).told_at).not.toBeNull(); // she may still come back and go on
  });

  it('is not told of while she goes on answering, nor of answers that are not critical', async () => {
    const calm = seats[next++]!;
    await save(draftOf(HALF), calm);
    const draft = draftOf(IN_DANGER);
    await save(draft);
    db.clock.set(new Date(NOW.getTime() + 20 * 60_000));
    await save({ ...draft, savedMs: draft.savedMs + 20 * 60_000 });
    await sweepAt(40 * 60_000);
    expect([await alerts(seat), await alerts(calm)]).toEqual([[], []]);
  });

  it('is told of at once when the round ends, and no draft outlives its round', async () => {
    await save(draftOf(IN_DANGER));
    await db.owner.query(`update screening.round set state = 'closed', closed_at = now() where id = $1`, [round]);
    await sweepAt(60_000);
    expect(await alerts(seat)).toHaveLength(1);
    expect(await rows(`select 1 from screening.answer_draft where round_id = $1`, round)).toEqual([]);
    await db.owner.query(`update screening.round set state = 'open', closed_at = null where id = $1`, [round]);
  });
});
