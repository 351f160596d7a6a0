import fs from 'node:fs';
import type { Actor } from '@heliotrope/kernel';
import { wholeJurisdictions } from '@heliotrope/kernel';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { RequestWithActor } from '../access/allow.js';
import { authenticatorOf } from '../access/authenticator.js';
import { AnchorHeads } from '../audit/anchor-heads.job.js';
import { anchorFiles } from '../audit/anchor-files.js';
import { AuditJobsModule } from '../audit/audit.module.js';
import { newId } from '../database/new-id.js';
import type { Tx } from '../database/tx.js';
import { FileStore } from '../files/file-store.js';
import { FilesHttpModule } from '../files/files.module.js';
import { NotifyHttpModule } from '../notify/notify.module.js';
import { Notifier } from '../notify/notifier.js';
import { TellsTodos, type Todo, type TodoSource } from '../notify/todo.js';
import { testDatabase, type TestDatabase, testServer } from '../testing/index.js';
import { ExpireExports } from './expire-exports.job.js';
import { ExportFiles } from './export-files.service.js';
import { ExportCentre } from './export-centre.service.js';
import { ExportsHttpModule, ExportsJobsModule } from './exports.module.js';

const BUREAU = 330106;
const SCHOOL = newId();
const OTHER_SCHOOL = newId();
const actions = new Set(['platform.read-exports', 'platform.read-messages']);
const person = (jurisdiction: number, school: string): Actor & { kind: 'person' } => ({
  kind: 'person',
  accountId: newId(),
  name: '王老师',
  posts: [{ post: 'psychology-teacher', actions, scope: { jurisdictions: [jurisdiction], schools: [school], classes: 'all' } }],
});
const owner = person(BUREAU, SCHOOL);
const colleague = person(BUREAU, SCHOOL);
const moved: Actor = { ...owner, posts: person(BUREAU, OTHER_SCHOOL).posts };
const people = new Map<string, Actor>([['owner', owner], ['colleague', colleague], ['moved', moved]]);

const byHeader = { as: 'staff', authenticate: (request: RequestWithActor) => people.get(String(request.headers.authorization)) ?? null };

const waiting = (id: string, dueAt: string | null): Todo => ({ id, kind: 'spec/wait', title: '有一件事等您', link: `/spec/${id}`, dueAt: dueAt ? new Date(dueAt) : null });

@TellsTodos('platform.read-exports')
class SomeWait implements TodoSource {
  async todos(tx: Tx, accountId: string): Promise<Todo[]> {
    return accountId === owner.accountId && tx.scopes.length === 1 ? [waiting('c', null), waiting('b', '2026-10-13T00:00:00Z')] : [];
  }
}

@TellsTodos('platform.read-messages')
class OthersWait implements TodoSource {
  async todos(): Promise<Todo[]> {
    return [waiting('a', '2026-10-12T00:00:00Z')];
  }
}

@TellsTodos('spec.not-granted')
class NotForUs implements TodoSource {
  async todos(): Promise<Todo[]> {
    throw new Error('asked without the right');
  }
}

@Global()
@Module({ providers: [SomeWait, OthersWait, NotForUs, { provide: authenticatorOf('staff'), useValue: byHeader }], exports: [authenticatorOf('staff')] })
class SignedInByHeaderModule {}

let database: TestDatabase;
let app: NestFastifyApplication;
beforeAll(async () => {
  database = await testDatabase();
  app = await testServer(database, SignedInByHeaderModule, ExportsHttpModule, ExportsJobsModule, NotifyHttpModule, FilesHttpModule, AuditJobsModule);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const asJob = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.work.run({ kind: 'system', rule: 'spec.make', scope: wholeJurisdictions(BUREAU) }, 'platform.spec', work);
const get = (who: string, url: string) => app.inject({ method: 'GET', url, headers: { authorization: who } });
const codeOf = (answer: { json(): { code?: string } }) => answer.json().code;

describe('the export centre', () => {
  const order = { jurisdictionId: BUREAU, schoolId: SCHOOL, kind: 'reporting/school-report', title: '秋季测评报告', fileName: '秋季测评报告.xlsx' };
  const begin = () => asJob((tx) => app.get(ExportCentre).begin(tx, { ...order, ownerAccountId: owner.accountId }));
  const deliver = (id: string, text: string) =>
    asJob((tx) => app.get(ExportCentre).deliver(tx, { jurisdictionId: BUREAU, id }, Buffer.from(text)));

  it('gives the file to its owner under its Chinese name, and leaves an audit entry each time', async () => {
    const id = await begin();
    expect(codeOf(await get('owner', `/api/exports/${id}/file`))).toBe('platform/export-not-ready');
    await deliver(id, 'content');
    const answer = await get('owner', `/api/exports/${id}/file`);
    expect([answer.statusCode, answer.body]).toEqual([200, 'content']);
    expect(answer.headers).toMatchObject({
      'content-disposition': expect.stringContaining(`filename*=UTF-8''${encodeURIComponent('秋季测评报告.xlsx')}`),
      'content-type': expect.stringContaining('spreadsheetml'),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    const { rows } = await database.owner.query(`select actor, object from audit.entry where action = 'platform.download-export'`);
    expect(rows).toEqual([{ actor: `account:${owner.accountId}`, object: `export:${id}` }]);
  });

  it('knows it not for anybody else, nor for the owner once the post reaches the school no more', async () => {
    const id = await begin();
    await deliver(id, 'content');
    for (const who of ['colleague', 'moved']) {
      expect(codeOf(await get(who, `/api/exports/${id}/file`))).toBe('platform/export-absent');
      expect((await get(who, '/api/exports')).json().items).toEqual([]);
    }
    expect(codeOf(await get('nobody', `/api/exports/${id}/file`))).toBe('platform/sign-in-needed');
  });

  it('lists page by page, newest first, without telling where files lie', async () => {
    const first = (await get('owner', '/api/exports?limit=1')).json();
    const second = (await get('owner', `/api/exports?limit=1&cursor=${first.nextCursor}`)).json();
    expect(first.items[0].id > second.items[0].id).toBe(true);
    expect(Object.keys(first.items[0]).sort()).toEqual(
      ['bytes', 'expiresAt', 'fileName', 'hasPassword', 'holdsIndividuals', 'id', 'jobRunId', 'kind', 'readyAt', 'reason', 'requestedAt', 'state', 'title'],
    );
  });

  it('says of a failed one that it failed', async () => {
    const id = await begin();
    await asJob((tx) => app.get(ExportCentre).fail(tx, { jurisdictionId: BUREAU, id }, 'platform/bug'));
    expect(codeOf(await get('owner', `/api/exports/${id}/file`))).toBe('platform/export-failed');
  });

  const fileOf = async (id: string): Promise<string | null> => (await database.owner.query(`select file_key from platform.export where id = $1`, [id])).rows[0].file_key;

  it('names only a file that is there: a delivery whose commit fails leaves the one before as it was, and its own to the sweeper', async () => {
    const id = await begin();
    await deliver(id, 'first');
    const first = (await fileOf(id))!;
    const put = jest.spyOn(app.get(FileStore), 'put');
    await expect(asJob(async (tx) => {
      await app.get(ExportCentre).deliver(tx, { jurisdictionId: BUREAU, id }, Buffer.from('second'));
      throw new Error('killed before the commit');
    })).rejects.toThrow('killed');
    const orphan = put.mock.calls[0]![0];
    put.mockRestore();
    expect((await get('owner', `/api/exports/${id}/file`)).body).toBe('first');
    expect(await app.get(FileStore).stat(orphan)).not.toBeNull();
    expect(await app.get(ExportFiles, { strict: false }).named([first, orphan])).toEqual(new Set([first]));
  });

  it('removes files after a week', async () => {
    const id = await begin();
    await deliver(id, 'content');
    const key = (await fileOf(id))!;
    expect(await app.get(FileStore).stat(key)).not.toBeNull();
    const start = database.clock.now();
    database.clock.advance(7 * 24 * 60 * 60 * 1000 + 1);
    expect(codeOf(await get('owner', `/api/exports/${id}/file`))).toBe('platform/export-expired');
    await app.get(ExpireExports).tick();
    expect(await app.get(FileStore).stat(key)).toBeNull();
    expect(codeOf(await get('owner', `/api/exports/${id}/file`))).toBe('platform/export-expired');
    database.clock.set(start);
  });
});

describe('the bell', () => {
  const notice = { jurisdictionId: BUREAU, kind: 'crisis-escalation/case-waiting', title: '有一名学生需要您尽快关注', link: '/crisis-escalation/cases/1' };
  const tell = (accountIds: string[]) => asJob((tx) => app.get(Notifier).tell(tx, { ...notice, accountIds }));

  it('rings for each who was told, once, and is theirs alone', async () => {
    await tell([owner.accountId, colleague.accountId, owner.accountId]);
    const { items, unread } = (await get('owner', '/api/messages')).json();
    expect({ unread, items }).toEqual({
      unread: 1,
      items: [{ id: expect.any(String), kind: notice.kind, title: notice.title, link: notice.link, createdAt: expect.any(String), readAt: null }],
    });
    const read = (who: string) => app.inject({ method: 'POST', url: `/api/messages/${items[0].id}/read`, headers: { authorization: who } });
    expect(codeOf(await read('colleague'))).toBe('platform/message-absent');
    expect((await read('owner')).statusCode).toBe(204);
    expect((await get('owner', '/api/messages')).json().unread).toBe(0);
    expect((await get('colleague', '/api/messages')).json().unread).toBe(1);
  });

  it('does not ring for what was rolled back', async () => {
    await expect(
      asJob(async (tx) => {
        await app.get(Notifier).tell(tx, { ...notice, accountIds: [owner.accountId] });
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect((await get('owner', '/api/messages')).json().unread).toBe(0);
  });

  it('takes no identity number and no foreign address', async () => {
    const refused = (change: object) => asJob((tx) => app.get(Notifier).tell(tx, { ...notice, accountIds: [owner.accountId], ...change }));
    await expect(refused({ title: '330106201203040017' })).rejects.toThrow('identity number');
    await expect(refused({ link: '//evil.example' })).rejects.toThrow('page of the console');
  });
});

it('the to-do list gathers what every domain tells, the most pressing first, and asks only where one has the right', async () => {
  const todos = async (who: string) => (await get(who, '/api/todos')).json().items.map((todo: Todo) => todo.id);
  expect(await todos('owner')).toEqual(['a', 'b', 'c']);
  expect(await todos('colleague')).toEqual(['a']);
});

it('a signed address opens its file without a session, and nothing else', async () => {
  const store = app.get(FileStore);
  await store.put('shared/notice.pdf', Buffer.from('%PDF-'));
  const expiresAt = new Date(database.clock.now().getTime() + 60_000);
  const url = await store.signedUrl('shared/notice.pdf', { expiresAt, fileName: '通知.pdf', type: 'application/pdf' });
  expect((await app.inject({ method: 'GET', url })).body).toBe('%PDF-');
  expect((await app.inject({ method: 'GET', url: `${url.slice(0, -4)}AAAA` })).statusCode).toBe(404);
  expect((await app.inject({ method: 'GET', url: '/api/files' })).statusCode).toBe(404);
});

it('the worker anchors what was written', async () => {
  await app.get(AnchorHeads).tick();
  expect(anchorFiles(database.config.anchorsDir)).toHaveLength(1);
  expect(fs.readFileSync(anchorFiles(database.config.anchorsDir)[0]!, 'utf8')).toContain(`"jurisdictionId":${BUREAU}`);
});
