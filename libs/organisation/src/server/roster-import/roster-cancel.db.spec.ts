import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { JobRunRunner, PlatformHttpModule } from '@heliotrope/platform';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { OrganisationJobsModule } from '../organisation.jobs.module.js';
import { anAccountWithPost, aRosterFile, aRosterRow, aSchool, signIn, type SignedIn } from '../../testing/index.js';
import { RosterApplyRepository } from './roster-apply.repository.js';
import { RosterStageRepository } from './roster-stage.repository.js';
import { RosterUndoRepository } from './roster-undo.repository.js';

const COUNTY = 990101;
let db: TestDatabase;
let app: NestFastifyApplication;
let clerk: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, PlatformHttpModule, OrganisationHttpModule, OrganisationJobsModule);
  await aSchool(db.owner, { identifierCode: '3499900001' });
  clerk = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer' }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

const row = (serial: number, over = {}) => aRosterRow(serial, { schoolCode: '3499900001', ...over });
const call = async (method: 'GET' | 'POST', path: string, payload?: object) => {
  const answer = await app.inject({ method, url: `/api/${path}`, headers: clerk.headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
};
const importOf = async (id: string) => (await call('GET', `organisation/roster-imports/${id}`)).body;
const confirm = async (id: string, body = {}) => (await call('POST', `organisation/roster-imports/${id}/confirm`, body)).body.jobRunId as string;
const callOff = async (runId: string) => expect((await call('POST', `job-runs/${runId}/cancel`, {})).status).toBe(204);

async function upload(content: Buffer): Promise<{ id: string; jobRunId: string }> {
  const boundary = 'heliotrope-test';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="名册.csv"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const answer = await app.inject({
    method: 'POST', url: '/api/organisation/roster-imports', headers: { ...clerk.headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  expect(answer.statusCode).toBe(201);
  return answer.json();
}

/** What a worker does when it is woken for this run, pauses between attempts left out. */
async function work(runId: string): Promise<string> {
  await db.owner.query(`update platform.job_run set not_before = now() where id = $1`, [runId]);
  await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: COUNTY, runId });
  return (await db.owner.query(`select state from platform.job_run where id = $1`, [runId])).rows[0].state;
}

async function checked(content: Buffer) {
  const { id, jobRunId } = await upload(content);
  expect(await work(jobRunId)).toBe('done');
  return importOf(id);
}

/** Calls the run off right after this step of its writing, from another connection. */
function callOffAfter(repository: object, method: string, runId: string) {
  const target = repository as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const original = target[method]!;
  return jest.spyOn(target, method).mockImplementationOnce(async (...args) => {
    const result = await original.apply(target, args);
    await callOff(runId);
    return result;
  });
}

const roster = async () =>
  (await db.owner.query(
    `select (select jsonb_agg(to_jsonb(s) order by s.id) from organisation.student s) as students, (select jsonb_agg(to_jsonb(g) order by g.id) from organisation.guardian g) as guardians,
            (select count(*) from organisation.class) as classes, (select count(*) from organisation.roster_import_before) as kept`)).rows[0];
const audited = async (id: string) =>
  (await db.owner.query(`select detail::jsonb as detail from audit.entry where object = $1 and action = 'organisation.apply-roster' order by seq`, [`roster-import:${id}`])).rows.map((one) => one.detail);
const told = async (id: string) => (await db.owner.query(`select payload from platform.outbox where type = 'organisation/roster-imported' and payload ->> 'importId' = $1`, [id])).rows.map((one) => one.payload);
const staged = async (id: string) => (await db.owner.query(`select count(*) from roster_stage.rows_${COUNTY}_${id.replaceAll('-', '')}`)).rows[0].count;

const apply = () => app.get(RosterApplyRepository, { strict: false });

describe('an import called off while it is being written', () => {
  it.each(['change', 'add', 'addGuardians'])('after the step “%s” has changed nothing, waits as after the dry run, and is written whole when asked again', async (step) => {
    const from = { change: 1_000, add: 2_000, addGuardians: 3_000 }[step]!;
    const first = await checked(aRosterFile([0, 1, 2].map((n) => row(from + n, { classNumber: `${from / 100}班` }))));
    expect(await work(await confirm(first.id))).toBe('done');
    // One new pupil in a class to be made, one in another class, one as before, one who is missing.
    const file = aRosterFile([row(from, { classNumber: `${from / 100}班` }), row(from + 1, { classNumber: `${from / 100 + 1}班` }), row(from + 9, { classNumber: `${from / 100 + 2}班` })]);
    const waiting = await checked(file);
    expect(waiting.counts).toEqual({ new: 1, changed: 1, unchanged: 1, leaving: 1, wrong: 0, overtaken: 0 });
    const before = await roster();

    const runId = await confirm(waiting.id, { applyLeaving: true });
    const calling = callOffAfter(apply(), step, runId);
    expect(await work(runId)).toBe('cancelled');
    calling.mockRestore();
    expect(await roster()).toEqual(before);
    expect(await importOf(waiting.id)).toEqual(waiting);
    expect(await staged(waiting.id)).toBe(3);
    expect(await audited(waiting.id)).toEqual([{ ended: 'platform/cancelled' }]);
    expect(await told(waiting.id)).toEqual([]);

    const again = await confirm(waiting.id, { applyLeaving: true });
    expect(again).not.toBe(runId);
    expect(await work(runId)).toBe('cancelled'); // a worker that comes late finds the run ended
    expect(await work(again)).toBe('done');
    expect(await importOf(waiting.id)).toMatchObject({ state: 'applied', counts: { new: 1, changed: 1, unchanged: 1, leaving: 1, overtaken: 0 } });
    const counts = { added: 1, changed: 1, left: 1 };
    expect(await audited(waiting.id)).toEqual([{ ended: 'platform/cancelled' }, { ...counts, focus: 0, overtaken: 0 }]);
    expect(await told(waiting.id)).toEqual([expect.objectContaining(counts)]);
    const after = await roster();
    expect(after.students).toHaveLength(before.students.length + 1);
    expect(after.guardians).toHaveLength(before.guardians.length + 1);
    expect(after.students.filter((one: { state: string; name: string }) => one.state === 'left')).toHaveLength(before.students.filter((one: { state: string }) => one.state === 'left').length + 1);
  });

  it('before a worker has begun waits too', async () => {
    const waiting = await checked(aRosterFile([row(4_000, { classNumber: '40班' })]));
    const before = await roster();
    const runId = await confirm(waiting.id);
    await callOff(runId);
    expect((await call('GET', `job-runs/${runId}`)).body.state).toBe('queued');
    expect(await work(runId)).toBe('cancelled');
    expect([await roster(), await importOf(waiting.id)]).toEqual([before, waiting]);
    expect((await call('POST', `organisation/roster-imports/${waiting.id}/cancel`, {})).status).toBe(204);
  });

  it('between falling and being tried again waits too, and the worker does not begin anew', async () => {
    const waiting = await checked(aRosterFile([row(4_100, { classNumber: '41班' })]));
    const runId = await confirm(waiting.id);
    const adding = jest.spyOn(apply(), 'add').mockRejectedValue(new Error('the connection broke'));
    expect(await work(runId)).toBe('queued');
    await callOff(runId);
    expect(await work(runId)).toBe('cancelled');
    expect(adding).toHaveBeenCalledTimes(1);
    adding.mockRestore();
    expect(await importOf(waiting.id)).toEqual(waiting);
  });

  it('too late is written: the roster has it whole', async () => {
    const waiting = await checked(aRosterFile([row(4_200, { classNumber: '42班' })]));
    const runId = await confirm(waiting.id);
    const dropping = callOffAfter(app.get(RosterStageRepository, { strict: false }), 'drop', runId);
    expect(await work(runId)).toBe('done');
    dropping.mockRestore();
    expect(await importOf(waiting.id)).toMatchObject({ state: 'applied', counts: { new: 1 } });
    expect(await told(waiting.id)).toHaveLength(1);
  });
});

describe('an import that falls every time', () => {
  const falls = (of: object, method: string) => jest.spyOn(of as Record<string, () => Promise<void>>, method).mockRejectedValue(new Error('broken for good'));
  const last = (runId: string) => db.owner.query(`update platform.job_run set attempts = 7 where id = $1`, [runId]);

  it('while it is written is not stuck: it waits as after the dry run', async () => {
    const waiting = await checked(aRosterFile([row(5_000, { classNumber: '50班' })]));
    const before = await roster();
    const runId = await confirm(waiting.id);
    const adding = falls(apply(), 'add');
    await last(runId);
    expect(await work(runId)).toBe('failed');
    adding.mockRestore();
    expect([await roster(), await importOf(waiting.id)]).toEqual([before, waiting]);
    expect(await work(await confirm(waiting.id))).toBe('done');
    expect((await roster()).students).toHaveLength(before.students.length + 1);
  });

  it('in the dry run ends with a reason, and leaves neither file nor stage', async () => {
    const { id, jobRunId } = await upload(aRosterFile([row(5_100)]));
    const filling = falls(app.get(RosterStageRepository, { strict: false }), 'fill');
    await last(jobRunId);
    expect(await work(jobRunId)).toBe('failed');
    filling.mockRestore();
    expect(await importOf(id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('请重新上传') });
    await expect(staged(id)).rejects.toThrow('does not exist');
  });

  it('while it is taken back stays as it was written, and can be taken back later', async () => {
    const written = await checked(aRosterFile([row(5_200, { classNumber: '52班' })]));
    await work(await confirm(written.id));
    const before = await roster();
    const undo = async () => (await call('POST', `organisation/roster-imports/${written.id}/undo`, {})).body.jobRunId as string;
    const runId = await undo();
    const restoring = falls(app.get(RosterUndoRepository, { strict: false }), 'restoreChanged');
    await last(runId);
    expect(await work(runId)).toBe('failed');
    restoring.mockRestore();
    expect(await roster()).toEqual(before);
    expect(await importOf(written.id)).toMatchObject({ state: 'applied' });
    expect(await work(await undo())).toBe('done');
    expect((await roster()).students).toHaveLength(before.students.length - 1);
  });
});
