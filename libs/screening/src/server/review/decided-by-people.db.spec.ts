import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aClass, anAccountWithPost, aSchool, aStudent } from '@heliotrope/organisation/testing';
import { CryptoModule, jobActor, newId } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aPlannedRound } from '../../testing/opened-round.builder.js';
import { ScreeningHttpModule } from '../screening.module.js';
import { LevelDecisionService } from './level-decision.service.js';

// 个人信息保护法 24: nobody is judged by a machine alone. A rule suggests, a person decides, and the row says which person.
let db: TestDatabase;
let app: NestFastifyApplication;
let review: string;
let place: { jurisdictionId: number; schoolId: string };

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, CryptoModule, ScreeningHttpModule);
  const school = await aSchool(db.owner);
  const schoolClass = await aClass(db.owner, school);
  const student = await aStudent(db.owner, schoolClass);
  const round = await aPlannedRound(db.owner);
  review = newId();
  place = { jurisdictionId: school.jurisdictionId, schoolId: school.id };
  await db.owner.query(
    `insert into screening.review (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, suggested_ordinal, acute, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, 3, false, now())`, [school.jurisdictionId, review, round.id, school.id, schoolClass.id, student.id, newId()]);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});
const standing = async () => (await db.owner.query(`select state, confirmed_ordinal, decided_by from screening.review where id = $1`, [review])).rows[0];

describe('a suggestion', () => {
  it('never becomes a level by a rule, whatever rights the rule has', async () => {
    const decisions = app.get(LevelDecisionService, { strict: false });
    for (const rule of ['screening.any-rule', 'crisis-escalation.any-rule']) {
      await expect(decisions.confirm(jobActor(rule, place.jurisdictionId), review, { ordinal: 3, note: '' })).rejects.toThrow(/decided_by_a_person/);
    }
    expect(await standing()).toEqual({ state: 'waiting', confirmed_ordinal: null, decided_by: null });
  });

  it('becomes one by a person, whose id is kept', async () => {
    const { actor, accountId } = await anAccountWithPost(db.owner, { post: 'psychology-teacher', ...place });
    await app.get(LevelDecisionService, { strict: false }).confirm(actor, review, { ordinal: 3, note: '' });
    expect(await standing()).toEqual({ state: 'confirmed', confirmed_ordinal: 3, decided_by: `account:${accountId}` });
  });
});
