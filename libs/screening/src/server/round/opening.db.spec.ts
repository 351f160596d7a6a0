import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aClass, aStudent, students } from '@heliotrope/organisation/testing';
import { CryptoModule, JobRunRunner, jobActor } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aCounty, aPlannedRound } from '../../testing/opened-round.builder.js';
import { ScreeningJobsModule } from '../screening.module.js';
import { OpenDueRounds } from './open-due-rounds.job.js';
import { OpeningService } from './opening.service.js';
import { RoundService } from './round.service.js';

describe('opening a round', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, CryptoModule, ScreeningJobsModule);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const actorOf = (jurisdictionId: number) => jobActor('screening.test', jurisdictionId);
  const rowsOf = async (sql: string, ...params: unknown[]) => (await db.owner.query(sql, params)).rows;
  const assigned = async (round: string) => (await rowsOf(`select count(*) as n from screening.assignment where round_id = $1`, round))[0].n as number;
  const stateOf = async (round: string) => (await rowsOf(`select state from screening.round where id = $1`, round))[0].state as string;

  async function openByHand(round: { id: string; jurisdictionId: number }): Promise<string> {
    const { jobRunId } = await app.get(RoundService).open(actorOf(round.jurisdictionId), round.id);
    await app.get(JobRunRunner).run({ jurisdictionId: round.jurisdictionId, runId: jobRunId });
    return jobRunId;
  }

  it('gives every enrolled pupil of the grades one seat with a code of its own, and nobody else', async () => {
    const county = await aCounty(db.owner, { jurisdictionId: 990111, schools: 3, classes: 2, pupils: 40 });
    await students(db.owner, county.classes[0]!, 1, { state: 'left' });
    await aStudent(db.owner, await aClass(db.owner, county.schools[0]!, { entryYear: 2024 })); // ninth grade
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990111, grades: [7] });
    const run = await openByHand(round);

    expect(await assigned(round.id)).toBe(240);
    expect(await stateOf(round.id)).toBe('open');
    expect(await rowsOf(`select count(distinct (class_id, seat_code)) as codes, max(seat_no) as most from screening.assignment where round_id = $1`, round.id))
      .toEqual([{ codes: 240, most: 40 }]);
    expect(await rowsOf(`select sum(eligible) as n from screening.completion_delta where round_id = $1`, round.id)).toEqual([{ n: 240 }]);
    expect(await rowsOf(`select state, done, total from platform.job_run where id = $1`, run)).toEqual([{ state: 'done', done: 3, total: 3 }]);
    expect(await rowsOf(`select type from platform.outbox where jurisdiction_id = 990111`)).toEqual([{ type: 'screening/round-opened' }]);
  });

  it('adds only newcomers when it is run again, keeps every code, and knows pupils who changed class', async () => {
    const county = await aCounty(db.owner, { jurisdictionId: 990112, schools: 2, classes: 2, pupils: 5 });
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990112, grades: [7] });
    await openByHand(round);
    const before = await rowsOf(`select id, seat_code from screening.assignment where round_id = $1 order by id`, round.id);
    await students(db.owner, county.classes[0]!, 2);
    const late = await aClass(db.owner, county.schools[1]!, { number: 9 });
    await students(db.owner, late, 3);
    const [mover] = county.pupils;
    await db.owner.query(`update organisation.student set class_id = $2 where id = $1`, [mover!.id, late.id]);
    await openByHand(round);

    const after = await rowsOf(`select id, seat_code from screening.assignment where round_id = $1 order by id`, round.id);
    expect(after).toHaveLength(20 + 2 + 3);
    expect(after.filter((row) => before.some((old) => old.id === row.id))).toEqual(before);
    expect((await rowsOf(`select class_id from screening.assignment where round_id = $1 and student_id = $2`, round.id, mover!.id))[0].class_id).toBe(mover!.classId);
    expect(await rowsOf(`select sum(eligible) as n from screening.completion_delta where round_id = $1`, round.id)).toEqual([{ n: 25 }]);
  });

  it('goes on where a killed worker stopped', async () => {
    const county = await aCounty(db.owner, { jurisdictionId: 990113, schools: 4, classes: 1, pupils: 6 });
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990113, grades: [7] });
    const { jobRunId } = await app.get(RoundService).open(actorOf(990113), round.id);
    const opening = app.get(OpeningService);
    const schools = await opening.begin(actorOf(990113), round.id);
    await opening.assign(actorOf(990113), round.id, schools.slice(0, 2)); // and here the worker died
    expect(await assigned(round.id)).toBe(12);
    expect(await stateOf(round.id)).toBe('opening');

    await app.get(JobRunRunner).run({ jurisdictionId: 990113, runId: jobRunId });
    expect(await assigned(round.id)).toBe(24);
    expect(await rowsOf(`select count(*) as n from screening.round_class where round_id = $1`, round.id)).toEqual([{ n: county.classes.length }]);
    expect(await stateOf(round.id)).toBe('open');
  });

  it('leaves no half of a batch when two workers meet in it', async () => {
    await aCounty(db.owner, { jurisdictionId: 990114, schools: 2, classes: 2, pupils: 30 });
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990114, grades: [7] });
    await app.get(RoundService).open(actorOf(990114), round.id);
    const opening = app.get(OpeningService);
    const schools = await opening.begin(actorOf(990114), round.id);
    await Promise.all([1, 2, 3].map(() => opening.assign(actorOf(990114), round.id, schools)));
    expect(await assigned(round.id)).toBe(120);
    expect(await rowsOf(`select sum(eligible) as n from screening.completion_delta where round_id = $1`, round.id)).toEqual([{ n: 120 }]);
  });

  it('stops between two batches when it is cancelled, and takes up again when asked', async () => {
    await aCounty(db.owner, { jurisdictionId: 990115, schools: 1, classes: 1, pupils: 2 });
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990115, grades: [7] });
    const { jobRunId } = await app.get(RoundService).open(actorOf(990115), round.id);
    await db.owner.query(`update platform.job_run set cancel_requested_at = now() where id = $1`, [jobRunId]);
    await app.get(JobRunRunner).run({ jurisdictionId: 990115, runId: jobRunId });
    expect([await stateOf(round.id), await assigned(round.id)]).toEqual(['opening', 0]);
    await openByHand(round);
    expect([await stateOf(round.id), await assigned(round.id)]).toEqual(['open', 2]);
  });

  it('is done by the clock when the window begins, and closed when it and the grace are over', async () => {
    await aCounty(db.owner, { jurisdictionId: 990116 });
    const round = await aPlannedRound(db.owner, { jurisdictionId: 990116, opensAt: '2026-10-20T00:00:00Z', closesAt: '2026-10-21T00:00:00Z' });
    const clock = app.get(OpenDueRounds);
    const at = async (time: string) => {
      db.clock.set(new Date(time));
      await clock.tick();
      return stateOf(round.id);
    };
    expect(await at('2026-10-19T23:59:59Z')).toBe('planned');
    expect(await at('2026-10-20T00:00:00Z')).toBe('opening');
    expect(await at('2026-10-20T00:01:00Z')).toBe('opening'); // the run waits for a worker; no second one is asked for
    expect(await rowsOf(`select count(*) as n from platform.job_run where jurisdiction_id = 990116`)).toEqual([{ n: 1 }]);
    expect(await at('2026-10-21T00:01:59Z')).toBe('opening');
    expect(await at('2026-10-21T00:02:00Z')).toBe('closed');
    db.clock.set(new Date('2026-10-12T01:00:00Z'));
  });
});
