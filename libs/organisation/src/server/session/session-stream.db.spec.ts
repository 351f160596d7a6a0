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
});
