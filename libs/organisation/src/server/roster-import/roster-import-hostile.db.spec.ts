import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { JobRunRunner } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { OrganisationJobsModule } from '../organisation.jobs.module.js';
import { anAccountWithPost, aRosterFile, aRosterRow, aSchool, signIn, type SignedIn } from '../../testing/index.js';

const OURS = 990101;
const THEIRS = 990102;
const [OUR_SCHOOL, THEIR_SCHOOL] = ['3499910001', '3499920001'];

let db: TestDatabase;
let app: NestFastifyApplication;
let ours: SignedIn;
let theirs: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, OrganisationHttpModule, OrganisationJobsModule);
  await aSchool(db.owner, { jurisdictionId: OURS, identifierCode: OUR_SCHOOL });
  await aSchool(db.owner, { jurisdictionId: THEIRS, identifierCode: THEIR_SCHOOL, name: '邻县机密中学' });
  ours = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: OURS }));
  theirs = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: THEIRS }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const get = (url: string, who: SignedIn) => app.inject({ method: 'GET', url: `/api/organisation/${url}`, headers: who.headers });
const act = (url: string, who: SignedIn) => app.inject({ method: 'POST', url: `/api/organisation/${url}`, payload: {}, headers: who.headers });

function upload(content: Buffer, who: SignedIn) {
  const boundary = 'heliotrope-test';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return app.inject({
    method: 'POST', url: '/api/organisation/roster-imports',
    headers: { ...who.headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}

async function work(jurisdictionId: number, runId: string): Promise<void> {
  await db.owner.query(`update platform.job_run set not_before = now() where id = $1`, [runId]);
  await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId, runId });
}

async function checked(content: Buffer, who: SignedIn, jurisdictionId: number) {
  const { id, jobRunId } = (await upload(content, who)).json();
  await work(jurisdictionId, jobRunId);
  return (await get(`roster-imports/${id}`, who)).json();
}

async function applied(content: Buffer, who: SignedIn, jurisdictionId: number) {
  const { id } = await checked(content, who, jurisdictionId);
  await work(jurisdictionId, (await act(`roster-imports/${id}/confirm`, who)).json().jobRunId);
  return (await get(`roster-imports/${id}`, who)).json();
}

const roster = async (jurisdictionId: number) =>
  (await db.owner.query(`select id, school_id, class_id, name, state, updated_at from organisation.student where jurisdiction_id = $1 order by id`, [jurisdictionId])).rows;

describe('a sheet that names the next county', () => {
  it('fills no school there, and learns nothing of it', async () => {
    const seen = await checked(aRosterFile([aRosterRow(1, { schoolCode: THEIR_SCHOOL }), aRosterRow(2, { schoolCode: '3499999999' })]), ours, OURS);
    expect(seen.counts).toMatchObject({ new: 0, wrong: 2 });
    const [there, nowhere] = seen.faults as { code: string; message: string }[];
    expect([there!.code, there!.message]).toEqual([nowhere!.code, nowhere!.message.replace('3499999999', THEIR_SCHOOL)]);
    expect(JSON.stringify(seen)).not.toContain('机密');
  });

  it('with a pupil of theirs takes that pupil from nobody, and is told of no other roster', async () => {
    await applied(aRosterFile([aRosterRow(11, { schoolCode: THEIR_SCHOOL })]), theirs, THEIRS);
    const before = await roster(THEIRS);
    expect(before).toHaveLength(1);
    const stranger = aRosterFile([aRosterRow(11, { schoolCode: OUR_SCHOOL }), aRosterRow(12, { schoolCode: OUR_SCHOOL })]);
    const seen = await checked(stranger, ours, OURS);
    expect(seen).toMatchObject({ counts: { new: 2, changed: 0, wrong: 0 }, faults: [] }); // two new pupils, as any two would be
    expect(await applied(stranger, ours, OURS)).toMatchObject({ state: 'applied' });
    expect(await roster(THEIRS)).toEqual(before);
    expect(await roster(OURS)).toHaveLength(2);
  });
});

describe('an import called off while it is being judged', () => {
  it('leaves nothing behind, wherever it was, and the same file goes in afterwards', async () => {
    const before = await roster(OURS);
    const file = aRosterFile(Array.from({ length: 3_000 }, (_, n) => aRosterRow(1_000 + n, { schoolCode: OUR_SCHOOL, classNumber: `${10 + (n % 60)}班` })));
    for (const reached of [0, 1, 1_500]) {
      const { id, jobRunId } = (await upload(file, ours)).json();
      const running = work(OURS, jobRunId);
      const done = async () => (await db.owner.query(`select done, state from platform.job_run where id = $1`, [jobRunId])).rows[0];
      for (let at = await done(); Number(at.done ?? 0) < reached && ['queued', 'running'].includes(at.state); at = await done()) await new Promise((resolve) => setTimeout(resolve, 5));
      expect((await act(`roster-imports/${id}/cancel`, ours)).statusCode).toBe(204);
      await running;
      expect((await get(`roster-imports/${id}`, ours)).json().state).toBe('cancelled');
      expect((await act(`roster-imports/${id}/confirm`, ours)).json().code).toBe('organisation/import-over');
      expect(await roster(OURS)).toEqual(before);
    }
    expect(await applied(file, ours, OURS)).toMatchObject({ state: 'applied', counts: { new: 3_000, wrong: 0 } });
    expect(await roster(OURS)).toHaveLength(before.length + 3_000);
  });
});
