import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CrisisEscalationHttpModule } from '@heliotrope/crisis-escalation';
import { DataProtectionHttpModule, DataProtectionJobsModule } from '@heliotrope/data-protection';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, signIn, students } from '@heliotrope/organisation/testing';
import { describeApi, JobRunRunner, KeyProvider, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { PolicyHttpModule } from '@heliotrope/policy';
import { ReportingHttpModule } from '@heliotrope/reporting';
import { ScreeningHttpModule, ScreeningJobsModule } from '@heliotrope/screening';
import { aPlannedRound, presentVersion, seatSigner, seatsOf } from '@heliotrope/screening/testing';
import fc from 'fast-check';
import { type Call, malformedCalls, type OpenApi } from './malformed.js';

// What does the platform say to calls no client of ours would make? A no with a code, always; never an accident, and
// never a word about another bureau's children.

const CALLS_A_ROUTE = 25;
const OURS = 990_101;
const THEIRS = 990_201;
const SECRET_NAME = '邻县机密生';
/** Calls that end the session they are made with, or never end by themselves. */
const LEFT_OUT = new Set(['DELETE /api/session']);

let db: TestDatabase;
let app: NestFastifyApplication;
let foreign: string[];
let familiar: string[];
const answered = { done: 0, refused: 0 };
const people: { who: string; headers: Record<string, string> }[] = [{ who: 'nobody', headers: {} }];

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, PlatformHttpModule, PolicyHttpModule, OrganisationHttpModule, DataProtectionHttpModule, DataProtectionJobsModule, ScreeningHttpModule, ScreeningJobsModule, CrisisEscalationHttpModule, ReportingHttpModule);
  const theirSchool = await aSchool(db.owner, { jurisdictionId: THEIRS, name: '邻县机密中学' });
  const theirClass = await aClass(db.owner, theirSchool);
  const theirPupils = await students(db.owner, theirClass, 3, { name: SECRET_NAME });
  const theirs = await openedRound(THEIRS);
  foreign = [theirSchool.id, theirClass.id, ...theirPupils.map((pupil) => pupil.id), ...theirs.flatMap(({ r, a }) => [r, a])];
  const school = await aSchool(db.owner, { jurisdictionId: OURS });
  await students(db.owner, await aClass(db.owner, school), 3);
  const [seat] = await openedRound(OURS);
  familiar = [school.id, seat!.r, seat!.a, seat!.c, seat!.p, 'phq-9', presentVersion('phq-9'), 'xlsx', String(OURS)];
  const sign = seatSigner(app.get(KeyProvider), new Date(db.clock.now().getTime() + 3_600_000));
  people.push({ who: 'pupil', headers: { authorization: `Bearer ${sign(seat!)}` } });
  for (const post of ['psychology-teacher', 'county-officer', 'system-admin'] as const) {
    const account = await anAccountWithPost(db.owner, { post, jurisdictionId: OURS, ...(post === 'psychology-teacher' ? { schoolId: school.id } : {}) });
    people.push({ who: post, headers: (await signIn(app, account)).headers });
  }
}, 120_000);
afterAll(async () => {
  await app?.close();
  await db?.close();
});

describe('malformed calls', () => {
  it('are each answered with a no and its code, and leave the neighbours alone', async () => {
    const before = await rowsOf(THEIRS);
    const faults: string[] = [];
    const pupil = people.find(({ who }) => who === 'pupil')!;
    let made = 0;
    for (const { method, template, calls } of malformedCalls(describeApi(app) as unknown as OpenApi, foreign, familiar)) {
      if (LEFT_OUT.has(`${method} ${template}`)) continue;
      for (const call of fc.sample(calls, { numRuns: CALLS_A_ROUTE, seed: 20261122 })) {
        const person = template.startsWith('/api/answering/sheets') && made % 4 > 0 ? pupil : people[made % people.length]!;
        made += 1;
        const fault = await faultOf(call, person.headers);
        if (fault) faults.push(`${person.who} ${method} ${template} (${call.url.slice(0, 200)}) ${call.contentType ?? ''} ${call.body?.slice(0, 300) ?? ''}\n  → ${fault}`);
      }
    }
    expect(faults).toEqual([]);
    expect(made).toBeGreaterThan(CALLS_A_ROUTE * 20);
    expect(answered.refused).toBeGreaterThan(made / 2);
    expect(answered.done).toBeGreaterThan(made / 50); // some get all the way in, or the walls behind the first were never tried
    expect(await rowsOf(THEIRS)).toEqual(before);
  }, 120_000);
});

/** Opens a round of the county as its officer and the worker do, so that pupils have seats. */
async function openedRound(bureau: number) {
  const { id } = await aPlannedRound(db.owner, { jurisdictionId: bureau });
  const officer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: bureau }));
  const ordered = await app.inject({ method: 'POST', url: `/api/screening/rounds/${id}/open`, headers: officer.headers, payload: { reason: '测试：不看人手' } });
  await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: bureau, runId: (ordered.json() as { jobRunId: string }).jobRunId });
  const seats = await seatsOf(db.owner, id);
  expect(seats.length).toBeGreaterThan(0);
  return seats;
}

/** What is wrong with the answer to this call; nothing, as it should be. */
async function faultOf({ method, url, body, contentType }: Call, session: Record<string, string>): Promise<string | undefined> {
  const headers = { ...session, ...(contentType === undefined ? {} : { 'content-type': contentType }) };
  const answer = await app.inject({ method: method as 'GET', url, headers, ...(body === undefined ? {} : { payload: body }) });
  if (answer.statusCode >= 500) return `${answer.statusCode} ${answer.body}`;
  if (answer.body.includes(SECRET_NAME)) return `told another bureau's pupil: ${answer.body.slice(0, 300)}`;
  if (answer.statusCode < 400) return void answered.done++;
  answered.refused++;
  const type = String(answer.headers['content-type']);
  // The token route answers in the words of its standard (RFC 6749 §5.2), and names our code beside them.
  const isInItsOwnWords = url.startsWith('/api/oauth/token') && type.startsWith('application/json') && typeof (answer.json() as { error?: unknown }).error === 'string';
  if (!type.startsWith('application/problem+json') && !isInItsOwnWords) return `${answer.statusCode} as ${type}: ${answer.body.slice(0, 300)}`;
  return /^[a-z-]+\/[a-z0-9-]+$/.test((answer.json() as { code?: string }).code ?? '') ? undefined : `no code: ${answer.body.slice(0, 300)}`;
}

/** A fingerprint of every row that belongs to a bureau, table by table. */
async function rowsOf(bureau: number): Promise<Record<string, string>> {
  const { rows: tables } = await db.owner.query<{ name: string }>(
    `select attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
      where attname = 'jurisdiction_id' and c.relkind = 'r' and c.relnamespace::regnamespace::text !~ '^pg_' order by 1`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await db.owner.query<{ print: string }>(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${name} t where jurisdiction_id = $1`, [bureau]);
    prints[name] = rows[0]!.print;
  }
  return prints;
}
