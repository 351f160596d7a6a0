import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, type BuiltStudent, signIn, type SignedIn, students, terms } from '@heliotrope/organisation/testing';
import { newId, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aPlannedRound } from '../../testing/opened-round.builder.js';
import { ScreeningHttpModule } from '../screening.module.js';

const COUNTY = 990165;
const CALM = { ideation: 'none', 'self-injury': 'never', support: 'several' };
const NOW = '2026-10-13T02:00:00Z'; // a Tuesday morning
const TALK = { at: '2026-10-13T01:30:00Z', method: 'face-to-face', place: '心理辅导室', findings: CALM, summary: '逐题核对，学生说点错了一格，神情放松' };

let db: TestDatabase;
let app: NestFastifyApplication;
let pupils: BuiltStudent[];
let place: { jurisdictionId: number; schoolId: string; classId: string; roundId: string };
let next = 0;
const people: Record<string, SignedIn> = {};

beforeAll(async () => {
  db = await testDatabase();
  db.clock.set(new Date('2026-10-13T01:55:00Z'));
  app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, ScreeningHttpModule);
  const school = await aSchool(db.owner, { jurisdictionId: COUNTY });
  const neighbour = await aSchool(db.owner, { jurisdictionId: COUNTY });
  const schoolClass = await aClass(db.owner, school);
  pupils = await students(db.owner, schoolClass, 30);
  await terms(db.owner, COUNTY);
  const round = await aPlannedRound(db.owner, { jurisdictionId: COUNTY });
  place = { jurisdictionId: COUNTY, schoolId: school.id, classId: schoolClass.id, roundId: round.id };
  const posts = { first: ['psychology-teacher', school], second: ['psychology-teacher', school], leader: ['school-leader', school], form: ['form-teacher', school], neighbour: ['psychology-teacher', neighbour] } as const;
  for (const [who, [post, at]] of Object.entries(posts)) {
    people[who] = await signIn(app, await anAccountWithPost(db.owner, { post, jurisdictionId: COUNTY, schoolId: at.id, name: who, ...(post === 'form-teacher' ? { classIds: [schoolClass.id] } : {}) } as never));
  }
});
beforeEach(async () => {
  db.clock.set(new Date(NOW));
  await db.owner.query(`delete from screening.review_interview where jurisdiction_id = $1`, [COUNTY]);
  await db.owner.query(`delete from screening.review_event where jurisdiction_id = $1`, [COUNTY]);
  await db.owner.query(`delete from screening.review where jurisdiction_id = $1`, [COUNTY]);
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

/** A pupil's review as the answers opened it. */
async function aReview(suggested: number, openedAt = '2026-10-12T01:00:00Z', acute = false): Promise<{ id: string; pupil: BuiltStudent }> {
  const pupil = pupils[next++ % pupils.length]!;
  const id = newId();
  await db.owner.query(
    `insert into screening.review (jurisdiction_id, id, round_id, school_id, class_id, student_id, assignment_id, suggested_ordinal, acute, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [COUNTY, id, place.roundId, place.schoolId, place.classId, pupil.id, newId(), suggested, acute, openedAt]);
  return { id, pupil };
}

async function call(who: string, method: 'GET' | 'POST', url: string, payload?: object, headers: object = {}) {
  const answer = await app.inject({
    method, url: `/api/screening${url}`, headers: { ...people[who]!.headers, 'x-access-purpose': 'review', ...headers }, ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json(), text: answer.body };
}
const record = (id: string, changes: object = {}, who = 'first') => call(who, 'POST', `/reviews/${id}/interviews`, { ...TALK, ...changes });
const attempt = (id: string, changes: object = {}) => call('first', 'POST', `/reviews/${id}/attempts`, { at: '2026-10-13T01:00:00Z', why: 'absent', ...changes });
const open = async (id: string, who = 'first') => (await call(who, 'GET', `/reviews/${id}`)).body;
const queue = async (query = '', who = 'first') => (await call(who, 'GET', `/interviews${query}`)).body;

describe('the queue of talks', () => {
  it('puts what is due first at the top, by the policy and in school days, and says what is overdue', async () => {
    const watch = await aReview(1, '2026-10-12T01:00:00Z'); // 14 days
    const severe = await aReview(3, '2026-10-12T01:00:00Z'); // the same day: over since last night
    const moderate = await aReview(2, '2026-10-09T01:00:00Z'); // 3 school days from a Friday; the Saturday is worked in
    const acute = await aReview(4, '2026-10-13T01:40:00Z', true); // 30 minutes
    const { items, waiting, overdue } = await queue();
    expect(items.map(({ id }: { id: string }) => id)).toEqual([severe.id, acute.id, moderate.id, watch.id]);
    expect(items.map((one: { dueAt: string; overdue: boolean }) => [one.dueAt, one.overdue])).toEqual([
      ['2026-10-12T15:59:00.000Z', true], ['2026-10-13T02:10:00.000Z', false], ['2026-10-13T15:59:00.000Z', false], ['2026-10-26T15:59:00.000Z', false],
    ]);
    expect([waiting, overdue]).toEqual([4, 1]);
    db.clock.set(new Date('2026-10-13T02:10:00Z'));
    expect((await queue('?overdue=yes')).items.map(({ id }: { id: string }) => id)).toEqual([severe.id, acute.id]);
  });

  it('is of the own school, named, on record, and of nobody’s who is no psychology teacher', async () => {
    const { id, pupil } = await aReview(3);
    expect((await queue()).items[0]).toMatchObject({ id, studentName: expect.stringMatching(/^测试生/), standing: 'none', attempts: 0, lastAt: null });
    const seen = await db.owner.query(`select detail from audit.entry where object = $1 and action = 'screening.review'`, [`student:${pupil.id}`]);
    expect(seen.rows.map((row) => JSON.parse(row.detail))).toContainEqual(expect.objectContaining({ reviewId: id, listed: true }));
    expect((await queue('', 'neighbour')).items).toEqual([]);
    for (const who of ['leader', 'form']) expect((await call(who, 'GET', '/interviews')).status).toBe(403);
  });

  it('goes on page by page in the same order', async () => {
    for (const level of [1, 3, 2, 3, 1]) await aReview(level);
    const whole = (await queue()).items.map(({ id }: { id: string }) => id);
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await queue(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(whole);
    expect(whole).toHaveLength(5);
  });

  it('keeps a pupil who was not reached, counts the tries, and the time runs on', async () => {
    const { id } = await aReview(3);
    expect((await attempt(id)).status).toBe(201);
    expect((await attempt(id, { why: 'declined', at: '2026-10-13T01:50:00Z', words: '说今天不想谈，约了明天' })).status).toBe(201);
    expect((await queue('?standing=tried')).items).toEqual([expect.objectContaining({ id, attempts: 2, lastAt: '2026-10-13T01:50:00.000Z', overdue: true })]);
    expect((await open(id)).interviews.map((one: { kind: string; how: string; summary: string }) => [one.kind, one.how, one.summary])).toEqual([
      ['not-reached', '缺课或请假', ''], ['not-reached', '学生不愿谈', '说今天不想谈，约了明天'],
    ]);
    expect((await record(id)).status).toBe(201);
    expect((await queue()).items).toEqual([expect.objectContaining({ id, standing: 'held', attempts: 2, overdue: false })]);
  });
});

describe('a talk on record', () => {
  it('is read again by the school’s psychology teachers, in words, and lies sealed', async () => {
    const { id, pupil } = await aReview(2);
    const findings = { ...CALM, sleep: 'poor', function: 'reduced' };
    expect(await record(id, { findings, precipitants: ['exam', 'family'], holds: ['friends'], present: '班主任' })).toMatchObject({ status: 201, body: { pointsAt: 1 } });
    const { interviews } = await open(id, 'second');
    expect(interviews).toEqual([{
      id: expect.any(String), kind: 'held', at: TALK.at.replace('Z', '.000Z'), byName: 'first', recordedAt: NOW.replace('Z', '.000Z'), destroyed: false, how: '当面', place: '心理辅导室',
      present: '班主任', precipitants: ['考试与学业', '家庭冲突或暴力'], holds: ['朋友'], summary: TALK.summary, pointsAt: 1,
      findings: [
        { field: '轻生的想法', said: '没有', ordinal: 0 }, { field: '伤害自己', said: '从未', ordinal: 0 }, { field: '学习与生活', said: '受到影响', ordinal: 1 },
        { field: '睡眠', said: '不好', ordinal: 0 }, { field: '能求助的人', said: '不止一位', ordinal: 0 },
      ],
    }]);
    const { rows: [row] } = await db.owner.query(`select record_enc, by from screening.review_interview where review_id = $1`, [id]);
    for (const word of ['点错', 'face-to-face', '班主任', 'ideation']) expect(row.record_enc.includes(Buffer.from(word))).toBe(false);
    const told = await db.owner.query(`select detail from audit.entry where object = $1 and action = 'screening.record-interview'`, [`student:${pupil.id}`]);
    expect(told.rows.map((one) => JSON.parse(one.detail))).toMatchObject([{ reviewId: id, interviewId: expect.any(String), kind: 'held', purpose: 'review' }]);
    expect(JSON.stringify(told.rows)).not.toContain('点错');
  });

  it('is opened and written for a purpose that is said', async () => {
    const { id } = await aReview(2);
    const without = { 'x-access-purpose': '' };
    expect((await call('first', 'POST', `/reviews/${id}/interviews`, TALK, without)).body.code).toMatch(/^platform\/purpose-/);
  });

  it.each([
    ['ahead of the clock', { at: '2026-10-13T02:00:01Z' }, 'screening/interview-ahead'],
    ['from before the answers', { at: '2026-10-12T00:59:59Z' }, 'screening/interview-before-answers'],
    ['that says nothing', { summary: '谈过了' }, 'screening/interview-words-short'],
    ['that did not ask about self-injury', { findings: { ideation: 'none', support: 'one' } }, 'screening/interview-form-empty'],
    ['with an answer the form does not know', { findings: { ...CALM, sleep: 'sometimes' } }, 'screening/interview-form-unknown'],
    ['by a way nobody talks', { method: 'letter' }, 'platform/invalid-body'],
    ['with a level of its own', { ordinal: 0 }, 'platform/invalid-body'],
  ])('%s is refused', async (_, changes, code) => {
    const { id } = await aReview(2);
    expect((await record(id, changes)).body.code).toBe(code);
    expect((await open(id)).interviews).toEqual([]);
  });

  it('is of the own school’s psychology teacher only; elsewhere the review is absent', async () => {
    const { id } = await aReview(2);
    expect((await record(id, {}, 'neighbour')).status).toBe(404);
    for (const who of ['leader', 'form']) expect((await record(id, {}, who)).status).toBe(403);
  });

  it('that shows more than the answers lifts the suggestion, says by what, and decides nothing', async () => {
    const { id } = await aReview(1);
    expect(await record(id, { findings: { ...CALM, ideation: 'active', plan: 'definite' } })).toMatchObject({ body: { pointsAt: 4 } });
    const seen = await open(id);
    expect(seen).toMatchObject({ state: 'waiting', suggested: 4, acute: true, ordinal: null });
    expect(seen.rules[0]).toEqual({ rule: 'interview:plan=definite', ordinal: 4, reason: '访谈：计划——有具体打算' });
    expect(seen.decisions).toEqual([expect.objectContaining({ kind: 'raised', byName: 'first', from: 1, to: 4, reason: '访谈：计划——有具体打算；访谈：轻生的想法——想过结束生命' })]);
    const lower = await call('first', 'POST', `/reviews/${id}/lower`, { ordinal: 1, reason: '再想想不像是真的' }, { 'if-match': `"${seen.version}"` });
    expect(lower).toMatchObject({ status: 200, body: { lowered: false } }); // two people, as from any 4
    expect((await db.owner.query(`select 1 from platform.outbox where type = 'screening/level-confirmed' and payload->>'reviewId' = $1`, [id])).rows).toEqual([]);
  });

  it('brings a review back that was decided lower', async () => {
    const { id } = await aReview(1);
    const { version } = await open(id);
    expect((await call('first', 'POST', `/reviews/${id}/confirm`, { ordinal: 1 }, { 'if-match': `"${version}"` })).status).toBe(204);
    await record(id, { findings: { ...CALM, attempt: 'past' } });
    expect(await open(id)).toMatchObject({ state: 'waiting', suggested: 3, ordinal: 1 });
  });
});

describe('deciding after the talk', () => {
  const decide = async (id: string, how: 'confirm' | 'lower', body: object, who = 'first', seen?: number) =>
    call(who, 'POST', `/reviews/${id}/${how}`, body, { 'if-match': `"${seen ?? (await open(id)).version}"` });
  const reason = '逐题核对后确认为误选';

  it('a grave level is lowered only after a talk, and by two', async () => {
    const { id } = await aReview(3);
    await attempt(id);
    expect((await decide(id, 'lower', { ordinal: 1, reason })).body.code).toBe('screening/lower-needs-interview');
    await record(id);
    expect((await decide(id, 'lower', { ordinal: 1, reason })).body).toEqual({ lowered: false });
    expect((await decide(id, 'lower', { ordinal: 1, reason }, 'second')).body).toEqual({ lowered: true });
    expect(await open(id)).toMatchObject({ state: 'lowered', ordinal: 1 });
  });

  it('a mild one without', async () => {
    const { id } = await aReview(2);
    expect((await decide(id, 'lower', { ordinal: 0, reason })).body).toEqual({ lowered: true });
  });

  it('is raised with a reason, also after it was decided', async () => {
    const { id } = await aReview(2);
    expect((await decide(id, 'confirm', { ordinal: 3, note: '' })).body.code).toBe('screening/raise-needs-reason');
    expect((await decide(id, 'confirm', { ordinal: 2 })).status).toBe(204);
    expect((await decide(id, 'confirm', { ordinal: 2 })).body.code).toBe('screening/review-decided');
    expect((await decide(id, 'confirm', { ordinal: 3, note: '家长说起去年的事' })).status).toBe(204);
    const facts = await db.owner.query(`select payload->>'ordinal' as o, payload->>'previous' as p from platform.outbox where type = 'screening/level-confirmed' and payload->>'reviewId' = $1 order by 1`, [id]);
    expect(facts.rows).toEqual([{ o: '2', p: null }, { o: '3', p: '2' }]);
  });

  it('over something older is refused, and shows what stands and by whom', async () => {
    const { id } = await aReview(2);
    const { version } = await open(id);
    expect((await decide(id, 'confirm', { ordinal: 2 }, 'second', version)).status).toBe(204);
    const late = await decide(id, 'lower', { ordinal: 1, reason }, 'first', version);
    expect(late).toMatchObject({ status: 409, body: { code: 'platform/changed-meanwhile' } });
    expect(late.body.details.current).toMatchObject({ version: version + 1, state: 'confirmed', ordinal: 2, levelLabel: '中度', byName: 'second', loweringTo: null });
    const without = await call('first', 'POST', `/reviews/${id}/lower`, { ordinal: 1, reason });
    expect(without.body.code).toBe('platform/if-match-needed');
  });

  it('over a talk that was not read yet is refused too', async () => {
    const { id } = await aReview(2);
    const { version } = await open(id);
    await record(id, {}, 'second');
    expect((await decide(id, 'lower', { ordinal: 0, reason }, 'first', version)).status).toBe(409);
  });
});
