import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { OrganisationHttpModule } from '@heliotrope/organisation';
import { aBureau, aClass, anAccountWithPost, aSchool, aStudent, type BuiltClass, type BuiltSchool, type BuiltStudent, signIn, type SignedIn } from '@heliotrope/organisation/testing';
import { FileStore, JobRunRunner, newId, PlatformHttpModule } from '@heliotrope/platform';
import { testDatabase, type TestDatabase, testServer } from '@heliotrope/platform/testing';
import { PolicyHttpModule } from '@heliotrope/policy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { aConsent, anImpactAssessment, notices } from '../../testing/index.js';
import { DataProtectionHttpModule } from '../data-protection.http.module.js';
import { DataProtectionJobsModule } from '../data-protection.jobs.module.js';
import { DeleteFiles } from './delete-files.job.js';
import { DestroyDaily } from './destroy-due.job.js';

const BUREAU = 990101;
let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let schoolClass: BuiltClass;
let gone: BuiltStudent;
let held: BuiltStudent;
let officer: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  app = await testServer(db, PlatformHttpModule, PolicyHttpModule, OrganisationHttpModule, DataProtectionHttpModule, DataProtectionJobsModule);
  school = await aSchool(db.owner);
  schoolClass = await aClass(db.owner, school);
  await notices(db.owner);
  gone = await leaver('毕业甲', '2023-10-12');
  held = await leaver('毕业乙', '2023-10-01');
  await leaver('毕业丙', '2023-10-13');
  await aConsent(db, await aStudent(db.owner, schoolClass));
  officer = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer' }));
});
afterAll(async () => {
  await app?.close();
  await db?.close();
});

/** A pupil who left on this day, and whose guardian had agreed. */
async function leaver(name: string, on: string): Promise<BuiltStudent> {
  const student = await aStudent(db.owner, schoolClass, { name, state: 'left' });
  await db.owner.query(`update organisation.student set left_on = $2 where id = $1`, [student.id, on]);
  await aConsent(db, student);
  return student;
}

async function call<T = Record<string, unknown>>(method: 'GET' | 'POST', path: string, payload?: object, who = officer): Promise<{ status: number; body: T & { code?: string } }> {
  const answer = await app.inject({ method, url: `/api/data-protection/retention${path}`, headers: who.headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as T & { code?: string } };
}

async function night(state = 'done'): Promise<void> {
  await app.get(DestroyDaily, { strict: false }).tick();
  const { rows: [run] } = await db.owner.query(
    `update platform.job_run set not_before = now() where name = 'data-protection.destroy-due' and state = 'queued' and jurisdiction_id = $1 returning id`, [BUREAU]);
  await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: BUREAU, runId: run.id });
  const { rows: [done] } = await db.owner.query(`select state, error_message from platform.job_run where id = $1`, [run.id]);
  expect(done).toEqual({ state, error_message: null });
}
const consentsOf = async (student: BuiltStudent) => (await db.owner.query(`select count(*)::int as n from data_protection.consent_record where student_id = $1`, [student.id])).rows[0].n as number;

describe('keeping', () => {
  it('is told for each kind: how long, since when, after which paper, and never for less than the law', async () => {
    const { body } = await call<{ classes: { name: string; years: number; source: string; leastYears: number | null; dueFrom: string }[] }>('GET', '');
    const byName = new Map(body.classes.map((one) => [one.name, one]));
    expect(byName.get('data-protection.impact-assessments')).toMatchObject({ years: 3, leastYears: 3, dueFrom: '2023-10-12', source: expect.stringContaining('个人信息保护法') });
    expect(byName.get('data-protection.consent-records')).toMatchObject({ years: 3, leastYears: null, source: '平台默认值' });
  });

  it('is for bureaus and the two administrators who watch, not for teachers', async () => {
    const teacher = await signIn(app, await anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id }));
    expect((await call('GET', '', undefined, teacher)).status).toBe(403);
    const admin = await signIn(app, await anAccountWithPost(db.owner, { post: 'security-admin' }));
    expect((await call('GET', '', undefined, admin)).status).toBe(200);
    expect((await call('POST', '/holds', { reason: '管理员不得设置保全' }, admin)).status).toBe(403);
  });
});

describe('a night', () => {
  let hold: string;

  it('destroys what is due to the day, leaves what is held, and certifies it with a hash', async () => {
    expect((await call('POST', '/holds', { reason: '诉讼', studentId: held.id })).body.code).toBe('platform/invalid-body');
    expect((await call('POST', '/holds', { reason: '诉讼保全期间', dataClass: 'no.such' })).body.code).toBe('data-protection/class-unknown');
    hold = (await call<{ id: string }>('POST', '/holds', { reason: '诉讼保全期间', studentId: held.id })).body.id;
    const { id: old } = await anImpactAssessment(db.owner, { validFrom: '2022-01-01', validUntil: '2023-10-12' });
    await anImpactAssessment(db.owner, { validFrom: '2022-01-01', validUntil: '2023-10-13' });
    await night();
    expect([await consentsOf(gone), await consentsOf(held)]).toEqual([0, 1]);
    expect((await db.owner.query(`select count(*)::int as n from data_protection.consent_record`)).rows[0].n).toBe(3);
    expect((await db.owner.query(`select count(*)::int as n from data_protection.impact_assessment where id = $1`, [old])).rows[0].n).toBe(0);
    expect((await db.owner.query(`select count(*)::int as n from data_protection.impact_assessment`)).rows[0].n).toBe(1);
    const { body } = await call<{ items: { dataClass: string; count: number; digest: string; countedBefore: string }[] }>('GET', '/destructions');
    expect(body.items.map(({ dataClass, count, countedBefore }) => [dataClass, count, countedBefore]).sort()).toEqual([
      ['data-protection.consent-records', 1, '2023-10-12'], ['data-protection.impact-assessments', 1, '2023-10-12'],
    ]);
    for (const one of body.items) expect(one.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(body)).not.toContain(gone.id);
    const { rows } = await db.owner.query(`select count(*)::int as n from platform.outbox where type = 'data-protection/data-destroyed'`);
    expect(rows[0].n).toBe(2);
  });

  it('that finds nothing due leaves no certificate', async () => {
    await night();
    expect((await call<{ items: object[] }>('GET', '/destructions')).body.items).toHaveLength(2);
  });

  it('destroys what was held once a person has lifted the hold', async () => {
    expect((await call('POST', `/holds/${hold}/lift`)).status).toBe(204);
    expect((await call('POST', `/holds/${hold}/lift`)).body.code).toBe('data-protection/hold-lifted');
    await night();
    expect(await consentsOf(held)).toBe(0);
  });

  it('destroys nothing at all while the whole bureau is held', async () => {
    await call('POST', '/holds', { reason: '上级调查期间' });
    const overdue = await leaver('毕业丁', '2022-06-30');
    await night();
    expect(await consentsOf(overdue)).toBe(1);
  });
});

describe('the scan of a signed paper', () => {
  const files = () => app.get(FileStore, { strict: false });
  const hour = () => app.get(DeleteFiles, { strict: false }).tick();
  const waiting = async () => (await db.owner.query(`select file_key from data_protection.file_to_delete order by 1`)).rows.map((row) => row.file_key as string);
  const scansOf = async (student: BuiltStudent) =>
    (await db.owner.query(`select count(*)::int as n from data_protection.consent_scan s join data_protection.consent_record r on r.id = s.record_id where r.student_id = $1`, [student.id])).rows[0].n as number;
  let student: BuiltStudent;
  let key: string;

  /** The consent's scan, in the store and in its row. */
  async function scanned(of: BuiltStudent): Promise<string> {
    const { rows: [record] } = await db.owner.query(`select id from data_protection.consent_record where student_id = $1`, [of.id]);
    const { key: fileKey, sha256, bytes } = await files().put(`consent-scans/${BUREAU}/${record.id}.pdf`, Buffer.from('signed'));
    await db.owner.query(
      `insert into data_protection.consent_scan (jurisdiction_id, id, record_id, school_id, file_key, sha256, bytes, added_by, added_at) values ($1, $2, $3, $4, $5, $6, $7, 'test', now())`,
      [BUREAU, newId(), record.id, of.schoolId, fileKey, sha256, bytes],
    );
    return fileKey;
  }

  beforeAll(async () => {
    await db.owner.query(`update data_protection.legal_hold set lifted_at = now(), lifted_by = 'test' where lifted_at is null`);
    await night();
    student = await leaver('毕业戊', '2022-06-30');
    key = await scanned(student);
  });

  it('stays when the night fails: neither row nor file is gone, nor will be', async () => {
    await db.owner.query(`alter table data_protection.destruction add constraint planted check (false) not valid`);
    await night('queued'); // to be tried again
    await db.owner.query(`alter table data_protection.destruction drop constraint planted`);
    await hour();
    expect([await consentsOf(student), await scansOf(student), await waiting(), (await files().stat(key))?.bytes]).toEqual([1, 1, [], 6]);
  });

  it('goes after the commit, once its row is gone', async () => {
    await night();
    expect([await consentsOf(student), await scansOf(student), await waiting(), (await files().stat(key))?.bytes]).toEqual([0, 0, [key], 6]);
    await hour();
    expect([await waiting(), await files().stat(key)]).toEqual([[], null]);
  });

  it('is looked at again when an hour died between the file and its row, or the store was away for one of two', async () => {
    const others = [await leaver('毕业己', '2022-06-30'), await leaver('毕业庚', '2022-06-30')];
    for (const one of others) await scanned(one);
    await night();
    const [first, second] = (await waiting()) as [string, string];
    const away = jest.spyOn(files(), 'delete').mockRejectedValueOnce(new Error('the store is away'));
    await expect(hour()).rejects.toThrow('1 files could not be deleted');
    away.mockRestore();
    expect([await waiting(), await files().stat(second)]).toEqual([[first], null]);
    await files().delete(first);
    await hour();
    await hour();
    expect(await waiting()).toEqual([]);
  });
});

describe('a certificate', () => {
  it('comes as a PDF through the export centre, to whom ordered it', async () => {
    const { body: { items: [one] } } = await call<{ items: { id: string }[] }>('GET', '/destructions');
    const { status, body } = await call<{ exportId: string; jobRunId: string }>('POST', `/destructions/${one!.id}/certificate`);
    expect(status).toBe(202);
    await app.get(JobRunRunner, { strict: false }).run({ jurisdictionId: BUREAU, runId: body.jobRunId });
    const { rows: [made] } = await db.owner.query(`select state, bytes, sha256 from platform.export where id = $1`, [body.exportId]);
    expect(made.state).toBe('ready');
    expect(Number(made.bytes)).toBeGreaterThan(5_000);
    const { rows: [entry] } = await db.owner.query(`select detail from audit.entry where object = $1 and detail like '%seal%'`, [`export:${body.exportId}`]);
    expect(JSON.parse(entry.detail)).toMatchObject({ destructionId: one!.id, sha256: made.sha256 });
  });

  it('is of one bureau: the next one finds none', async () => {
    await aBureau(db.owner, 990102);
    const neighbour = await signIn(app, await anAccountWithPost(db.owner, { post: 'county-officer', jurisdictionId: 990102 }));
    const { body: { items: [one] } } = await call<{ items: { id: string }[] }>('GET', '/destructions');
    expect((await call<{ items: object[] }>('GET', '/destructions', undefined, neighbour)).body.items).toEqual([]);
    expect((await call('POST', `/destructions/${one!.id}/certificate`, undefined, neighbour)).body.code).toBe('data-protection/destruction-absent');
  });

  it('cannot be rewritten', async () => {
    await expect(db.dataSource.query(`update data_protection.destruction set count = 0`)).rejects.toThrow(/permission denied/);
    await expect(db.dataSource.query(`delete from data_protection.destruction`)).rejects.toThrow(/permission denied/);
  });
});
