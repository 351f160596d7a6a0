import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CryptoModule, DataKeys, decryptWith, JobRunRunner, jobActor, KeyProvider, keyVersionOf, newId } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { answersOf, presentVersion } from '../../testing/instrument.builder.js';
import { aCounty, aPlannedRound } from '../../testing/opened-round.builder.js';
import { seatSigner, seatsOf } from '../../testing/seat.builder.js';
import { roundKeyScope } from '../round-key.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';
import { unpackAnswers } from './answer-bytes.js';
import type { Seat } from './seat-token.service.js';

const COUNTY = 990141;
const VERSION = presentVersion('phq-9');
const CALM = answersOf('phq-9', 0);
const TIRED = answersOf('phq-9', 1, { 9: 0 });
const DANGER = answersOf('phq-9', 0, { 9: 1 });
const GRAVER = answersOf('phq-9', 0, { 9: 3 });
type Answers = (number | null)[];

describe('other answers for a sheet that stands', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let seats: Seat[];
  let sign: (seat: Seat) => string;
  let next = 0;
  let seat: Seat;

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, CryptoModule, ScreeningHttpModule, ScreeningJobsModule);
    sign = seatSigner(app.get(KeyProvider), new Date('2026-11-01T00:00:00Z'));
    await aCounty(db.owner, { jurisdictionId: COUNTY, schools: 2, classes: 1, pupils: 60 });
    const round = await aPlannedRound(db.owner, { jurisdictionId: COUNTY, grades: [7], battery: [{ instrument: 'phq-9', version: VERSION, grades: { from: 7, to: 9 } }] });
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', COUNTY), round.id);
    await app.get(JobRunRunner).run({ jurisdictionId: COUNTY, runId: jobRunId });
    seats = await seatsOf(db.owner, round.id);
  });
  beforeEach(() => {
    seat = seats[next++]!;
    db.clock.set(new Date('2026-10-12T01:00:00Z'));
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const rows = async (sql: string, ...params: unknown[]) => (await db.owner.query(sql, params)).rows;
  const sheet = (answers: Answers, sheetId = newId(), more: object = {}) => ({ sheetId, instrument: 'phq-9', version: VERSION, answers, ...more });
  async function send(body: object, by = seat): Promise<[number, string | undefined, string | undefined]> {
    const answer = await app.inject({ method: 'POST', url: '/api/answering/sheets', payload: body, headers: { authorization: `Bearer ${sign(by)}` } });
    const said = answer.json() as Record<string, string>;
    return [answer.statusCode, said['code'], said['receipt']];
  }
  /** Rules of every alarm about this pupil, those of the sheet itself and those of answers that met it. */
  const alarms = async (by = seat): Promise<string[]> =>
    (await rows(`select payload->'rules' as rules from platform.outbox where type = 'screening/sheet-alerted' and payload->>'studentId' = $1 order by id`, by.p))
      .flatMap(({ rules }) => (rules as string[]).filter((rule) => !rule.startsWith('positive')));
  const review = async (by = seat) => (await rows(`select id, state, suggested_ordinal as o from screening.review where assignment_id = $1`, by.a))[0];
  const SAME_ID = [409, 'screening/sheet-id-taken', undefined];

  it.each<[string, Answers, Answers, string[]]>([
    ['both calm', CALM, TIRED, []],
    ['the second takes back what the first said', DANGER, CALM, ['critical:phq-9/item-9>=1']],
    ['both say it', DANGER, answersOf('phq-9', 1), ['critical:phq-9/item-9>=1']],
    ['only the second says it', CALM, DANGER, ['same-id:phq-9/item-9>=1']],
    ['the second says it on a sheet left half empty', TIRED, answersOf('phq-9', null, { 9: 2 }), ['same-id:phq-9/item-9>=1']],
  ])('under its number are refused, and danger is told once: %s', async (_, first, second, told) => {
    const { sheetId } = sheet(first);
    const [, , receipt] = await send(sheet(first, sheetId));
    expect(await send(sheet(second, sheetId))).toEqual(SAME_ID);
    expect(await send(sheet(second, sheetId))).toEqual(SAME_ID);
    expect(await send(sheet(first, sheetId))).toEqual([201, undefined, receipt]);
    expect(await alarms()).toEqual(told);
  });

  it('that differ in the times alone are another body', async () => {
    const { sheetId } = sheet(CALM);
    await send(sheet(CALM, sheetId, { seconds: CALM.map(() => 5) }));
    expect(await send(sheet(CALM, sheetId, { seconds: CALM.map(() => 6) }))).toEqual(SAME_ID);
    expect((await send(sheet(CALM, sheetId, { seconds: CALM.map(() => 5) })))[0]).toBe(201);
  });

  it('open a review, or raise the one there is, and stand in its story', async () => {
    const { sheetId } = sheet(CALM);
    await send(sheet(CALM, sheetId));
    expect(await review()).toBeUndefined();
    await send(sheet(GRAVER, sheetId));
    const { id, ...waiting } = await review();
    expect(waiting).toEqual({ state: 'waiting', o: 3 });
    expect(await rows(`select kind, from_ordinal as f, to_ordinal as t, rules, by from screening.review_event where review_id = $1`, id))
      .toEqual([{ kind: 'second-answers', f: 0, t: 3, rules: ['same-id:phq-9/item-9>=1'], by: 'rule:screening.second-answers' }]);
    expect(await rows(`select count(*)::int as n from audit.entry where object = $1 and action = 'screening.second-answers'`, `student:${seat.p}`)).toEqual([{ n: 1 }]);
  });

  it('under another number, from a second device, are told as well; so is danger under a number that is another pupil’s', async () => {
    await send(sheet(CALM));
    expect((await send(sheet(DANGER)))[1]).toBe('screening/already-answered');
    expect((await send(sheet(DANGER)))[1]).toBe('screening/already-answered');
    expect(await alarms()).toEqual(['same-form:phq-9/item-9>=1']);
    const theirs = sheet(CALM);
    const [first, other] = [seats[next++]!, seats.at(-1)!];
    expect(first.s).not.toBe(other.s);
    await send(theirs, first);
    expect(await send(sheet(DANGER, theirs.sheetId), other)).toEqual(SAME_ID);
    expect([await alarms(first), await alarms(other)]).toEqual([[], ['same-form:phq-9/item-9>=1']]);
    expect((await send(sheet(DANGER), other))[0]).toBe(201);
  });

  it('after the round are told though the first was in time, and are answered like any late sheet', async () => {
    await send(sheet(CALM));
    db.clock.set(new Date('2026-10-25T00:00:00Z'));
    const late = sheet(DANGER);
    expect([(await send(late))[1], (await send(late))[1], (await send(sheet(CALM)))[1]]).toEqual(Array(3).fill('screening/round-closed'));
    expect(await alarms()).toEqual(['same-form:phq-9/item-9>=1']);
  });

  it('ten times at once, two bodies under one number: one stands, its ten are received, the other’s ten are refused, one alarm', async () => {
    for (const [a, b] of [[CALM, DANGER], [DANGER, TIRED]] as const) {
      const by = seats[next++]!;
      const { sheetId } = sheet(a);
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => send(sheet(n % 2 === 0 ? a : b, sheetId), by)));
      const statuses = (odd: number) => new Set(answers.filter((_one, n) => n % 2 === odd).map(([status]) => status));
      expect([statuses(0), statuses(1)].map((set) => [...set].join()).sort()).toEqual(['201', '409']);
      expect(await rows(`select count(*)::int as n from screening.answer_sheet where assignment_id = $1`, by.a)).toEqual([{ n: 1 }]);
      expect(await alarms(by)).toHaveLength(1);
    }
  });

  it('whatever comes, in whatever order: what was acknowledged stands as it was sent, and no danger is untold or told twice', async () => {
    const numbers = [0, 1, 2];
    const step = fc.record({ number: fc.constantFrom(...numbers), answers: fc.constantFrom(CALM, TIRED, DANGER, GRAVER), late: fc.boolean(), with: fc.nat(3) });
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const by = seats[next++]!;
      const ids = numbers.map(() => newId());
      const acknowledged = new Map<string, Answers>();
      let dangers = 0;
      for (const one of steps) {
        db.clock.set(new Date(one.late ? '2026-10-25T00:00:00Z' : '2026-10-12T01:00:00Z'));
        const body = sheet(one.answers, ids[one.number]!);
        const answers = await Promise.all(Array.from({ length: 1 + one.with }, () => send(body, by)));
        expect(new Set(answers.map(String)).size).toBe(1);
        if (one.answers.at(-1) !== 0) dangers += 1;
        if (answers[0]![0] !== 201) continue;
        expect(acknowledged.get(body.sheetId) ?? one.answers).toEqual(one.answers);
        acknowledged.set(body.sheetId, one.answers);
      }
      for (const [id, sent] of acknowledged) expect(await stored(by, id)).toEqual(sent);
      expect(await alarms(by)).toHaveLength(Math.min(1, dangers));
      if (dangers > 0) expect(await review(by)).toMatchObject({ state: 'waiting', o: 3 });
    }), { numRuns: 25, endOnFailure: true });
  });

  async function stored(by: Seat, id: string): Promise<Answers | undefined> {
    const [row] = await rows(`select answers_enc as bytes from screening.answer_sheet where id = $1`, id);
    if (!row) return undefined;
    const session = { query: async <T>(sql: string, params?: unknown[]) => (await db.owner.query(sql, params as unknown[])).rows as T[] };
    const key = await app.get(DataKeys).versionOf(session, by.j, roundKeyScope(by.r), keyVersionOf(row.bytes));
    return [...unpackAnswers(decryptWith(key, { table: 'screening.answer_sheet', column: 'answers_enc', row: id }, row.bytes)).answers];
  }
});
