import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Actor, defineFact, wholeJurisdictions } from '@heliotrope/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Webhook } from 'standardwebhooks';
import type { RequestWithActor } from '../access/allow.js';
import { authenticatorOf } from '../access/authenticator.js';
import { newId } from '../database/new-id.js';
import { OutboxRelay } from '../jobs/outbox-relay.service.js';
import { NotifyHttpModule } from '../notify/notify.module.js';
import { type TestDatabase, testDatabase, testServer } from '../testing/index.js';
import { SendWebhooks } from './send-webhooks.job.js';
import { WebhooksHttpModule, WebhooksJobsModule } from './webhooks.module.js';

const BUREAU = 330106;
const NEIGHBOUR = 330107;
const actions = new Set(['platform.manage-webhooks', 'platform.read-messages']);
const administrator = (jurisdiction: number): Actor & { kind: 'person' } => ({
  kind: 'person', accountId: newId(), name: '系统管理员',
  posts: [{ post: 'system-admin', actions, scope: { jurisdictions: [jurisdiction], schools: 'all', classes: 'all' } }],
});
const people = new Map<string, Actor>([['own', administrator(BUREAU)], ['neighbour', administrator(NEIGHBOUR)]]);

@Global()
@Module({
  providers: [{ provide: authenticatorOf('staff'), useValue: { as: 'staff', authenticate: (request: RequestWithActor) => people.get(String(request.headers.authorization)) ?? null } }],
  exports: [authenticatorOf('staff')],
})
class SignedInByHeaderModule {}

const told = defineFact<{ schoolId: string; secretOfAChild: string }>('spec-webhooks/happened', { zh: '发生了一件事', fields: ['schoolId'] });
const kept = defineFact<{ schoolId: string }>('spec-webhooks/kept');

let database: TestDatabase;
let app: NestFastifyApplication;
let receiver: http.Server;
let address: string;
let answer = 204;
let dawdle = false;
const heard: { headers: http.IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const config = { ...database.config, outboundAllow: ['127.0.0.1/32'] };
  app = await testServer({ ...database, config }, SignedInByHeaderModule, WebhooksHttpModule, WebhooksJobsModule, NotifyHttpModule);
  receiver = http.createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      if (dawdle) request.socket.destroy();
      else response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/heliotrope`;
});
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await app.close();
  await database.close();
});
beforeEach(() => {
  heard.length = 0;
  answer = 204;
  dawdle = false;
});

const call = (who: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, headers: Record<string, string> = {}) =>
  app.inject({ method, url: `/api/webhooks${url}`, headers: { authorization: who, ...headers }, ...(payload ? { payload } : {}) });
let n = 0;
const bodyOf = (over: object = {}) => ({ jurisdictionId: BUREAU, name: `接收方${(n += 1)}`, address, facts: [told.type], ...over });
const changeOf = (over: object = {}) => ({ name: `接收方${(n += 1)}`, address, facts: [told.type], ...over });
async function aWebhook(over: object = {}): Promise<{ id: string; secret: string }> {
  const made = (await call('own', 'POST', '', bodyOf(over))).json();
  return { id: made.webhook.id, secret: made.secret };
}
const remove = (id: string) => call('own', 'DELETE', `/${id}`);

async function happen(...facts: ReturnType<typeof told.of>[]): Promise<void> {
  await database.work.run({ kind: 'system', rule: 'spec.make', scope: wholeJurisdictions(BUREAU, NEIGHBOUR) }, 'platform.spec', async (tx) => {
    for (const fact of facts) tx.state(fact);
  });
  while ((await app.get(OutboxRelay).drain()) > 0);
}
const send = () => app.get(SendWebhooks).tick();
const deliveries = async (id: string) => (await call('own', 'GET', `/${id}/deliveries`)).json().items;

describe('telling a bureau’s own systems', () => {
  it('tells what happened with the named fields only, signed so that anybody’s verifier reads it', async () => {
    const { id, secret } = await aWebhook();
    await happen(told.of(BUREAU, { schoolId: 's1', secretOfAChild: 'never' }));
    await send();
    expect(heard).toHaveLength(1);
    const body = new Webhook(secret).verify(heard[0]!.body, withTimeOfTest(heard[0]!.headers, heard[0]!.body, secret)) as object;
    expect(body).toEqual({ type: told.type, timestamp: expect.any(String), jurisdictionId: BUREAU, data: { schoolId: 's1' } });
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1, lastStatus: 204, id: heard[0]!.headers['webhook-id'] }]);
    await remove(id);
  });

  /** The test's clock stands in October; a verifier reads today's. What was signed is checked by signing it again. */
  function withTimeOfTest(headers: http.IncomingHttpHeaders, body: string, secret: string): Record<string, string> {
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(at).toEqual(new Date(Math.floor(database.clock.now().getTime() / 1000) * 1000));
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(String(headers['webhook-id']), at, body));
    const now = new Date();
    const id = String(headers['webhook-id']);
    return { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(now.getTime() / 1000)), 'webhook-signature': new Webhook(secret).sign(id, now, body) };
  }

  it('tells nothing that is not open, nothing of a neighbour, nothing unasked, and nothing while it is turned off', async () => {
    const { id } = await aWebhook();
    const off = await aWebhook();
    await call('own', 'PUT', `/${off.id}`, changeOf({ active: false }), { 'if-match': '"1"' });
    await happen(kept.of(BUREAU, { schoolId: 's1' }) as never, told.of(NEIGHBOUR, { schoolId: 's2', secretOfAChild: 'x' }));
    expect(await deliveries(id)).toEqual([]);
    await happen(told.of(BUREAU, { schoolId: 's3', secretOfAChild: 'x' }));
    await send();
    expect([(await deliveries(id)).length, (await deliveries(off.id)).length, heard.length]).toEqual([1, 0, 1]);
    await remove(id);
    await remove(off.id);
  });

  it('tries again with the same number until it is heard, and tells each message once in effect', async () => {
    const { id } = await aWebhook();
    answer = 503;
    await happen(told.of(BUREAU, { schoolId: 's1', secretOfAChild: 'x' }));
    await send();
    await send(); // not due yet
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', attempts: 1, lastStatus: 503 }]);
    database.clock.advance(5_001);
    dawdle = true;
    await send();
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', attempts: 2, lastStatus: null, lastError: 'platform/outbound-silent' }]);
    dawdle = false;
    answer = 200;
    database.clock.advance(300_001);
    await Promise.all([send(), send(), send()]);
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 3, lastStatus: 200 }]);
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(heard).toHaveLength(3);
    await remove(id);
  });

  it('gives up after ten tries, tells the administrator, and sends again when he asks', async () => {
    const { id } = await aWebhook();
    answer = 500;
    await happen(told.of(BUREAU, { schoolId: 's1', secretOfAChild: 'x' }));
    for (let tries = 0; tries < 10; tries += 1) {
      await send();
      database.clock.advance(25 * 3_600_000);
    }
    const [given] = await deliveries(id);
    expect(given).toMatchObject({ state: 'failed', attempts: 10 });
    const messages = await app.inject({ method: 'GET', url: '/api/messages', headers: { authorization: 'own' } });
    expect(messages.json().items[0]).toMatchObject({ kind: 'platform/webhook-failed', link: `/exchange/webhooks/${id}` });
    answer = 204;
    expect((await call('own', 'POST', `/${id}/deliveries/${given.id}/replay`)).json()).toMatchObject({ state: 'waiting', attempts: 0 });
    await send();
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    await remove(id);
  });

  it('stops when the receiver says that it is gone', async () => {
    const { id } = await aWebhook();
    answer = 410;
    await happen(told.of(BUREAU, { schoolId: 's1', secretOfAChild: 'x' }));
    await send();
    expect((await call('own', 'GET', `/${id}`)).json()).toMatchObject({ active: false, failed: 1 });
    await remove(id);
  });

  it('takes a message up again that a killed worker had taken', async () => {
    const { id } = await aWebhook();
    await happen(told.of(BUREAU, { schoolId: 's1', secretOfAChild: 'x' }));
    await database.owner.query(`update platform.webhook_delivery set attempts = 1, next_try_at = $1`, [new Date(database.clock.now().getTime() + 60_000)]);
    await send();
    expect(heard).toHaveLength(0);
    database.clock.advance(60_001);
    await send();
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    await remove(id);
  });

  it('sends nothing that waited once it is turned off, and one unreadable secret holds up no neighbour', async () => {
    const off = await aWebhook();
    const broken = await aWebhook();
    const good = await aWebhook();
    await happen(told.of(BUREAU, { schoolId: 's1', secretOfAChild: 'x' }));
    await call('own', 'PUT', `/${off.id}`, changeOf({ active: false }), { 'if-match': '"1"' });
    await database.owner.query(`update platform.webhook set secret_enc = '\\x00' where id = $1`, [broken.id]);
    await send();
    expect([await deliveries(off.id), await deliveries(broken.id), await deliveries(good.id)]).toMatchObject([
      [{ state: 'waiting', attempts: 0 }], [{ state: 'waiting', attempts: 1, lastError: 'platform/bug' }], [{ state: 'delivered' }],
    ]);
    for (const { id } of [off, broken, good]) await remove(id);
  });

  it('sends a message to try it out, even while nothing happens', async () => {
    const { id } = await aWebhook();
    expect((await call('own', 'POST', `/${id}/trial`)).statusCode).toBe(204);
    await send();
    expect(JSON.parse(heard[0]!.body)).toMatchObject({ type: 'platform/trial', data: {} });
    await remove(id);
  });
});

describe('keeping webhooks', () => {
  it('shows a secret when it is made and never again, and another one on demand', async () => {
    const { id, secret } = await aWebhook();
    for (const url of ['', `/${id}`, `/${id}/deliveries`]) expect((await call('own', 'GET', url)).body).not.toContain(secret.slice(6));
    const renewed = (await call('own', 'POST', `/${id}/secret`)).json().secret;
    expect(renewed).not.toBe(secret);
    await call('own', 'POST', `/${id}/trial`);
    await send();
    const { headers, body } = heard[0]!;
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(headers['webhook-signature']).toBe(new Webhook(renewed).sign(String(headers['webhook-id']), at, body));
    await remove(id);
  });

  it('does not know a neighbour’s', async () => {
    const { id } = await aWebhook();
    for (const [method, url, payload] of [
      ['GET', `/${id}`, undefined], ['GET', `/${id}/deliveries`, undefined], ['POST', `/${id}/secret`, {}], ['POST', `/${id}/trial`, {}],
      ['POST', `/${id}/deliveries/${newId()}/replay`, {}], ['DELETE', `/${id}`, undefined],
    ] as const) {
      expect((await call('neighbour', method, url, payload)).json()).toMatchObject({ code: 'platform/webhook-absent' });
    }
    expect((await call('neighbour', 'GET', '')).json().items).toEqual([]);
    await remove(id);
  });

  it.each([
    ['a fact that stays inside', { facts: [kept.type] }, 'platform/webhook-facts'],
    ['no fact at all', { facts: [] }, 'platform/invalid-body'],
    ['an address inside our network', { address: 'http://10.0.0.8/x' }, 'platform/outbound-refused'],
    ['an address of another kind', { address: 'file:///etc/passwd' }, 'platform/invalid-body'],
    ['another bureau', { jurisdictionId: NEIGHBOUR }, 'platform/webhook-bureau'],
  ])('refuses %s', async (_what, over, code) => {
    expect((await call('own', 'POST', '', bodyOf(over))).json()).toMatchObject({ code });
  });

  it('lists what may be told, in the words of who chooses', async () => {
    const { items } = (await call('own', 'GET', '/facts')).json();
    expect(items).toContainEqual({ type: told.type, name: '发生了一件事', fields: ['schoolId'] });
    expect(items.map((item: { type: string }) => item.type)).not.toContain(kept.type);
  });

  it('does not overwrite what somebody else has saved', async () => {
    const { id } = await aWebhook();
    expect((await call('own', 'PUT', `/${id}`, changeOf(), { 'if-match': '"1"' })).json()).toMatchObject({ version: 2 });
    expect((await call('own', 'PUT', `/${id}`, changeOf(), { 'if-match': '"1"' })).json()).toMatchObject({ code: 'platform/changed-meanwhile' });
    await remove(id);
  });
});
