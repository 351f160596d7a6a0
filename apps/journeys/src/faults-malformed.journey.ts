import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CrisisEscalationHttpModule } from '@heliotrope/crisis-escalation';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aClass, anAccountWithPost, aSchool, signIn, students } from '@heliotrope/organisation/testing';
import { describeApi, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { PolicyHttpModule } from '@heliotrope/policy';
import { ReportingHttpModule } from '@heliotrope/reporting';
import { ScreeningHttpModule } from '@heliotrope/screening';
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
const people: { who: string; headers: Record<string, string> }[] = [{ who: 'nobody', headers: {} }];

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, PlatformHttpModule, PolicyHttpModule, OrganisationHttpModule, ScreeningHttpModule, CrisisEscalationHttpModule, ReportingHttpModule);
  const theirSchool = await aSchool(db.owner, { jurisdictionId: THEIRS, name: '邻县机密中学' });
  const theirClass = await aClass(db.owner, theirSchool);
  const theirPupils = await students(db.owner, theirClass, 3, { name: SECRET_NAME });
  foreign = [theirSchool.id, theirClass.id, ...theirPupils.map((pupil) => pupil.id)];
  const school = await aSchool(db.owner, { jurisdictionId: OURS });
  await students(db.owner, await aClass(db.owner, school), 3);
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
    let made = 0;
    for (const { method, template, calls } of malformedCalls(describeApi(app) as unknown as OpenApi, foreign)) {
      if (LEFT_OUT.has(`${method} ${template}`)) continue;
      for (const call of fc.sample(calls, { numRuns: CALLS_A_ROUTE, seed: 20261122 })) {
        const person = people[made++ % people.length]!;
        const fault = await faultOf(call, person.headers);
        if (fault) faults.push(`${person.who} ${method} ${template} (${call.url.slice(0, 200)}) ${call.contentType ?? ''} ${call.body?.slice(0, 300) ?? ''}\n  → ${fault}`);
      }
    }
    expect(faults).toEqual([]);
    expect(made).toBeGreaterThan(CALLS_A_ROUTE * 20);
    expect(await rowsOf(THEIRS)).toEqual(before);
  }, 120_000);
});

/** What is wrong with the answer to this call; nothing, as it should be. */
async function faultOf({ method, url, body, contentType }: Call, session: Record<string, string>): Promise<string | undefined> {
  const headers = { ...session, ...(contentType === undefined ? {} : { 'content-type': contentType }) };
  const answer = await app.inject({ method: method as 'GET', url, headers, ...(body === undefined ? {} : { payload: body }) });
  if (answer.statusCode >= 500) return `${answer.statusCode} ${answer.body}`;
  if (answer.body.includes(SECRET_NAME)) return `told another bureau's pupil: ${answer.body.slice(0, 300)}`;
  if (answer.statusCode < 400) return undefined;
  const type = String(answer.headers['content-type']);
  if (!type.startsWith('application/problem+json')) return `${answer.statusCode} as ${type}: ${answer.body.slice(0, 300)}`;
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
