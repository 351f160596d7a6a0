import { defineActions, defineRefusals, type Actor, refuse, wholeJurisdictions } from '@heliotrope/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RequestWithActor } from '../access/allow.js';
import { authenticatorOf } from '../access/authenticator.js';
import { newId } from '../database/new-id.js';
import type { Tx } from '../database/tx.js';
import { testDatabase, type TestDatabase, testServer } from '../testing/index.js';
import { AssessesExports, type ExportAssessor } from './export-assessment.service.js';
import { ExportCentre } from './export-centre.service.js';
import { guardExport } from './export-kind.js';
import { ExportsHttpModule } from './exports.module.js';

const BUREAU = 330107;
const SCHOOL = newId();
defineActions({ 'example.list-pupils': '导出名单' });
defineRefusals({ 'example/not-assessed': { kind: 'conflict', zh: '没有有效的影响评估。' } });
guardExport({ kind: 'example/pupils', action: 'example.list-pupils', approvedBy: 'platform.approve-exports', mostRows: 3, assessed: true });

@AssessesExports()
class Assessments implements ExportAssessor {
  inForce = true;

  demand(): Promise<void> {
    return this.inForce ? Promise.resolve() : Promise.reject(refuse('example/not-assessed'));
  }
}

const person = (name: string, school: string, ...actions: string[]): Actor & { kind: 'person' } => ({
  kind: 'person', accountId: newId(), name,
  posts: [{ post: 'psychology-teacher', actions: new Set(['platform.read-exports', ...actions]), scope: { jurisdictions: [BUREAU], schools: [school], classes: 'all' } }],
});
const owner = person('申请人', SCHOOL, 'example.list-pupils', 'platform.approve-exports');
const people = new Map<string, Actor>([
  ['owner', owner], ['without', { ...owner, posts: person('申请人', SCHOOL).posts }], ['leader', person('校长', SCHOOL, 'platform.approve-exports')],
  ['neighbour', person('邻校', newId(), 'platform.approve-exports')], ['colleague', person('同事', SCHOOL)],
]);
const byHeader = { as: 'staff', authenticate: (request: RequestWithActor) => people.get(String(request.headers.authorization)) ?? null };

@Global()
@Module({ providers: [Assessments, { provide: authenticatorOf('staff'), useValue: byHeader }], exports: [authenticatorOf('staff')] })
class SignedInByHeaderModule {}

describe('a file that lists individuals', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    database = await testDatabase();
    app = await testServer(database, SignedInByHeaderModule, ExportsHttpModule);
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const call = (who: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    app.inject({ method, url: `/api${url}`, headers: { authorization: who }, ...(payload ? { payload } : {}) });
  const code = (answer: { json(): { code?: string } }) => answer.json().code;
  const asJob = <T>(work: (tx: Tx) => Promise<T>) =>
    database.work.run({ kind: 'system', rule: 'spec.make', scope: wholeJurisdictions(BUREAU) }, 'platform.spec', work);
  const order = {
    jurisdictionId: BUREAU, schoolId: SCHOOL, ownerAccountId: owner.accountId, ownerName: '申请人', kind: 'example/pupils', title: '关注名单',
    fileName: '关注名单.xlsx', reason: '开学家访需要', job: (exportId: string) => ({ name: 'example.make', payload: { exportId }, jurisdictionId: BUREAU }),
  };
  const asked = () => database.work.run(owner, 'example.list-pupils', (tx) => app.get(ExportCentre).ask(tx, order));
  const deliver = (id: string, rows = 2) =>
    asJob((tx) => app.get(ExportCentre).deliverSealed(tx, { jurisdictionId: BUREAU, id }, { content: Buffer.from('张三'), rows }));

  it('is neither asked for nor approved while no impact assessment is in force', async () => {
    const assessments = app.get(Assessments, { strict: false });
    const id = await asked();
    assessments.inForce = false;
    await expect(asked()).rejects.toMatchObject({ code: 'example/not-assessed' });
    expect(code(await call('leader', 'POST', `/export-approvals/${id}`, { grant: true }))).toBe('example/not-assessed');
    assessments.inForce = true;
    expect((await call('leader', 'POST', `/export-approvals/${id}`, { grant: false })).statusCode).toBe(204);
  });

  it('is made only when somebody else of that school has approved it', async () => {
    const id = await asked();
    expect(code(await call('owner', 'GET', `/exports/${id}/file`))).toBe('platform/export-asked');
    expect(code(await call('owner', 'POST', `/export-approvals/${id}`, { grant: true }))).toBe('platform/export-own');
    expect(code(await call('neighbour', 'POST', `/export-approvals/${id}`, { grant: true }))).toBe('platform/export-absent');
    expect(code(await call('colleague', 'POST', `/export-approvals/${id}`, { grant: true }))).toBe('platform/not-allowed');
    expect((await call('leader', 'GET', '/export-approvals')).json().items).toEqual([expect.objectContaining({ id, reason: '开学家访需要', askedByName: '申请人' })]);
    expect((await call('owner', 'GET', '/export-approvals')).json().items).toEqual([]);
    expect((await call('leader', 'POST', `/export-approvals/${id}`, { grant: true })).statusCode).toBe(204);
    const { rows } = await database.owner.query(`select name, payload from platform.job_run`);
    expect(rows).toEqual([{ name: 'example.make', payload: { exportId: id } }]);
    expect(code(await call('leader', 'POST', `/export-approvals/${id}`, { grant: false }))).toBe('platform/export-decided');
  });

  it('refused is not made, and says so', async () => {
    const id = await asked();
    await call('leader', 'POST', `/export-approvals/${id}`, { grant: false });
    expect(code(await call('owner', 'GET', `/exports/${id}/file`))).toBe('platform/export-refused');
  });

  it('comes as a zip sealed with AES-256, whose password is shown to the one who asked, once', async () => {
    const id = await asked();
    await call('leader', 'POST', `/export-approvals/${id}`, { grant: true });
    await deliver(id);
    expect(code(await call('leader', 'POST', `/exports/${id}/password`))).toBe('platform/export-absent');
    const { password } = (await call('owner', 'POST', `/exports/${id}/password`)).json();
    expect(code(await call('owner', 'POST', `/exports/${id}/password`))).toBe('platform/export-password-gone');
    const answer = await call('owner', 'GET', `/exports/${id}/file`);
    expect(answer.headers['content-disposition']).toContain(encodeURIComponent('关注名单.xlsx.zip'));
    expect(answer.rawPayload.includes('张三')).toBe(false);
    const entryWith = async (word: string) => (await new ZipReader(new Uint8ArrayReader(answer.rawPayload), { password: word }).getEntries())[0]!;
    const entry = await entryWith(password);
    expect([entry.encrypted, entry.zipCrypto, entry.filename]).toEqual([true, false, '关注名单.xlsx']);
    const read = async (word: string) => Buffer.from(await (await entryWith(word) as { getData(w: unknown): Promise<Uint8Array> }).getData(new Uint8ArrayWriter())).toString();
    expect(await read(password)).toBe('张三');
    await expect(read('wrong')).rejects.toThrow();
    const audited = await database.owner.query(`select action, detail from audit.entry where object = $1 order by seq`, [`export:${id}`]);
    expect(audited.rows.map(({ action }) => action)).toEqual(['platform.approve-exports', 'platform.show-export-password', 'platform.download-export']);
    expect(JSON.stringify(audited.rows)).not.toContain(password);
  });

  it('holds no more rows than its kind allows, and goes out by no other door', async () => {
    const id = await asked();
    await expect(deliver(id, 4)).rejects.toMatchObject({ code: 'platform/export-too-many', details: { most: 3 } });
    await expect(asJob((tx) => app.get(ExportCentre).deliver(tx, { jurisdictionId: BUREAU, id }, Buffer.from('x')))).rejects.toThrow('delivered sealed');
    await expect(asJob((tx) => app.get(ExportCentre).begin(tx, order))).rejects.toThrow('asked for, not begun');
  });

  it('is gone for whoever has lost the right to ask for it', async () => {
    const id = await asked();
    await call('leader', 'POST', `/export-approvals/${id}`, { grant: true });
    await deliver(id);
    expect(code(await call('without', 'GET', `/exports/${id}/file`))).toBe('platform/export-absent');
    expect((await call('owner', 'GET', `/exports/${id}/file`)).statusCode).toBe(200);
  });

  it('cannot be approved by its owner even in the database', async () => {
    const id = await asked();
    await expect(database.owner.query(`update platform.export set decided_by = owner_account_id where id = $1`, [id])).rejects.toThrow('export_decided_by_another');
  });
});
