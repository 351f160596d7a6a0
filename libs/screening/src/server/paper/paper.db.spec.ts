import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { anAccountWithPost, signIn, type SignedIn } from '@heliotrope/organisation/testing';
import { CryptoModule, JobRunRunner, jobActor, KeyProvider, newId, readRows, writeXlsx } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { answersOf, presentVersion } from '../../testing/instrument.builder.js';
import { aCounty, aPlannedRound, type BuiltCounty } from '../../testing/opened-round.builder.js';
import { seatSigner, seatsOf } from '../../testing/seat.builder.js';
import { SEAT_CODE_LENGTH, writeCode } from '../../rules/seat-code.js';
import type { Seat } from '../answering/seat-token.service.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';

const COUNTY = 990166;
const VERSION = presentVersion('phq-9');
const CLASSES = 6;
const ITEMS = answersOf('phq-9', 0).length;
const HEAD = ['座位码', '姓名', ...Array.from({ length: ITEMS }, (_, at) => String(at + 1))];
const CALM = answersOf('phq-9', 0, { 1: 1 });
const DANGER = answersOf('phq-9', 0, { 9: 2 });

let db: TestDatabase;
let app: NestFastifyApplication;
let county: BuiltCounty;
let roundId: string;
let seats: Seat[];
let codes: Map<string, string>;
let ann: SignedIn;
let bea: SignedIn;
let sign: (seat: Seat) => string;
let next = 0;
let classId: string;
let ours: Seat[];

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, CryptoModule, OrganisationHttpModule, ScreeningHttpModule, ScreeningJobsModule);
  sign = seatSigner(app.get(KeyProvider), new Date('2026-11-30T00:00:00Z'));
  county = await aCounty(db.owner, { jurisdictionId: COUNTY, schools: 2, classes: CLASSES, pupils: 3 });
  const round = await aPlannedRound(db.owner, { jurisdictionId: COUNTY, grades: [7] });
  roundId = round.id;
  db.clock.set(new Date('2026-10-12T01:00:00Z'));
  const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', COUNTY), roundId);
  await app.get(JobRunRunner).run({ jurisdictionId: COUNTY, runId: jobRunId });
  seats = await seatsOf(db.owner, roundId);
  const { rows } = await db.owner.query(`select id, seat_code from screening.assignment where round_id = $1`, [roundId]);
  codes = new Map(rows.map((row) => [String(row['id']), writeCode(Number(row['seat_code']), SEAT_CODE_LENGTH)]));
  const at = { jurisdictionId: COUNTY, schoolId: county.schools[0]!.id };
  db.clock.set(new Date('2026-10-16T02:00:00Z'));
  ann = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', ...at }));
  bea = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', ...at }));
}, 120_000);
beforeEach(() => {
  db.clock.set(new Date('2026-10-16T02:00:00Z'));
  classId = county.classes[next++]!.id;
  ours = seats.filter((seat) => seat.c === classId);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const rows = async (sql: string, ...params: unknown[]) => (await db.owner.query(sql, params)).rows;
const call = async (method: 'GET' | 'POST' | 'PUT', path: string, who: SignedIn, payload?: object, version?: number) => {
  const headers = { ...who.headers, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) };
  const answer = await app.inject({ method, url: `/api/screening/paper-batches${path}`, headers, ...(method === 'GET' ? {} : { payload: payload ?? {} }) });
  return { status: answer.statusCode, raw: answer.rawPayload, body: answer.body && String(answer.headers['content-type']).includes('json') ? answer.json() : null };
};
const begin = async (who = ann, answeredOn = '2026-10-15') => (await call('POST', '', who, { roundId, classId, instrument: 'phq-9', answeredOn }));
type Line = [Seat | string, (number | null | string)[], string?];
const table = (lines: Line[], head = HEAD) => Buffer.from([head, ...lines.map(([seat, answers, name]) =>
  [typeof seat === 'string' ? seat : codes.get(seat.a)!, name ?? '', ...answers.map((one) => one ?? '')])].map((line) => line.join(',')).join('\n'));

async function upload(batch: string, turn: number, who: SignedIn, content: Buffer) {
  const border = '----sheet';
  const payload = Buffer.concat([
    Buffer.from(`--${border}\r\ncontent-disposition: form-data; name="turn"\r\n\r\n${turn}\r\n`),
    Buffer.from(`--${border}\r\ncontent-disposition: form-data; name="file"; filename="sheet.csv"\r\ncontent-type: text/csv\r\n\r\n`), content, Buffer.from(`\r\n--${border}--\r\n`),
  ]);
  const answer = await app.inject({ method: 'POST', url: `/api/screening/paper-batches/${batch}/entries`, payload, headers: { ...who.headers, 'content-type': `multipart/form-data; boundary=${border}` } });
  return { status: answer.statusCode, body: answer.json() };
}
async function type(batch: string, turn: number, who: SignedIn, lines: Line[]): Promise<string> {
  const { body } = await upload(batch, turn, who, table(lines));
  expect((await call('POST', `/${batch}/entries/${body.id}/confirm`, who)).status).toBe(204);
  return body.id;
}
const online = async (seat: Seat, answers: (number | null)[], sheetId = newId()) => (await app.inject({
  method: 'POST', url: '/api/answering/sheets', payload: { sheetId, instrument: 'phq-9', version: VERSION, answers }, headers: { authorization: `Bearer ${sign(seat)}` },
})).statusCode;
const alarms = async (seat: Seat) => (await rows(`select payload->'rules' as rules from platform.outbox where type = 'screening/sheet-alerted' and payload->>'studentId' = $1 order by id`, seat.p)).flatMap((one) => one['rules']);
const stored = (seat: Seat) => rows(`select validity, suggested_ordinal as o, submitted_at as at, late from screening.answer_sheet where assignment_id = $1`, seat.a);
const counted = async () => (await rows(`select sum(started)::int as started, sum(completed)::int as completed from screening.completion_delta where class_id = $1`, classId))[0];
const settleAll = async (batch: string, who: SignedIn, value: number) => {
  const { body } = await call('GET', `/${batch}/differences`, who);
  const sheets = body.items.map((one: { assignmentId: string; cells: { item: number }[] }) => ({ assignmentId: one.assignmentId, cells: one.cells.map(({ item }) => ({ item, value })) }));
  return call('PUT', `/${batch}/settlements`, who, { sheets, dropped: [] }, body.version);
};

describe('a class’s paper', () => {
  it('is typed twice into the template, compared, settled, and taken like the sheets of devices', async () => {
    const { status, body: batch } = await begin();
    expect([status, batch.state, batch.seats, batch.mayType]).toEqual([201, 'entering', 3, [1, 2]]);
    expect((await begin(bea)).body.id).toBe(batch.id);
    expect((await begin(ann, '2026-10-14')).body).toMatchObject({ code: 'screening/paper-batch-open' });
    const heads: string[][] = [];
    for await (const row of readRows((await call('GET', `/${batch.id}/template.xlsx`, ann)).raw)) heads.push([...row.cells]);
    expect([heads[0]!.slice(0, 3), heads.length, heads[1]![0]]).toEqual([['座位码', '姓名', '1'], 4, codes.get(ours[0]!.a)]);

    const filled = ours.map((seat, n): [string, string, ...(string | number)[]] => [heads[n + 1]![0]!, heads[n + 1]![1]!, ...CALM.map((one) => one!)]);
    const workbook = await buffer(writeXlsx({ name: 'x', columns: HEAD.map((header) => ({ header })) }, filled));
    const first = await upload(batch.id, 1, ann, workbook);
    expect((await call('GET', `/${batch.id}/entries/${first.body.id}`, ann)).body).toMatchObject({ state: 'checked', counts: { new: 3, changed: 0, wrong: 0 }, faults: [] });
    expect((await call('GET', `/${batch.id}`, ann)).body).toMatchObject({ first: 0, second: 0 });
    expect((await call('POST', `/${batch.id}/entries/${first.body.id}/confirm`, ann)).status).toBe(204);
    expect((await call('POST', `/${batch.id}/entries/${first.body.id}/confirm`, ann)).body.code).toBe('screening/paper-entry-over');
    expect((await call('GET', `/${batch.id}`, ann)).body).toMatchObject({ first: 3, second: 0, once: 3, mayType: [1] });
    expect((await upload(batch.id, 2, ann, table([[ours[0]!, CALM]]))).body.code).toBe('screening/paper-same-person');
    expect((await call('POST', `/${batch.id}/take`, ann)).body).toMatchObject({ code: 'screening/paper-not-finished', title: '还不能提交：3 人只录了一遍，0 人两遍不一致。' });

    const misread = [...CALM];
    misread[4] = 3;
    await type(batch.id, 2, bea, [[ours[0]!, CALM], [ours[1]!, misread], [ours[2]!, CALM]]);
    expect((await call('POST', `/${batch.id}/take`, ann)).body).toMatchObject({ title: '还不能提交：0 人只录了一遍，1 人两遍不一致。' });
    const { body: apart } = await call('GET', `/${batch.id}/differences`, ann);
    expect(apart.items).toMatchObject([{ assignmentId: ours[1]!.a, standing: 'differs', cells: [{ item: 5, first: 0, second: 3, settled: null }] }]);
    expect((await call('PUT', `/${batch.id}/settlements`, ann, { sheets: [{ assignmentId: ours[1]!.a, cells: [{ item: 5, value: 9 }] }], dropped: [] }, apart.version)).body.code).toBe('screening/paper-settlement');
    expect((await settleAll(batch.id, bea, 2)).status).toBe(200);
    const stale = await call('PUT', `/${batch.id}/settlements`, ann, { sheets: [{ assignmentId: ours[1]!.a, cells: [{ item: 5, value: 0 }] }], dropped: [] }, apart.version);
    expect([stale.status, stale.body.code, stale.body.details.current.items[0].cells[0].settled]).toEqual([409, 'platform/changed-meanwhile', 2]);

    const took = await call('POST', `/${batch.id}/take`, ann);
    expect([took.status, took.body]).toMatchObject([200, { state: 'taken', taken: 3, refused: [], ready: 0 }]);
    expect((await call('POST', `/${batch.id}/take`, bea)).body).toMatchObject({ state: 'taken', taken: 3 });
    expect(await stored(ours[1]!)).toEqual([{ validity: 'valid', o: 0, at: new Date('2026-10-15T04:00:00Z'), late: false }]);
    expect(await counted()).toEqual({ started: 3, completed: 3 });
    expect(await rows(`select count(answers_enc)::int as n from screening.paper_sheet where batch_id = $1`, batch.id)).toEqual([{ n: 0 }]);
    expect((await rows(`select count(*)::int as n from audit.entry where object = $1`, `paper-batch:${batch.id}`))[0]!['n']).toBeGreaterThan(6);
    expect((await upload(batch.id, 1, ann, table([[ours[0]!, CALM]]))).body.code).toBe('screening/paper-batch-over');
  });

  it('tells of danger when the first table arrives, once, whatever comes after', async () => {
    const { body: batch } = await begin();
    const { body: entry } = await upload(batch.id, 1, ann, table([[ours[0]!, DANGER], [ours[1]!, CALM], [ours[2]!, [9, ...DANGER.slice(1)]]]));
    expect(await alarms(ours[0]!)).toEqual(['paper:phq-9/item-9>=1']);
    expect(await alarms(ours[2]!)).toEqual(['paper:phq-9/item-9>=1']); // its row is wrong in another cell
    expect(await stored(ours[0]!)).toEqual([]);
    expect(await rows(`select state, suggested_ordinal as o from screening.review where assignment_id = $1`, ours[0]!.a)).toEqual([{ state: 'waiting', o: 3 }]);
    await upload(batch.id, 1, ann, table([[ours[0]!, DANGER]]));
    await call('POST', `/${batch.id}/entries/${entry.id}/confirm`, ann);
    await type(batch.id, 1, ann, [[ours[2]!, DANGER]]);
    await type(batch.id, 2, bea, [[ours[0]!, DANGER], [ours[1]!, CALM], [ours[2]!, DANGER]]);
    expect((await call('POST', `/${batch.id}/take`, ann)).body).toMatchObject({ taken: 3 });
    for (const seat of [ours[0]!, ours[2]!]) expect(await alarms(seat)).toEqual(['paper:phq-9/item-9>=1']);
    expect(await stored(ours[0]!)).toMatchObject([{ o: 3 }]);
    expect(await rows(`select count(*)::int as n from screening.review where assignment_id = $1`, ours[0]!.a)).toEqual([{ n: 1 }]);
  });

  it('tells of danger that only the third look found', async () => {
    const { body: batch } = await begin();
    const unsure = [...CALM];
    unsure[8] = null;
    await type(batch.id, 1, ann, [[ours[0]!, CALM]]);
    await type(batch.id, 2, bea, [[ours[0]!, unsure]]);
    expect(await alarms(ours[0]!)).toEqual([]);
    await settleAll(batch.id, ann, 1);
    await call('POST', `/${batch.id}/take`, ann);
    expect(await alarms(ours[0]!)).toEqual(['paper:phq-9/item-9>=1']);
    expect((await rows(`select at from platform.outbox where type = 'screening/sheet-alerted' and payload->>'studentId' = $1`, ours[0]!.p))[0]!['at']).toEqual(new Date('2026-10-16T02:00:00Z'));
  });

  it('comes back with the reason of every wrong row, and is refused where the pupil has answered, before and after the typing', async () => {
    const { body: batch } = await begin();
    expect(await online(ours[0]!, CALM)).toBe(201);
    const lines: Line[] = [[ours[0]!, DANGER], [ours[1]!, CALM], [ours[1]!, CALM], ['23456', CALM], ['?', DANGER], [ours[2]!, CALM, '赵**钱']];
    const { body: entry } = await upload(batch.id, 1, ann, table([...lines, [ours[2]!, CALM.map(() => null)]]));
    const { body: seen } = await call('GET', `/${batch.id}/entries/${entry.id}`, ann);
    expect(seen.counts).toMatchObject({ new: 1, wrong: 5 });
    expect(seen.faults.map((one: { row: number; code: string }) => [one.row, one.code])).toEqual([
      [2, 'screening/paper-answered'], [4, 'screening/paper-twice'], [5, 'screening/paper-seat'], [6, 'screening/paper-seat'], [6, 'screening/paper-urgent'], [7, 'screening/paper-name'],
    ]);
    expect(await alarms(ours[0]!)).toEqual(['paper:phq-9/item-9>=1']); // refused, and heard
    const back: string[][] = [];
    for await (const row of readRows((await call('GET', `/${batch.id}/entries/${entry.id}/errors.xlsx`, ann)).raw)) back.push([...row.cells]);
    expect([back.length, back[0]!.at(-1), back[1]!.at(-1)]).toEqual([6, '错误原因', expect.stringContaining('已经交过')]);
    expect((await call('GET', `/${batch.id}/entries/${entry.id}`, bea)).status).toBe(404);
    await call('POST', `/${batch.id}/entries/${entry.id}/confirm`, ann);
    await type(batch.id, 2, bea, [[ours[1]!, CALM], [ours[2]!, CALM]]);
    const { body: apart } = await call('GET', `/${batch.id}/differences`, ann);
    expect(apart.items).toMatchObject([{ assignmentId: ours[2]!.a, standing: 'once', onlyTurn: 2 }]);
    expect((await call('PUT', `/${batch.id}/settlements`, ann, { sheets: [], dropped: [ours[1]!.a] }, apart.version)).body.code).toBe('screening/paper-settlement');
    expect((await call('PUT', `/${batch.id}/settlements`, ann, { sheets: [], dropped: [ours[2]!.a] }, apart.version)).status).toBe(200);
    expect(await online(ours[1]!, CALM)).toBe(201); // between the typing and the taking
    expect((await call('POST', `/${batch.id}/take`, ann)).body).toMatchObject({ state: 'taken', taken: 0, refused: [{ code: 'screening/already-answered', message: '这份量表已经交过了。' }] });
    expect(await stored(ours[1]!)).toHaveLength(1);
    expect(await counted()).toEqual({ started: 2, completed: 2 });
  });

  it('is not for another form, another day, another school or another post', async () => {
    expect((await begin(ann, '2026-10-11')).body.code).toBe('screening/paper-day');
    expect((await begin(ann, '2026-10-17')).body.code).toBe('screening/paper-day');
    const { body: batch } = await begin();
    expect((await upload(batch.id, 1, ann, table([[ours[0]!, CALM]], HEAD.slice(0, -2)))).body).toMatchObject({ code: 'screening/paper-columns' });
    expect((await upload(batch.id, 1, ann, Buffer.from('甲,乙\n1,2\n'))).body.code).toBe('screening/paper-header-missing');
    expect((await upload(batch.id, 3, ann, table([[ours[0]!, CALM]]))).body.code).toBe('screening/paper-file-missing');
    const strange = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', jurisdictionId: COUNTY, schoolId: county.schools[1]!.id }));
    expect([(await call('GET', `/${batch.id}`, strange)).status, (await begin(strange)).status]).toEqual([404, 404]);
    const head = await signIn(app, await anAccountWithPost(db.owner, { post: 'grade-head', jurisdictionId: COUNTY, schoolId: county.schools[0]!.id, classIds: [classId] }));
    await type(batch.id, 2, head, [[ours[0]!, CALM]]);
    expect((await call('GET', `/${batch.id}/differences`, head)).status).toBe(403);
    const form = await signIn(app, await anAccountWithPost(db.owner, { post: 'form-teacher', jurisdictionId: COUNTY, schoolId: county.schools[0]!.id, classIds: [classId] }));
    expect((await call('GET', `/${batch.id}`, form)).status).toBe(403);
    expect((await call('POST', `/${batch.id}/cancel`, ann)).status).toBe(204);
    expect(await rows(`select 1 from screening.paper_sheet where batch_id = $1`, batch.id)).toEqual([]);
  });

  it('may be typed after the round is closed, within the days of the policy, and not later', async () => {
    await rows(`update screening.round set state = 'closed', closed_at = closes_at + interval '2 minutes' where id = $1`, roundId);
    db.clock.set(new Date('2026-11-20T02:00:00Z'));
    const at = { jurisdictionId: COUNTY, schoolId: county.schools[0]!.id };
    const [ann, bea] = [await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', ...at })), await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', ...at }))];
    const { body: batch } = await begin(ann, '2026-10-24');
    await type(batch.id, 1, ann, [[ours[0]!, CALM]]);
    await type(batch.id, 2, bea, [[ours[0]!, CALM]]);
    expect(await online(ours[1]!, CALM)).toBe(409);
    expect((await call('POST', `/${batch.id}/take`, ann)).body).toMatchObject({ taken: 1 });
    expect(await stored(ours[0]!)).toMatchObject([{ late: false, at: new Date('2026-10-24T04:00:00Z') }]);
    db.clock.set(new Date('2026-11-24T02:00:00Z'));
    const cai = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', ...at }));
    expect((await begin(cai, '2026-10-24')).body).toMatchObject({ code: 'screening/paper-too-late' });
  });
});
