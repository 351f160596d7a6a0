import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CryptoModule, JobRunRunner, jobActor, UnitOfWork } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { newId } from '@heliotrope/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aCounty, aPlannedRound } from '../../testing/opened-round.builder.js';
import { seatsOf } from '../../testing/seat.builder.js';
import type { Seat } from '../answering/seat-token.service.js';
import { SheetRepository, type SheetRow } from '../answering/sheet.repository.js';
import { countedAs, fiveNumbers } from '../../rules/five-numbers.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningJobsModule } from '../screening.module.js';
import { FoldCompletion } from './fold-completion.job.js';
import { RefusalRepository } from './refusal.repository.js';
import { QUIET_MS } from './refusal.service.js';
import { SettleRefusals } from './settle-refusals.job.js';
import { presentVersion } from '../../testing/instrument.builder.js';

const BATTERIES = [['phq-9'], ['phq-9', 'gad-7'], ['phq-9', 'gad-7', 'k6']];

describe('the board', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let sheets: SheetRepository;
  let fold: FoldCompletion;
  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, CryptoModule, ScreeningJobsModule);
    sheets = new SheetRepository(db.intake);
    fold = app.get(FoldCompletion);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  async function opened(jurisdictionId: number, instruments: readonly string[]): Promise<{ round: string; seats: Seat[] }> {
    await aCounty(db.owner, { jurisdictionId, schools: 2, classes: 2, pupils: 4 });
    const battery = instruments.map((instrument) => ({ instrument, version: presentVersion(instrument), grades: { from: 7, to: 9 } }));
    const round = await aPlannedRound(db.owner, { jurisdictionId, grades: [7], battery });
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', jurisdictionId), round.id);
    await app.get(JobRunRunner).run({ jurisdictionId, runId: jobRunId });
    return { round: round.id, seats: await seatsOf(db.owner, round.id) };
  }

  const rowOf = (seat: Seat, place: number, validity: SheetRow['validity']): SheetRow => ({
    jurisdictionId: seat.j, id: newId(), assignmentId: seat.a, instrument: seat.b[place]![0], version: seat.b[place]![1], answers: Buffer.from('x'), scores: null,
    validity, critical: [], ordinal: 0, acute: false, rules: [], receivedAt: Date.parse('2026-10-12T01:00:00Z'), bit: 1 << place,
    allBits: (1 << seat.b.length) - 1, needsReview: false, fact: null,
  });

  /** Counts the pupils one by one, by the rule: what the roll-ups must say. */
  async function recount(round: string, forms: number) {
    const { rows } = await db.owner.query(
      `select a.class_id, count(s.id)::int as n, count(*) filter (where s.validity = 'void')::int as spoilt, coalesce(bool_or(f.is_refused), false) as no
         from screening.assignment a
         left join screening.answer_sheet s on s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and not s.late
         left join screening.refusal f on f.jurisdiction_id = a.jurisdiction_id and f.assignment_id = a.id
        where a.round_id = $1 group by a.class_id, a.id order by a.class_id`,
      [round],
    );
    const classes = new Map<string, Record<string, unknown> & { class_id: string }>();
    for (const row of rows) {
      const of: Record<string, unknown> & { class_id: string } = classes.get(row.class_id) ?? { class_id: row.class_id, eligible: 0, started: 0, completed: 0, void: 0, refused: 0 };
      const as = countedAs({ forms, handedIn: row.n, voidForms: row.spoilt, hasRefused: row.no }, false);
      const and = (name: string, test: boolean) => ({ [name]: (of[name] as number) + Number(test) });
      classes.set(row.class_id, {
        ...of, ...and('eligible', true), ...and('started', row.n > 0 && as !== 'refused'), ...and('completed', as === 'completed'),
        ...and('void', as === 'void'), ...and('refused', as === 'refused'),
      });
    }
    return [...classes.values()];
  }
  const COUNTS = ['eligible', 'started', 'completed', 'void', 'refused'] as const;
  const folded = async (round: string) =>
    (await db.owner.query(`select class_id, ${COUNTS.join(', ')} from screening.completion where round_id = $1 order by class_id`, [round])).rows;
  const rolledUp = async (table: string, round: string) =>
    (await db.owner.query(`select ${COUNTS.map((one) => `sum(${one})::int as ${one}`).join(', ')} from screening.${table} where round_id = $1`, [round])).rows[0];

  const acts = fc.array(
    fc.record({ seat: fc.nat(15), place: fc.nat(2), validity: fc.constantFrom('valid', 'void', 'incomplete', 'suspicious', 'says-no', 'says-yes') }),
    { minLength: 1, maxLength: 12 },
  );

  it('says after folding exactly what a recount of every pupil says, whatever came in which order and how often, and its five numbers add up', async () => {
    let county = 990140;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...BATTERIES), fc.array(acts, { minLength: 1, maxLength: 6 }), async (instruments, waves) => {
        const jurisdictionId = county++;
        const { round, seats } = await opened(jurisdictionId, instruments);
        const says = (seat: Seat, no: boolean) => app.get(UnitOfWork).read(jobActor('screening.test', jurisdictionId), 'screening.test', async (tx) => {
          await app.get(RefusalRepository)[no ? 'refuse' : 'relent'](tx, jurisdictionId, [seat.a]);
        });
        for (const wave of waves) {
          // Each wave: batches at once, as lanes of several processes would send them, words of guardians, and folds in between.
          const words = wave.filter((act) => act.validity.startsWith('says'));
          const rows = wave.filter((act) => !act.validity.startsWith('says'))
            .map(({ seat, place, validity }) => rowOf(seats[seat]!, place % instruments.length, validity as SheetRow['validity']));
          const [a, b] = [rows.filter((_, n) => n % 2 === 0), rows.filter((_, n) => n % 2 === 1)].map(distinct);
          const saying = async () => {
            for (const { seat, validity } of words) await says(seats[seat]!, validity === 'says-no');
          };
          await Promise.all([...(a!.length ? [sheets.save(a!)] : []), ...(b!.length ? [sheets.save(b!)] : []), saying(), fold.tick()]);
          db.clock.set(new Date(db.clock.now().getTime() + QUIET_MS / 2));
          await Promise.all([app.get(SettleRefusals).tick(), fold.tick()]);
          await fold.tick();
          const numbers = fiveNumbers(await rolledUp('round_completion', round), false);
          expect(Math.min(...Object.values(numbers))).toBeGreaterThanOrEqual(0);
        }
        db.clock.set(new Date(db.clock.now().getTime() + QUIET_MS));
        await app.get(SettleRefusals).tick();
        await Promise.all([fold.tick(), fold.tick()]);
        await fold.tick();
        const expected = await recount(round, instruments.length);
        expect(await folded(round)).toEqual(expected);
        for (const table of ['completion', 'school_completion', 'round_completion']) {
          const counters = await rolledUp(table, round);
          for (const one of COUNTS) expect(counters[one]).toBe(expected.reduce((sum, row) => sum + (row[one] as number), 0));
          const five = fiveNumbers(counters, true);
          expect(five.completed + five.refused + five.absent + five.void + five.notYet).toBe(16);
        }
        expect((await db.owner.query(`select 1 from screening.completion_delta where round_id = $1`, [round])).rowCount).toBe(0);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  const distinct = (rows: SheetRow[]) => [...new Map(rows.map((row) => [`${row.assignmentId} ${row.instrument}`, row])).values()];
});
