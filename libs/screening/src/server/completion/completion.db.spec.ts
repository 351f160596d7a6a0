import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CryptoModule, JobRunRunner, jobActor } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { newId } from '@heliotrope/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aCounty, aPlannedRound } from '../../testing/opened-round.builder.js';
import { seatsOf } from '../../testing/seat.builder.js';
import type { Seat } from '../answering/seat-token.service.js';
import { SheetRepository, type SheetRow } from '../answering/sheet.repository.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningJobsModule } from '../screening.module.js';
import { FoldCompletion } from './fold-completion.job.js';
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

  /** Counts the sheets themselves, pupil by pupil: what the roll-ups must say. */
  async function recount(round: string, forms: number) {
    const { rows } = await db.owner.query(
      `select class_id, count(*) as eligible, count(*) filter (where n > 0) as started,
              count(*) filter (where n = $2 and not spoilt) as completed, count(*) filter (where n = $2 and spoilt) as void
         from (select a.class_id, a.id, count(s.id) as n, coalesce(bool_or(s.validity = 'void'), false) as spoilt
                 from screening.assignment a
                 left join screening.answer_sheet s on s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and not s.late
                where a.round_id = $1 group by a.class_id, a.id) p
        group by class_id order by class_id`,
      [round, forms],
    );
    return rows;
  }
  const folded = async (round: string) =>
    (await db.owner.query(`select class_id, eligible, started, completed, void from screening.completion where round_id = $1 order by class_id`, [round])).rows;

  it('says after folding exactly what a recount of every sheet says, whatever came in which order and how often', async () => {
    let county = 990140;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...BATTERIES),
        fc.array(
          fc.array(fc.record({ seat: fc.nat(15), place: fc.nat(2), validity: fc.constantFrom('valid', 'void', 'incomplete', 'suspicious') }), { minLength: 1, maxLength: 12 }),
          { minLength: 1, maxLength: 6 },
        ),
        async (instruments, waves) => {
          const { round, seats } = await opened(county++, instruments);
          for (const wave of waves) {
            // Each wave: batches at once, as lanes of several processes would send them, and a fold in between.
            const rows = wave.map(({ seat, place, validity }) => rowOf(seats[seat]!, place % instruments.length, validity as SheetRow['validity']));
            const [a, b] = [rows.filter((_, n) => n % 2 === 0), rows.filter((_, n) => n % 2 === 1)].map(distinct);
            await Promise.all([...(a!.length ? [sheets.save(a!)] : []), ...(b!.length ? [sheets.save(b!)] : []), fold.tick()]);
          }
          await Promise.all([fold.tick(), fold.tick()]);
          await fold.tick();
          expect(await folded(round)).toEqual(await recount(round, instruments.length));
          expect((await db.owner.query(`select 1 from screening.completion_delta where round_id = $1`, [round])).rowCount).toBe(0);
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  const distinct = (rows: SheetRow[]) => [...new Map(rows.map((row) => [`${row.assignmentId} ${row.instrument}`, row])).values()];
});
