import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consentSaid } from '@heliotrope/data-protection/rules';
import { aConsent, notices } from '@heliotrope/data-protection/testing';
import { wholeJurisdictions } from '@heliotrope/kernel';
import { aBureau, anAccountWithPost, type BuiltStudent } from '@heliotrope/organisation/testing';
import { CryptoModule, JobRunRunner, jobActor, UnitOfWork } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aCounty, aPlannedRound } from '../../testing/opened-round.builder.js';
import { RoundService } from '../round/round.service.js';
import { SeatSlipService } from '../round/seat-slip.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';
import { BoardService } from './board.service.js';
import { FoldCompletion } from './fold-completion.job.js';
import { HearConsent } from './hear-consent.listener.js';
import { QUIET_MS } from './refusal.service.js';
import { SettleRefusals } from './settle-refusals.job.js';

describe('who says no', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, CryptoModule, ScreeningHttpModule, ScreeningJobsModule);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  async function opened(jurisdictionId: number, before: (pupils: readonly BuiltStudent[]) => Promise<void> = async () => undefined) {
    const county = await aCounty(db.owner, { jurisdictionId, schools: 1, classes: 1, pupils: 4 });
    await notices(db.owner, { jurisdictionId });
    await before(county.pupils);
    const round = await aPlannedRound(db.owner, { jurisdictionId, grades: [7], consentRule: 'guardian-consent' });
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', jurisdictionId), round.id);
    await app.get(JobRunRunner).run({ jurisdictionId, runId: jobRunId });
    const officer = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId });
    return { round: round.id, pupils: county.pupils, actor: officer.actor };
  }
  const later = () => db.clock.set(new Date(db.clock.now().getTime() + QUIET_MS));
  const counted = async () => {
    await app.get(SettleRefusals).tick();
    await app.get(FoldCompletion).tick();
  };
  const says = async (pupil: BuiltStudent, decision: 'given' | 'refused' | 'withdrawn') => {
    await aConsent(db, pupil, { decision });
    const { jurisdictionId, schoolId, id: studentId } = pupil;
    const fact = consentSaid.of(jurisdictionId, { recordId: pupil.id, schoolId, studentId, purpose: 'screening' });
    const actor = { kind: 'system', rule: 'screening.hear-consent', scope: wholeJurisdictions(jurisdictionId) } as const;
    await app.get(UnitOfWork).read(actor, 'screening.hear-consent', (tx) => app.get(HearConsent).handle(tx, { ...fact, id: pupil.id, at: db.clock.now() }));
  };
  const total = async (of: Awaited<ReturnType<typeof opened>>) => (await app.get(BoardService).board(of.actor, of.round)).total;
  const seatOf = async (round: string, pupil: BuiltStudent) =>
    (await db.owner.query(`select stopped_at is not null as shut from screening.assignment where round_id = $1 and student_id = $2`, [round, pupil.id])).rows[0];

  it('before the round opens has a seat that is shut, and is counted apart from the first number on', async () => {
    const of = await opened(990301, async ([first, second]) => {
      await aConsent(db, first!, { decision: 'refused' });
      await aConsent(db, second!, { decision: 'given' });
    });
    expect(await seatOf(of.round, of.pupils[0]!)).toEqual({ shut: true });
    expect(await seatOf(of.round, of.pupils[1]!)).toEqual({ shut: false });
    await counted();
    expect(await total(of)).toMatchObject({ eligible: 4, refused: 0, notYet: 4 }); // a sheet might still have been on its way
    later();
    await counted();
    expect(await total(of)).toMatchObject({ eligible: 4, refused: 1, notYet: 3 });
  });

  it('is never absent, and after a yes takes part like everybody', async () => {
    const of = await opened(990302);
    const [pupil] = of.pupils;
    await says(pupil!, 'refused');
    expect(await seatOf(of.round, pupil!)).toEqual({ shut: true }); // at once
    later();
    await counted();
    await db.owner.query(`update screening.round set closes_at = $2 where id = $1`, [of.round, db.clock.now()]);
    expect(await total(of)).toEqual({ eligible: 4, completed: 0, refused: 1, absent: 3, void: 0, notYet: 0, inProgress: 0 });
    await says(pupil!, 'refused'); // said twice is said once
    later();
    await counted();
    expect(await total(of)).toMatchObject({ refused: 1, absent: 3 });
    await says(pupil!, 'given');
    await counted();
    expect([await total(of), await seatOf(of.round, pupil!)]).toEqual([expect.objectContaining({ refused: 0, absent: 4 }), { shut: false }]);
  });

  it('is told to nobody as a name, gets no slip, and a colleague’s board of another bureau shows nothing', async () => {
    const of = await opened(990303, async ([first]) => { await aConsent(db, first!, { decision: 'refused' }); });
    await aBureau(db.owner, 990304);
    const stranger = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: 990304 });
    await expect(app.get(BoardService).board(stranger.actor, of.round)).rejects.toMatchObject({ code: 'screening/round-absent' });
    const teacher = await anAccountWithPost(db.owner, { post: 'psychology-teacher', jurisdictionId: 990303, schoolId: of.pupils[0]!.schoolId });
    const { slips } = await app.get(SeatSlipService).ofClass(teacher.actor, of.round, of.pupils[0]!.classId);
    expect(slips.map((slip) => slip.name).sort()).toEqual(of.pupils.slice(1).map((pupil) => pupil.name).sort());
    expect(JSON.stringify(await app.get(BoardService).board(of.actor, of.round))).not.toContain(of.pupils[0]!.name);
  });
});
