import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId, PlatformHttpModule } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { anAccountWithPost, aSchool, type BuiltSchool, signIn, type SignedIn } from '../../testing/index.js';

const HEARTBEAT_MS = 15_000;
const REAL = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const;

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let clerk: SignedIn;
let accountId: string;
let runId: string;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, PlatformHttpModule, OrganisationHttpModule);
  school = await aSchool(db.owner);
});
afterEach(() => void jest.useRealTimers());
afterAll(async () => {
  await app?.close();
  await db?.close();
});

/** Follows work that does not end; resolves with all it heard when the stream is closed. */
async function followed(): Promise<{ heard: Promise<string>; beat: () => Promise<void> }> {
  const account = await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: school.jurisdictionId });
  accountId = account.accountId;
  clerk = await signIn(app, account);
  const id = newId();
  runId = id;
  await db.owner.query(
    `insert into platform.job_run (jurisdiction_id, id, name, title, payload, requested_by, requested_at, not_before, state)
     values ($1, $2, 'example.long', '', '{}', $3, now(), now(), 'running')`,
    [school.jurisdictionId, id, `account:${accountId}`],
  );
  jest.useFakeTimers({ doNotFake: [...REAL] }); // only the heartbeat is ours to strike
  let isOver = false;
  const heard = app.inject({ method: 'GET', url: `/api/job-runs/${id}/events`, headers: clerk.headers }).then((answer) => {
    isOver = true;
    return answer.body;
  });
  const beat = async () => {
    jest.advanceTimersByTime(HEARTBEAT_MS);
    for (let n = 0; n < 40 && !isOver; n++) await new Promise((resolve) => setTimeout(resolve, 25));
  };
  await new Promise((resolve) => setTimeout(resolve, 400));
  return { heard, beat };
}

describe('a stream of progress', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['has signed out', async () => app.inject({ method: 'DELETE', url: '/api/session', headers: clerk.headers })],
    ['was idle for too long', async () => db.owner.query(`update organisation.session set last_seen_at = last_seen_at - interval '1 day' where account_id = $1`, [accountId])],
    ['holds the post no more', async () => db.owner.query(`update organisation.post set valid_until = '2020-01-01', valid_from = '2019-01-01' where account_id = $1`, [accountId])],
  ])('ends at the next heartbeat for one who %s', async (_, ends) => {
    const { heard, beat } = await followed();
    await beat();
    await ends();
    await beat();
    const text = await heard;
    expect(text).toContain('event: progress');
    expect(text.match(/: still here/g)).toHaveLength(1);
  });

  it('is no sign of life: who follows long work and does nothing else is signed out after a quarter of an hour', async () => {
    const { heard, beat } = await followed();
    const lastSeen = async () => (await db.owner.query(`select last_seen_at as at from organisation.session where account_id = $1`, [accountId])).rows[0].at as Date;
    const before = await lastSeen();
    db.clock.advance(14 * 60_000);
    await beat();
    const asked = await app.inject({ method: 'GET', url: `/api/job-runs/${runId}`, headers: clerk.headers }); // where a proxy cuts streams
    expect([asked.statusCode, await lastSeen()]).toEqual([200, before]);
    db.clock.advance(2 * 60_000);
    await beat();
    expect((await heard).match(/: still here/g)).toHaveLength(1);
    expect((await app.inject({ method: 'GET', url: `/api/job-runs/${runId}`, headers: clerk.headers })).statusCode).toBe(401);
  });

  it('does not hinder one who works meanwhile', async () => {
    const { heard, beat } = await followed();
    for (let n = 0; n < 2; n += 1) {
      db.clock.advance(10 * 60_000);
      expect((await app.inject({ method: 'GET', url: '/api/session', headers: clerk.headers })).statusCode).toBe(200);
      await beat();
    }
    await db.owner.query(`update platform.job_run set state = 'done' where id = $1`, [runId]);
    expect((await heard).match(/: still here/g)).toHaveLength(2);
  });
});
