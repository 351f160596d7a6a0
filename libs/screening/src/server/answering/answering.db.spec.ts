import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CryptoModule, JobRunRunner, jobActor, KeyProvider, newId } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SEAT_CODE_LENGTH, writeCode } from '../../rules/seat-code.js';
import { answersOf, presentVersion } from '../../testing/instrument.builder.js';
import { aCounty, aPlannedRound, type BuiltCounty, type BuiltRound } from '../../testing/opened-round.builder.js';
import { seatSigner, seatsOf } from '../../testing/seat.builder.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';
import { RoundService } from '../round/round.service.js';
import type { Seat } from './seat-token.service.js';

const COUNTY = 990121;
const TIRED = answersOf('phq-9', 1);
const DANGER = answersOf('phq-9', 0, { 9: 2 });
const CALM = answersOf('phq-9', 0);

describe('handing in', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let county: BuiltCounty;
  let round: BuiltRound;
  let seats: Seat[];
  let sign: (seat: Seat) => string;
  let nextSeat = 0;
  let seat: Seat;

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, CryptoModule, ScreeningHttpModule, ScreeningJobsModule);
    sign = seatSigner(app.get(KeyProvider), new Date('2026-11-01T00:00:00Z'));
    county = await aCounty(db.owner, { jurisdictionId: COUNTY, schools: 1, classes: 2, pupils: 60 });
    round = await aPlannedRound(db.owner, { jurisdictionId: COUNTY, grades: [7] });
    await open(round);
    seats = await seatsOf(db.owner, round.id);
  });
  beforeEach(() => {
    seat = seats[nextSeat++]!;
    db.clock.set(new Date('2026-10-12T01:00:00Z'));
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  async function open({ id, jurisdictionId }: BuiltRound): Promise<void> {
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', jurisdictionId), id);
    await app.get(JobRunRunner).run({ jurisdictionId, runId: jobRunId });
  }
  const rows = async (sql: string, ...params: unknown[]) => (await db.owner.query(sql, params)).rows;
  const sheet = (answers: (number | null)[], more: object = {}) => ({ sheetId: newId(), instrument: 'phq-9', version: presentVersion('phq-9'), answers, ...more });

  async function send(body: object, by: Seat | string = seat) {
    const token = typeof by === 'string' ? by : sign(by);
    const answer = await app.inject({ method: 'POST', url: '/api/answering/sheets', payload: body, headers: { authorization: `Bearer ${token}` } });
    return { status: answer.statusCode, body: answer.json() as Record<string, string>, text: answer.body };
  }

  it('is answered with a receipt and nothing that tells of the answers', async () => {
    const calm = await send(sheet(CALM));
    expect(calm.status).toBe(201);
    expect(Object.keys(calm.body).sort()).toEqual(['receipt', 'sheetId']);
    const danger = await send(sheet(DANGER), seats[nextSeat++]!);
    expect([danger.status, Object.keys(danger.body).sort()]).toEqual([201, ['receipt', 'sheetId']]);
  });

  it('keeps the answers sealed and the scores in the order of the definition', async () => {
    const handed = sheet(TIRED, { seconds: TIRED.map(() => 4) });
    await send(handed);
    const [row] = await rows(`select scores, validity, suggested_ordinal, answers_enc from screening.answer_sheet where id = $1`, handed.sheetId);
    expect([row.scores[0], row.validity, row.suggested_ordinal]).toEqual([9, 'valid', 3]); // item 9 ticked: severe until a person says otherwise
    expect(row.answers_enc.includes(Buffer.from(TIRED as number[]))).toBe(false);
  });

  it('writes null and never nought where the missing rule fails', async () => {
    const handed = sheet(answersOf('phq-9', null, { 1: 1 }));
    await send(handed);
    const [row] = await rows(`select scores, validity from screening.answer_sheet where id = $1`, handed.sheetId);
    expect([row.scores[0], row.validity]).toEqual([null, 'incomplete']);
  });

  const startedIn = async (classId: string) =>
    (await rows(`select sum(started)::int as n from screening.completion_delta where round_id = $1 and class_id = $2`, round.id, classId))[0].n as number;

  it('of one sheet ten times at once is one sheet, one receipt, one fact, one pupil more', async () => {
    const handed = sheet(DANGER);
    const before = await startedIn(seat.c);
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(handed)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body['receipt'])).size).toBe(1);
    expect(await rows(`select count(*) as n from screening.answer_sheet where assignment_id = $1`, seat.a)).toEqual([{ n: 1 }]);
    expect(await rows(`select count(*) as n from platform.outbox where payload->>'assignmentId' = $1`, seat.a)).toEqual([{ n: 1 }]);
    expect(await startedIn(seat.c)).toBe(before + 1);
  });

  it('again after the commit gives the same receipt', async () => {
    const handed = sheet(CALM);
    const first = await send(handed);
    expect(await send(handed)).toEqual(first);
  });

  it('of a second sheet for the same form is refused, and so is another pupil’s number', async () => {
    const mine = sheet(CALM);
    await send(mine);
    expect(await send(sheet(TIRED))).toMatchObject({ status: 409, body: { code: 'screening/already-answered' } });
    expect(await send({ ...mine, answers: TIRED }, seats[nextSeat++]!)).toMatchObject({ status: 409, body: { code: 'screening/sheet-id-taken' } });
  });

  it('by many at once saves each, and a sheet that is wrong fails alone', async () => {
    const group = seats.slice(nextSeat, (nextSeat += 16));
    const wrong = seats[nextSeat++]!;
    const answers = await Promise.all([
      ...group.map((one) => send(sheet(CALM), one)),
      send(sheet(CALM), { ...wrong, a: newId() }),
      send(sheet([9, 9]), wrong),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([...group.map(() => 201), 404, 422]);
    expect(await rows(`select count(*) as n from screening.answer_sheet where assignment_id = any($1::uuid[])`, group.map((one) => one.a))).toEqual([{ n: 16 }]);
  });

  it.each([
    ['no token', () => ''],
    ['a token whose claims were changed', () => {
      const [head, , mac] = sign(seat).split('.');
      return `${head}.${Buffer.from(JSON.stringify({ ...seat, a: newId(), exp: 4e9 })).toString('base64url')}.${mac}`;
    }],
    ['a token that has run out', () => seatSigner(app.get(KeyProvider), new Date('2026-10-12T00:59:59Z'))(seat)],
    ['a token of another algorithm', () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${sign(seat).split('.')[1]}.`],
  ])('with %s is not let in', async (_, token) => {
    expect(await send(sheet(CALM), token())).toMatchObject({ status: 401 });
  });

  it.each([
    ['a form that is not in the battery', { instrument: 'gad-7' }, 'screening/instrument-not-assigned'],
    ['another version', { version: '9.9.9' }, 'screening/instrument-version'],
    ['too few answers', { answers: [0, 1] }, 'screening/wrong-length'],
    ['a value that is not on the form', { answers: answersOf('phq-9', 7) }, 'screening/value-not-on-form'],
    ['a number that is none', { answers: ['0'] }, 'platform/invalid-body'],
    ['a field nobody asked for', { score: 3 }, 'platform/invalid-body'],
    ['a number of its own making', { sheetId: 'mine' }, 'platform/invalid-body'],
    ['times that do not fit', { seconds: [1] }, 'screening/wrong-length'],
  ])('of %s is refused', async (_, more, code) => {
    expect((await send(sheet(CALM, more))).body['code']).toBe(code);
  });

  it('before the window and after it is refused, two minutes of grace apart', async () => {
    const at = (time: string) => {
      db.clock.set(new Date(time));
      return send(sheet(CALM), seats[nextSeat++]!).then(({ status, body }) => [status, body['code']]);
    };
    expect(await at('2026-10-11T23:59:59Z')).toEqual([409, 'screening/round-not-open']);
    expect(await at('2026-10-24T10:01:59Z')).toEqual([201, undefined]);
    expect(await at('2026-10-24T10:02:00Z')).toEqual([409, 'screening/round-closed']);
  });

  it('too late is refused alike for everybody, yet a critical answer is kept and told', async () => {
    db.clock.set(new Date('2026-10-25T00:00:00Z'));
    const [calm, danger] = [sheet(CALM), sheet(DANGER)];
    const other = seats[nextSeat++]!;
    const [first, second, again] = [await send(calm), await send(danger, other), await send(danger, other)];
    expect([first.status, second.status, again.status]).toEqual([409, 409, 409]);
    expect(second.body['code']).toBe('screening/round-closed');
    expect(await rows(`select late, critical from screening.answer_sheet where id = any($1::uuid[])`, [calm.sheetId, danger.sheetId])).toEqual([{ late: true, critical: [9] }]);
    expect(await rows(`select type from platform.outbox where payload->>'sheetId' = $1`, danger.sheetId)).toEqual([{ type: 'screening/sheet-alerted' }]);
    expect(await rows(`select suggested_ordinal as o from screening.review where assignment_id = $1`, other.a)).toEqual([{ o: 3 }]);
  });

  it('of a void sheet with a critical answer still alerts, opens a review and counts as void', async () => {
    const handed = sheet(DANGER, { seconds: DANGER.map(() => 0.5) });
    await send(handed);
    expect(await rows(`select validity from screening.answer_sheet where id = $1`, handed.sheetId)).toEqual([{ validity: 'void' }]);
    expect(await rows(`select type, payload from platform.outbox where payload->>'sheetId' = $1`, handed.sheetId)).toEqual([
      { type: 'screening/sheet-alerted', payload: expect.objectContaining({ studentId: seat.p, schoolId: seat.s, classId: seat.c, ordinal: 3, acute: false }) },
    ]);
    expect(await rows(`select v.state, e.kind, e.to_ordinal from screening.review v join screening.review_event e on e.review_id = v.id where v.assignment_id = $1`, seat.a))
      .toEqual([{ state: 'waiting', kind: 'opened', to_ordinal: 3 }]);
  });

  it('when the database goes away in the middle is told so at once, and taken when it is sent again', async () => {
    const handed = sheet(CALM);
    const holder = await db.owner.connect();
    await holder.query(`begin; lock table screening.answer_sheet in exclusive mode`);
    const lost = send(handed);
    const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await holder.query(waiting)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await holder.query(`select pg_terminate_backend(pid) from (${waiting}) w`);
    expect(await lost).toMatchObject({ status: 503, body: { code: 'platform/unavailable' } });
    await holder.query('rollback');
    holder.release();
    expect(await send(handed)).toMatchObject({ status: 201 });
    expect(await rows(`select count(*) as n from screening.answer_sheet where assignment_id = $1`, seat.a)).toEqual([{ n: 1 }]);
  });

  it('wakes nobody for a quiet sheet', async () => {
    await send(sheet(CALM));
    expect(await rows(`select 1 from platform.outbox where payload->>'assignmentId' = $1`, seat.a)).toEqual([]);
    expect(await rows(`select 1 from screening.review where assignment_id = $1`, seat.a)).toEqual([]);
  });

  it('of a form that is no longer on the shelf is kept unscored for a person to read', async () => {
    const orphan = { ...seat, b: [['withdrawn', '1.0.0']] as const };
    const handed = sheet([1, 2, 3], { instrument: 'withdrawn', version: '1.0.0' });
    expect((await send(handed, orphan)).status).toBe(201);
    expect(await rows(`select validity, scores, fired_rules from screening.answer_sheet where id = $1`, handed.sheetId))
      .toEqual([{ validity: 'unscorable', scores: null, fired_rules: ['unscorable:withdrawn'] }]);
    expect(await rows(`select state from screening.review where assignment_id = $1`, seat.a)).toEqual([{ state: 'waiting' }]);
  });

  describe('a seat', () => {
    const take = (classCode: string, seatCode: string) => app.inject({ method: 'POST', url: '/api/answering/seat', payload: { classCode, seatCode } });
    const codes = async (n: number): Promise<[string, string]> => {
      const [row] = await rows(
        `select k.code, a.seat_code from screening.assignment a join screening.round_class k on k.class_id = a.class_id and k.round_id = a.round_id
          where a.round_id = $1 and a.class_id = $2 order by a.seat_no offset $3 limit 1`, round.id, county.classes[1]!.id, n);
      return [row.code, writeCode(row.seat_code, SEAT_CODE_LENGTH)];
    };

    it('is found by its two codes, however they are typed, and shows no key and no whole name', async () => {
      const [classCode, seatCode] = await codes(0);
      const answer = await take(` ${classCode.toLowerCase()} `, `${seatCode.slice(0, 2)}-${seatCode.slice(2)}`);
      expect(answer.statusCode).toBe(200);
      const taken = answer.json();
      expect(taken.pupil).toEqual({ maskedName: '测**', className: '七年级2班' });
      expect(taken.battery).toHaveLength(1);
      expect(taken.battery[0]).toMatchObject({ instrument: 'phq-9', version: presentVersion('phq-9'), done: false });
      expect(taken.battery[0].items).toHaveLength(9);
      expect(taken.helpLines.length).toBeGreaterThan(0);
      expect(answer.body).not.toMatch(/critical|band|score|reverse|测试生/);
      const handed = await send(sheet(CALM), taken.seatToken as string);
      expect(handed.status).toBe(201);
      expect((await take(classCode, seatCode)).json().battery[0].done).toBe(true);
    });

    it('that nobody has is not found, and guessing is slowed for the class while those who know their seat get in', async () => {
      const [classCode, seatCode] = await codes(1);
      const [, neighbour] = await codes(2);
      expect((await take(classCode, seatCode)).statusCode).toBe(200);
      const guesses = [];
      for (let n = 0; n < 40; n++) guesses.push((await take(classCode, writeCode(n * 512 + 511, SEAT_CODE_LENGTH))).statusCode);
      expect(guesses.slice(0, 30)).toEqual(Array(30).fill(404));
      expect(guesses.slice(30)).toEqual(Array(10).fill(429));
      expect((await take(classCode, seatCode)).statusCode).toBe(200);
      expect((await take(classCode, neighbour)).statusCode).toBe(429);
      db.clock.advance(10_000);
      expect((await take(classCode, neighbour)).statusCode).toBe(200);
    });

    it('cannot be hammered, and a class that is none is not found', async () => {
      const [classCode] = await codes(3);
      const tries = [];
      for (let n = 0; n < 14; n++) tries.push((await take('222222', '33333')).statusCode);
      expect(tries).toEqual([...Array(12).fill(404), 429, 429]);
      expect((await take(classCode, 'no')).statusCode).toBe(404);
    });
  });
});
