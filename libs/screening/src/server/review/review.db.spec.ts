import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { anAccountWithPost, aSchool, type BuiltAccount, signIn, type SignedIn, terms } from '@heliotrope/organisation/testing';
import { JobRunRunner, jobActor, KeyProvider, newId, OutboxRelay, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { answersOf, presentVersion } from '../../testing/instrument.builder.js';
import { aCounty, aPlannedRound, type BuiltCounty } from '../../testing/opened-round.builder.js';
import { seatSigner, seatsOf } from '../../testing/seat.builder.js';
import type { Seat } from '../answering/seat-token.service.js';
import { CheckLevels } from './check-levels.job.js';
import { FoldCompletion } from '../completion/fold-completion.job.js';
import { RoundService } from '../round/round.service.js';
import { ScreeningHttpModule, ScreeningJobsModule } from '../screening.module.js';

const COUNTY = 990151;
const grades = { from: 7, to: 9 };

describe('reviewing', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let county: BuiltCounty;
  let round: string;
  let seats: Seat[];
  let seat: Seat;
  let sign: (seat: Seat) => string;
  let next = 0;
  const people: Record<string, SignedIn> = {};

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, ScreeningHttpModule, ScreeningJobsModule);
    sign = seatSigner(app.get(KeyProvider), new Date('2026-11-01T00:00:00Z'));
    county = await aCounty(db.owner, { jurisdictionId: COUNTY, schools: 2, classes: 1, pupils: 20 });
    await terms(db.owner, COUNTY);
    const [school, neighbour] = county.schools;
    const at = (more: object): Promise<BuiltAccount> => anAccountWithPost(db.owner, { jurisdictionId: COUNTY, ...more } as never);
    const accounts = {
      first: await at({ post: 'psychology-teacher', schoolId: school!.id, name: '心理教师甲' }),
      second: await at({ post: 'psychology-teacher', schoolId: school!.id, name: '心理教师乙' }),
      neighbour: await at({ post: 'psychology-teacher', schoolId: neighbour!.id }),
      leader: await at({ post: 'school-leader', schoolId: school!.id, name: '校长' }),
      nextLeader: await at({ post: 'school-leader', schoolId: neighbour!.id }),
      officer: await at({ post: 'county-officer' }),
      form: await at({ post: 'form-teacher', schoolId: school!.id, classIds: [county.classes[0]!.id] }),
    };
    for (const [who, account] of Object.entries(accounts)) people[who] = await signIn(app, account);
    const battery = ['phq-9', 'gad-7'].map((instrument) => ({ instrument, version: presentVersion(instrument), grades }));
    round = (await aPlannedRound(db.owner, { jurisdictionId: COUNTY, grades: [7], battery })).id;
    const { jobRunId } = await app.get(RoundService).open(jobActor('screening.test', COUNTY), round);
    await app.get(JobRunRunner).run({ jurisdictionId: COUNTY, runId: jobRunId });
    seats = (await seatsOf(db.owner, round)).filter((one) => one.c === county.classes[0]!.id);
  });
  beforeEach(() => void (seat = seats[next++]!));
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  /** The version as it stands: who opens the page a moment before deciding holds it. */
  const versionOf = async (id: string): Promise<number> =>
    (await db.owner.query(
      `select (select count(*) from screening.review_event where review_id = $1) + (select count(*) from screening.review_interview where review_id = $1) as v`, [id])).rows[0].v;
  async function call(who: string, method: 'GET' | 'POST', url: string, payload?: object) {
    const id = method === 'POST' ? /^\/reviews\/([^/]+)\/(confirm|lower)$/.exec(url)?.[1] : undefined;
    const answer = await app.inject({
      method, url: `/api/screening${url}`, headers: { ...people[who]!.headers, 'x-access-purpose': 'review', ...(id ? { 'if-match': `"${await versionOf(id)}"` } : {}) }, ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json(), text: answer.body };
  }
  async function send(instrument: string, answers: (number | null)[], sheetId = newId(), status = 201): Promise<void> {
    const payload = { sheetId, instrument, version: presentVersion(instrument), answers };
    const answer = await app.inject({ method: 'POST', url: '/api/answering/sheets', payload, headers: { authorization: `Bearer ${sign(seat)}` } });
    expect(answer.statusCode).toBe(status);
  }
  const reviewOf = async (one: Seat): Promise<string> =>
    (await db.owner.query(`select id from screening.review where assignment_id = $1`, [one.a])).rows[0]?.id;
  const drain = async () => { while ((await app.get(OutboxRelay).drain()) > 0); };
  const dangerous = async (): Promise<string> => {
    await send('phq-9', answersOf('phq-9', 0, { 9: 2 }));
    return reviewOf(seat);
  };
  /** Somebody has spoken with the pupil: without it nothing grave is lowered. */
  const talked = async (id: string, who = 'first'): Promise<string> => {
    const findings = { ideation: 'none', 'self-injury': 'never', support: 'one' };
    const heard = await call(who, 'POST', `/reviews/${id}/interviews`, { at: db.clock.now().toISOString(), method: 'face-to-face', place: '心理辅导室', findings, summary: '逐题核对，学生说第九题点错了' });
    expect(heard.status).toBe(201);
    return id;
  };
  const facts = async (review: string) =>
    (await db.owner.query(`select payload->>'ordinal' as ordinal, payload->>'previous' as previous from platform.outbox where type = 'screening/level-confirmed' and payload->>'reviewId' = $1 order by id`, [review])).rows;

  it('puts a critical answer at the top of the queue of its own school, with a due time', async () => {
    const id = await dangerous();
    const queue = await call('first', 'GET', '/reviews?state=waiting');
    expect(queue.status).toBe(200);
    expect(queue.body.items[0]).toMatchObject({ id, state: 'waiting', suggested: 3, acute: false, ordinal: null, levelLabel: '严重', className: '七年级1班', dueAt: '2026-10-12T15:59:00.000Z' });
    expect(queue.body.items[0].studentName).toMatch(/^测试生/);
    const seen = await db.owner.query(`select detail from audit.entry where object = $1 and action = 'screening.review'`, [`student:${seat.p}`]);
    expect(seen.rows.map((row) => JSON.parse(row.detail))).toMatchObject([{ reviewId: id, listed: true }]); // a name was read here already
    expect((await call('neighbour', 'GET', '/reviews')).body.items).toEqual([]);
    expect((await call('neighbour', 'GET', `/reviews/${id}`)).status).toBe(404);
    for (const who of ['officer', 'form']) expect((await call(who, 'GET', `/reviews/${id}`)).status).toBe(403);
  });

  it('opens the answers for the psychology teacher, and writes down that it did', async () => {
    const id = await dangerous();
    const { body } = await call('first', 'GET', `/reviews/${id}`);
    expect(body.rules[0]).toMatchObject({ ordinal: 3, rule: expect.stringContaining('phq-9/item-9') });
    expect(body.levels.map((one: { label: string }) => one.label)).toEqual(['正常', '关注', '中度', '严重', '紧急']);
    expect(body.scales).toEqual([expect.objectContaining({ instrument: 'phq-9', validity: 'valid' })]);
    expect(body.answers).toHaveLength(9);
    expect(body.answers[8]).toMatchObject({ no: 9, critical: true });
    expect(body.answers[8].answer).toBeTruthy();
    const entries = await db.owner.query(`select detail from audit.entry where object = $1 and action = 'screening.review'`, [`student:${seat.p}`]);
    expect(entries.rows.map((row) => JSON.parse(row.detail).reviewId)).toEqual([id]);
  });

  it('shows the danger told by other answers that came under the number of a sheet that stands', async () => {
    const sheetId = newId();
    await send('phq-9', answersOf('phq-9', 0), sheetId);
    await send('phq-9', answersOf('phq-9', 0, { 9: 1 }), sheetId, 409);
    const { body } = await call('first', 'GET', `/reviews/${await reviewOf(seat)}`);
    expect(body).toMatchObject({ state: 'waiting', suggested: 3 });
    expect(body.rules[0]).toEqual({ rule: 'same-id:phq-9/item-9>=1', ordinal: 3, reason: expect.stringMatching(/^同一答卷编号收到不同作答：PHQ-9 第 9 题/) });
    expect(body.answers[8]).toMatchObject({ no: 9, critical: false }); // the sheet itself says what it said
  });

  it('weighs all the sheets of a pupil together: two scales at their cuts suggest more than one', async () => {
    await send('phq-9', answersOf('phq-9', 2, { 9: 0 }));
    expect(await db.owner.query(`select suggested_ordinal as o from screening.review where assignment_id = $1`, [seat.a])).toMatchObject({ rows: [{ o: 1 }] });
    await send('gad-7', answersOf('gad-7', 2));
    await drain();
    await drain();
    const { body } = await call('first', 'GET', `/reviews/${await reviewOf(seat)}`);
    expect(body.suggested).toBe(2);
    expect(body.rules[0].rule).toBe('positive-families:2');
  });

  it('is confirmed once, at or above the suggestion, and told to the rooms ahead in the same commit', async () => {
    const id = await dangerous();
    expect((await call('first', 'POST', `/reviews/${id}/confirm`, { ordinal: 2 })).body.code).toBe('screening/confirm-would-lower');
    expect((await call('first', 'POST', `/reviews/${id}/confirm`, { ordinal: 3, note: '已与学生面谈，有家人陪伴' })).status).toBe(204);
    expect((await call('first', 'POST', `/reviews/${id}/confirm`, { ordinal: 3 })).body.code).toBe('screening/review-decided');
    expect(await facts(id)).toEqual([{ ordinal: '3', previous: null }]);
    const { body } = await call('second', 'GET', `/reviews/${id}`);
    expect(body.ordinal).toBe(3);
    expect(body.decisions).toEqual([expect.objectContaining({ kind: 'confirmed', byName: '心理教师甲', from: 3, to: 3, reason: '已与学生面谈，有家人陪伴' })]);
    const stored = await db.owner.query(`select words_enc from screening.review_event where review_id = $1 and kind = 'confirmed'`, [id]);
    expect(stored.rows[0].words_enc.includes(Buffer.from('面谈'))).toBe(false);
  });

  it('is lowered from severe only when a second person agrees to the same level', async () => {
    const id = await talked(await dangerous());
    const lower = (who: string, ordinal: number, reason = '面谈后判断为误填，无自伤想法') => call(who, 'POST', `/reviews/${id}/lower`, { ordinal, reason });
    expect((await lower('first', 1, '误')).body.code).toBe('screening/lower-needs-reason');
    expect(await lower('first', 1)).toMatchObject({ status: 200, body: { lowered: false } });
    expect((await lower('first', 1)).body.code).toBe('screening/second-person-is-the-first');
    expect(await facts(id)).toEqual([]);
    expect((await call('second', 'GET', `/reviews/${id}`)).body).toMatchObject({ state: 'waiting', loweringTo: 1, ordinal: null });
    expect(await lower('second', 2)).toMatchObject({ body: { lowered: false } }); // another level is another proposal
    expect(await lower('first', 2)).toMatchObject({ body: { lowered: true } });
    expect(await facts(id)).toEqual([{ ordinal: '2', previous: null }]);
    expect((await call('first', 'GET', `/reviews/${id}`)).body).toMatchObject({ state: 'lowered', ordinal: 2, loweringTo: null });
  });

  describe('of a school with one psychology teacher', () => {
    const reason = '面谈后判断为误填，无自伤想法';
    const proposed = async (ordinal = 1) => {
      const id = await talked(await dangerous());
      expect(await call('first', 'POST', `/reviews/${id}/lower`, { ordinal, reason })).toMatchObject({ body: { lowered: false } });
      return id;
    };
    const waitingFor = async (who: string, id: string) => (await call(who, 'GET', '/lowerings')).body.items.find((one: { id: string }) => one.id === id);
    const agree = (who: string, id: string, from = 3, to = 1) => call(who, 'POST', `/reviews/${id}/second-lowering`, { from, to });

    it('shows the school’s leader who proposes what and why, no answer and no score, and writes it down', async () => {
      const id = await proposed();
      const { status, body, text } = await call('leader', 'GET', '/lowerings');
      expect(status).toBe(200);
      const shown = body.items.find((one: { id: string }) => one.id === id);
      expect(shown).toEqual({
        id, studentName: expect.stringMatching(/^测试生/), className: '七年级1班', from: 3, fromLabel: '严重', to: 1, toLabel: '关注', proposedBy: '心理教师甲',
        proposedAt: expect.any(String), reason, mine: false,
      });
      expect(text).not.toMatch(/answer|score|phq/i);
      expect((await call('leader', 'GET', `/reviews/${id}`)).status).toBe(403);
      const seen = await db.owner.query(`select detail from audit.entry where object = $1 and action = 'screening.second-lowering'`, [`student:${seat.p}`]);
      expect(seen.rows.map((row) => JSON.parse(row.detail))).toMatchObject([{ reviewId: id, listed: true }]);
      expect(await waitingFor('first', id)).toMatchObject({ mine: true });
      expect(await waitingFor('nextLeader', id)).toBeUndefined();
      for (const who of ['officer', 'form']) expect((await call(who, 'GET', '/lowerings')).status).toBe(403);
    });

    it('is lowered when the leader agrees, once, by nobody else’s leader and never by the one who proposed', async () => {
      const id = await proposed();
      expect((await agree('first', id)).body.code).toBe('screening/second-person-is-the-first');
      expect((await agree('nextLeader', id)).status).toBe(404);
      expect((await agree('form', id)).status).toBe(403);
      expect(await facts(id)).toEqual([]);
      expect((await agree('leader', id)).status).toBe(204);
      expect(await facts(id)).toEqual([{ ordinal: '1', previous: null }]);
      expect((await agree('leader', id)).body.code).toBe('screening/no-lowering-proposed');
      expect(await waitingFor('leader', id)).toBeUndefined();
      const { body } = await call('first', 'GET', `/reviews/${id}`);
      expect(body).toMatchObject({ state: 'lowered', ordinal: 1, loweringTo: null });
      expect(body.decisions.map((one: { kind: string; byName: string; reason: string }) => [one.kind, one.byName, one.reason]).sort())
        .toEqual([['lowered', '校长', reason], ['lowering-proposed', '心理教师甲', reason]]);
    });

    it('is not lowered by agreeing to something else than what stands, or to nothing', async () => {
      const id = await proposed();
      expect((await agree('leader', id, 3, 2)).body.code).toBe('screening/lowering-changed');
      await db.owner.query(`update screening.review set suggested_ordinal = 4 where id = $1`, [id]);
      expect((await agree('leader', id, 3, 1)).body.code).toBe('screening/lowering-changed');
      expect((await agree('leader', id, 9, 1)).body.code).toBe('platform/invalid-body');
      expect((await agree('second', id, 4, 1)).status).toBe(204);
      seat = seats[next++]!;
      expect((await agree('leader', await dangerous())).body.code).toBe('screening/no-lowering-proposed');
    });

    it('is a to-do of those who may agree, naming nobody', async () => {
      await proposed();
      const todosOf = async (who: string) => (await app.inject({ method: 'GET', url: '/api/todos', headers: people[who]!.headers })).json().items
        .filter((one: { kind: string }) => one.kind === 'screening/lowering-waiting');
      const before = await todosOf('leader');
      expect(before[0]).toMatchObject({ title: '有一项等级下调待您同意', link: '/screening/lowerings' });
      expect(await todosOf('second')).toHaveLength(before.length);
      expect(await todosOf('first')).toHaveLength(0);
    });
  });

  it('says why a sheet is not believed', async () => {
    await send('phq-9', answersOf('phq-9', 0, { 3: null, 9: 1 }));
    const { body } = await call('first', 'GET', `/reviews/${await reviewOf(seat)}`);
    expect(body.scales).toEqual([expect.objectContaining({ validity: 'incomplete', quality: [{ rule: 'items-missing', effect: 'incomplete', words: '漏答 1 题，超过 10%' }] })]);
  });

  it('is lowered by one person below severe, with a reason', async () => {
    await send('phq-9', answersOf('phq-9', 2, { 9: 0 }));
    const id = await reviewOf(seat);
    expect(await call('first', 'POST', `/reviews/${id}/lower`, { ordinal: 0, reason: '考试周情绪波动，面谈正常' })).toMatchObject({ body: { lowered: true } });
    expect(await facts(id)).toEqual([{ ordinal: '0', previous: null }]);
  });

  it('tells a to-do that names nobody', async () => {
    const id = await dangerous();
    const answer = await app.inject({ method: 'GET', url: '/api/todos', headers: people['first']!.headers });
    const todo = answer.json().items.find((one: { id: string }) => one.id === id);
    expect(todo).toMatchObject({ kind: 'screening/review-waiting', link: `/screening/reviews/${id}` });
    expect(answer.body).not.toContain('测试生');
  });

  describe('the officer of the bureau', () => {
    it('reads counts of schools and classes and can open no name', async () => {
      await app.get(FoldCompletion).tick();
      const bySchool = await call('officer', 'GET', `/rounds/${round}/board`);
      expect(bySchool.body.total.eligible).toBe(40);
      expect(bySchool.body.rows).toHaveLength(2);
      for (const row of bySchool.body.rows) expect(row.eligible).toBe(row.completed + row.refused + row.absent + row.void + row.notYet);
      const byClass = await call('officer', 'GET', `/rounds/${round}/board?parent=${county.schools[0]!.id}`);
      expect(byClass.body.rows).toEqual([expect.objectContaining({ kind: 'class', name: '七年级1班', eligible: 20, hasChildren: false })]);
      const one = await call('officer', 'GET', `/rounds/${round}`);
      expect(one.body).toMatchObject({ state: 'open', progress: { eligible: 40 }, battery: [{ instrument: 'phq-9', title: expect.any(String) }, {}] });
      for (const seen of [bySchool, byClass, one, await call('officer', 'GET', '/rounds')]) expect(seen.text).not.toContain('测试生');
      expect((await call('officer', 'GET', `/rounds/${round}/seat-slips?classId=${county.classes[0]!.id}`)).status).toBe(403);
    });

    it('plans a round, hears every fault of its battery, and cannot plan for another bureau', async () => {
      const plan = { title: '春季复测', opensAt: '2026-11-01T00:00:00Z', closesAt: '2026-11-09T00:00:00Z', grades: [7], battery: [{ instrument: 'phq-9', version: presentVersion('phq-9'), grades }] };
      const made = await call('officer', 'POST', '/rounds', plan);
      expect(made.status).toBe(201);
      expect((await call('officer', 'GET', `/rounds/${made.body.id}`)).body).toMatchObject({ title: '春季复测', state: 'planned', bureauName: `测试教育局${COUNTY}`, progress: null });
      const unfit = await call('officer', 'POST', '/rounds', { ...plan, battery: [{ instrument: 'asq', version: presentVersion('asq'), grades }] });
      expect(unfit).toMatchObject({ status: 422, body: { code: 'screening/battery-unfit', errors: [{ field: 'battery.0' }] } });
      expect((await call('officer', 'POST', '/rounds', { ...plan, bureauId: 990152 })).status).toBe(403);
      expect((await call('officer', 'POST', '/rounds', { ...plan, closesAt: plan.opensAt })).body.code).toBe('screening/window-backwards');
    });
  });

  it('lets a form teacher print the slips of the own class and of no other', async () => {
    const mine = await call('form', 'GET', `/rounds/${round}/seat-slips?classId=${county.classes[0]!.id}`);
    expect(mine.body).toMatchObject({ className: '七年级1班', classCode: expect.stringMatching(/^\w{6}$/) });
    expect(mine.body.slips).toHaveLength(20);
    expect(mine.body.slips[0]).toMatchObject({ seatNo: 1, seatCode: expect.stringMatching(/^\w{5}$/), name: expect.stringMatching(/^测试生/) });
    expect((await call('form', 'GET', `/rounds/${round}/seat-slips?classId=${county.classes[1]!.id}`)).status).toBe(404);
  });

  it('keeps the instruments’ keys and cuts on the server', async () => {
    const { body, text } = await call('first', 'GET', '/instruments');
    expect(body.items.find((one: { code: string }) => one.code === 'phq-9')).toMatchObject({ items: 9, usable: true, mode: 'classroom' });
    expect(text).not.toMatch(/"(critical|positive|bands|reverse)"/);
  });

  it('of a neighbouring bureau stays absent', async () => {
    const id = await dangerous();
    const school = await aSchool(db.owner, { jurisdictionId: 990159 });
    people['stranger'] = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', jurisdictionId: 990159, schoolId: school.id }));
    for (const url of [`/reviews/${id}`, `/rounds/${round}`, `/rounds/${round}/board`]) expect((await call('stranger', 'GET', url)).status).toBe(404);
  });

  describe('a score or a level that somebody changed in the database', () => {
    it('is refused when it is opened: a level, a decision, who decided, a score', async () => {
      const id = await dangerous();
      expect((await call('first', 'POST', `/reviews/${id}/confirm`, { ordinal: 4, note: '面谈时说出计划' })).status).toBe(204);
      const code = async () => (await call('first', 'GET', `/reviews/${id}`)).body.code;
      expect(await code()).toBeUndefined();
      for (const [table, key, change] of [
        ['review', 'id', 'confirmed_ordinal = 1'], ['review_event', 'review_id', 'to_ordinal = 1'], ['review_event', 'review_id', `by = 'account:x'`],
        ['review_event', 'review_id', 'mark = null'], ['answer_sheet', 'assignment_id', `scores = '{1}'`],
      ] as const) {
        const own = `${key} = $1${table === 'review_event' ? ` and kind = 'confirmed'` : ''}`;
        const of = table === 'answer_sheet' ? seat.a : id;
        const [column] = change.split(' ');
        const { rows: [before] } = await db.owner.query(`select ${column} as value from screening.${table} where ${own}`, [of]);
        await db.owner.query(`update screening.${table} set ${change} where ${own}`, [of]);
        expect(await code()).toBe('screening/review-tampered');
        await db.owner.query(`update screening.${table} set ${column} = $2 where ${own}`, [of, before.value]);
        expect(await code()).toBeUndefined();
      }
      await db.owner.query(`update screening.review set confirmed_ordinal = 1 where id = $1`, [id]);
    });

    it('is found by the nightly sweep, which tells the security administrator', async () => {
      const guard = await anAccountWithPost(db.owner, { post: 'security-admin', jurisdictionId: COUNTY });
      await app.get(CheckLevels).tick();
      const { rows } = await db.owner.query(`select title from platform.message where account_id = $1`, [guard.accountId]);
      expect(rows).toEqual([{ title: '1 条测评记录与校验值不符，可能被改动过，请立即核查' }]);
    });
  });
});
