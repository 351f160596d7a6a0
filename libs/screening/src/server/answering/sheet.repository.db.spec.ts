import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@heliotrope/platform';
import { testDatabase, type TestDatabase } from '@heliotrope/platform/testing';
import { mayAcceptSheet, type RoundState } from '../../rules/round.js';
import { aPlannedRound } from '../../testing/opened-round.builder.js';
import { SheetBatcher } from './sheet-batcher.js';
import { SHEET_GRACE_MS, type SheetFate, SheetRepository, type SheetRow } from './sheet.repository.js';
import { presentVersion } from '../../testing/instrument.builder.js';

const COUNTY = 990131;
const IN_WINDOW = Date.parse('2026-10-12T01:00:00Z');

describe('the statement that saves sheets', () => {
  let db: TestDatabase;
  let sheets: SheetRepository;
  beforeAll(async () => {
    db = await testDatabase();
    sheets = new SheetRepository(db.intake);
  });
  afterAll(() => db.close());

  async function assignments(count: number, state: RoundState = 'open'): Promise<string[]> {
    const round = await aPlannedRound(db.owner, { jurisdictionId: COUNTY });
    await db.owner.query(`update screening.round set state = $2 where id = $1`, [round.id, state]);
    const ids = Array.from({ length: count }, () => newId());
    await db.owner.query(
      `insert into screening.assignment (jurisdiction_id, id, round_id, school_id, class_id, student_id, seat_no, seat_code)
       select $1, id, $2, uuidv7(), uuidv7(), uuidv7(), n, n from unnest($3::uuid[]) with ordinality as a (id, n)`,
      [COUNTY, round.id, ids],
    );
    return ids;
  }

  const row = (assignmentId: string, more: Partial<SheetRow> = {}): SheetRow => ({
    jurisdictionId: COUNTY, id: newId(), assignmentId, instrument: 'phq-9', version: presentVersion('phq-9'), answers: Buffer.from('sealed'), scores: Float64Array.of(3, NaN),
    validity: 'valid', critical: [], ordinal: 0, acute: false, rules: [], receivedAt: IN_WINDOW, bit: 1, allBits: 1, needsReview: false, fact: null, ...more,
  });
  const stored = async (rows: readonly SheetRow[]) =>
    (await db.owner.query(`select id from screening.answer_sheet where id = any($1::uuid[])`, [rows.map(({ id }) => id)])).rowCount;

  it('lets one row that PostgreSQL will not take fail alone among sixty-four', async () => {
    const rows = (await assignments(64)).map((id, n) => row(id, n === 20 ? { ordinal: 9 } : {}));
    const batcher = new SheetBatcher<SheetRow & { keys: string[]; lane: 'quiet' }, SheetFate>((batch) => sheets.save(batch), {
      size: 64, lanes: 4, beside: 8, mostWaiting: 1_000, patienceMs: 8_000, isGone: () => false,
    });
    const results = await Promise.allSettled(rows.map((one) => batcher.submit({ ...one, keys: [one.id], lane: 'quiet' })));
    expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([20]);
    expect(await stored(rows)).toBe(63);
  });

  it('decides by the clock exactly as the rule does', async () => {
    const opensAt = Date.parse('2026-10-12T00:00:00Z');
    const closesAt = Date.parse('2026-10-24T10:00:00Z');
    const word = { 'screening/round-closed': 'late', 'screening/round-not-open': 'not-open' } as const;
    for (const state of ['planned', 'opening', 'open', 'closed'] as const) {
      const moments = [opensAt - 1, opensAt, closesAt - 1, closesAt, closesAt + SHEET_GRACE_MS - 1, closesAt + SHEET_GRACE_MS];
      const ids = await assignments(moments.length, state);
      const found = await sheets.save(ids.map((id, n) => row(id, { receivedAt: moments[n]! })));
      const expected = moments.map((moment) => {
        // The grace moves the end of the window and nothing else.
        const round = { state, opensAt: new Date(opensAt), closesAt: new Date(closesAt + SHEET_GRACE_MS) };
        const verdict = mayAcceptSheet(round, new Date(moment));
        return verdict.allowed ? 'saved' : word[verdict.reasons[0]];
      });
      expect(found).toEqual(expected);
    }
  });

  it('raises one review by the gravest of several sheets, and lets a decided one wait again only for something graver', async () => {
    const [id] = await assignments(1);
    const hand = (instrument: string, ordinal: number, bit: number) =>
      sheets.save([row(id!, { instrument, ordinal, needsReview: true, bit, allBits: 7, rules: [`positive:${instrument}`] })]);
    const review = async () => (await db.owner.query(`select state, suggested_ordinal as o from screening.review where assignment_id = $1`, [id])).rows;
    await hand('phq-9', 1, 1);
    await db.owner.query(`update screening.review set state = 'confirmed', confirmed_ordinal = 1 where assignment_id = $1`, [id]);
    await hand('gad-7', 1, 2);
    expect(await review()).toEqual([{ state: 'confirmed', o: 1 }]);
    await hand('k6', 3, 4);
    expect(await review()).toEqual([{ state: 'waiting', o: 3 }]);
    const events = await db.owner.query(`select kind, from_ordinal as f, to_ordinal as t, rules from screening.review_event e join screening.review v on v.id = e.review_id where v.assignment_id = $1 order by e.id`, [id]);
    expect(events.rows).toEqual([
      { kind: 'opened', f: null, t: 1, rules: ['positive:phq-9'] },
      { kind: 'raised', f: 1, t: 3, rules: ['positive:k6'] },
    ]);
  });

  it('shows the intake role neither answers nor scores, nor the roster', async () => {
    for (const sql of [
      `select answers_enc from screening.answer_sheet`, `select scores from screening.answer_sheet`, `select * from organisation.student`,
      `update screening.answer_sheet set validity = 'valid'`, `delete from screening.answer_sheet`, `select * from screening.review_event`,
      `update screening.round set state = 'open'`, `update screening.review set confirmed_ordinal = 0`,
    ]) await expect(db.intake.query(sql)).rejects.toThrow(/permission denied/);
  });
});
