import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anAccountWithPost } from '@heliotrope/organisation/testing';
import { CryptoModule, JobRunRunner, jobActor } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aCounty, aPlannedRound } from '../../testing/opened-round.builder.js';
import { OpenDueRounds } from '../round/open-due-rounds.job.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';
import { CapacityService } from './capacity.service.js';

describe('a launch that cannot be followed up', () => {
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

  /** Two schools of 160 pupils: 22 expected interviews each, 16.5 hours, against 15 hours a teacher. */
  async function county(jurisdictionId: number, teachers: readonly [number, number]) {
    const made = await aCounty(db.owner, { jurisdictionId, schools: 2, classes: 4, pupils: 40 });
    for (const [at, school] of made.schools.entries()) {
      for (let n = 0; n < teachers[at as 0 | 1]; n++) await anAccountWithPost(db.owner, { post: 'psychology-teacher', jurisdictionId, schoolId: school.id });
    }
    const officer = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId });
    return { ...made, officer: officer.actor };
  }
  const auditOf = async (round: string) =>
    (await db.owner.query(`select detail from audit.entry where object = $1 and action = 'screening.open-round' order by seq`, [`round:${round}`])).rows.map((row) => JSON.parse(row.detail as string) as Record<string, unknown>);

  it('is seen school by school, with where the expected share comes from', async () => {
    const { officer } = await county(990321, [2, 1]);
    const found = await app.get(CapacityService).preview(officer, { grades: [7] });
    expect(found).toMatchObject({ eligible: 320, teachers: 3, expected: 44, hoursNeeded: 33, hoursAvailable: 45, shortSchools: 1, flaggedShare: 0.1391 });
    expect(found.shareSource).toContain('普洱市');
    expect(found.schools.map(({ teachers, hoursNeeded, hoursAvailable, isShort }) => [teachers, hoursNeeded, hoursAvailable, isShort])).toEqual([[1, 16.5, 15, true], [2, 16.5, 30, false]]);
    expect(await app.get(CapacityService).preview(officer, { grades: [9] })).toMatchObject({ eligible: 0, shortSchools: 0 });
  });

  it('is refused with the numbers, and done with a reason that the audit keeps', async () => {
    const { officer } = await county(990322, [1, 1]);
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990322, grades: [7], capacityReason: null });
    await expect(app.get(RoundService).open(officer, round.id)).rejects.toMatchObject({ code: 'screening/capacity-short', details: { expected: 44, hoursNeeded: 33, hoursAvailable: 30, shortSchools: 2 } });
    await expect(app.get(RoundService).open(officer, round.id, '   ')).rejects.toMatchObject({ code: 'screening/capacity-short' });
    await app.get(RoundService).open(officer, round.id, '市里派两名心理教师支援一周');
    expect((await auditOf(round.id)).at(-1)).toMatchObject({ capacity: { expected: 44, shortSchools: 2, reason: '市里派两名心理教师支援一周' } });
    const { rows } = await db.owner.query(`select capacity_reason as reason, capacity_reason_by like 'account:%' as "byPerson" from screening.round where id = $1`, [round.id]);
    expect(rows).toEqual([{ reason: '市里派两名心理教师支援一周', byPerson: true }]);
  });

  it('is left to a person by the clock, told once, and tried again when an hour has gone', async () => {
    const { schools, officer } = await county(990323, [1, 2]);
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990323, grades: [7], capacityReason: null, opensAt: '2026-10-20T00:00:00Z', closesAt: '2026-10-25T00:00:00Z' });
    const at = async (time: string) => {
      db.clock.set(new Date(time));
      await app.get(OpenDueRounds).tick();
      return (await app.get(RoundService).one(officer, round.id));
    };
    expect(await at('2026-10-20T00:00:00Z')).toMatchObject({ state: 'planned', isHeld: true });
    expect(await at('2026-10-20T00:30:00Z')).toMatchObject({ state: 'planned', isHeld: true });
    expect(await at('2026-10-20T01:00:01Z')).toMatchObject({ state: 'planned', isHeld: true });
    expect(await auditOf(round.id)).toEqual([{ held: 'capacity-short' }]);
    await anAccountWithPost(db.owner, { post: 'psychology-teacher', jurisdictionId: 990323, schoolId: schools[0]!.id });
    expect(await at('2026-10-20T01:30:00Z')).toMatchObject({ state: 'planned' });
    expect(await at('2026-10-20T02:00:02Z')).toMatchObject({ state: 'opening', isHeld: false });
    db.clock.set(new Date('2026-10-12T01:00:00Z'));
  });

  it('expects what the bureau’s own last round found, once enough have handed in', async () => {
    const { officer, pupils } = await county(990324, [1, 1]);
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990324, grades: [7] });
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', 990324), round.id);
    await app.get(JobRunRunner).run({ jurisdictionId: 990324, runId: jobRunId });
    await db.owner.query(`insert into screening.round_completion (jurisdiction_id, round_id, eligible, started, completed, void, folded_at) values (990324, $1, 320, 300, 290, 10, now())`, [round.id]);
    await db.owner.query(
      `insert into screening.review (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, suggested_ordinal, acute, opened_at)
       select jurisdiction_id, uuidv7(), round_id, school_id, class_id, student_id, id, 1, false, now() from screening.assignment where round_id = $1 and student_id = any($2::uuid[])`,
      [round.id, pupils.slice(0, 30).map((pupil) => pupil.id)],
    );
    expect(await app.get(CapacityService).preview(officer, { grades: [7] })).toMatchObject({ flaggedShare: 0.1391 }); // it is not over
    await app.get(RoundService).close(officer, round.id);
    expect(await app.get(CapacityService).preview(officer, { grades: [7] })).toMatchObject({ flaggedShare: 0.1, expected: 32, shortSchools: 0, shareSource: '本局上一轮：2026年秋季测评' });
  });
});
