import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { Allow, CurrentActor, UnitOfWork } from '@heliotrope/platform';
import { type Actor, isWithin } from '@heliotrope/kernel';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { anAccountWithPost, aSchool, type BuiltSchool, signIn } from '../../testing/index.js';
import { READ_CORE, ROSTER_CORE, ROSTER_DEMOGRAPHICS } from '../../rules/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';
import { UsageService } from './usage.service.js';

const ADDRESS = '127.0.0.1/32';
const DAY_MS = 24 * 60 * 60 * 1000;

/** Something of a bureau's that its own systems may look at. */
@Controller('example-exchange')
class ExampleController {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @Get()
  @Allow(READ_CORE, 'client')
  async schools(@CurrentActor() actor: Actor): Promise<{ names: string[]; wall: number }> {
    return this.work.read(actor, READ_CORE, async (tx) => {
      const rows = await tx.query<{ name: string; id: string; j: number }>(`select name, id, jurisdiction_id as j from organisation.school order by name`);
      return { names: rows.map((row) => row.name), wall: rows.filter((row) => isWithin(tx.scopes, { jurisdictionId: row.j, schoolId: row.id })).length };
    });
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

interface Made {
  readonly id: string;
  readonly clientId: string;
  readonly version: number;
  readonly secret: string;
}

describe('a bureau\'s own systems', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  let school: BuiltSchool;
  let otherSchool: BuiltSchool;
  let headers: Record<'system' | 'security' | 'leader', Record<string, string>>;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, OrganisationHttpModule, ExampleModule);
    school = await aSchool(db.owner, { name: '甲校' });
    otherSchool = await aSchool(db.owner, { name: '乙校' });
    await aSchool(db.owner, { jurisdictionId: 990102, name: '邻县校' });
    const desk = async (name: string, post: 'system-admin' | 'security-admin' | 'school-leader') => {
      const account = await anAccountWithPost(db.owner, { post, ...(post === 'school-leader' ? { schoolId: school.id } : {}) });
      ids[name] = account.accountId;
      return (await signIn(app, account)).headers;
    };
    headers = { system: await desk('system', 'system-admin'), security: await desk('security', 'security-admin'), leader: await desk('leader', 'school-leader') };
  });
  afterAll(async () => {
    await app?.close();
    await db?.close();
  });

  const bodyWith = (over: object = {}) => ({
    name: `区平台${Math.random()}`, purpose: '区数据中台同步名册，依据2026年第3号合同', scopes: [ROSTER_CORE], schoolIds: [], addresses: [ADDRESS], perMinute: 600,
    expiresOn: '2027-07-31', ...over,
  });
  const call = (who: keyof typeof headers, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, version?: number) =>
    app.inject({ method, url: `/api/organisation/api-clients${path}`, headers: { ...headers[who], ...(version ? { 'if-match': `"${version}"` } : {}) }, ...(payload ? { payload } : {}) });

  async function proposed(over: object = {}): Promise<Made> {
    const answer = await call('system', 'POST', '', { jurisdictionId: 990101, ...bodyWith(over) });
    if (answer.statusCode !== 201) throw new Error(answer.body);
    const { client, secret } = answer.json();
    return { id: client.id, clientId: client.clientId, version: client.version, secret };
  }

  async function approved(over: object = {}): Promise<Made> {
    const made = await proposed(over);
    const answer = await call('security', 'POST', `/${made.id}/approve`, {}, made.version);
    expect(answer.statusCode).toBe(200);
    return { ...made, version: answer.json().version };
  }

  const basic = (made: Pick<Made, 'clientId' | 'secret'>) => ({ authorization: `Basic ${Buffer.from(`${made.clientId}:${made.secret}`).toString('base64')}` });
  const askToken = (made: Pick<Made, 'clientId' | 'secret'>, form: Record<string, string> = {}, ip = '127.0.0.1') =>
    app.inject({
      method: 'POST', url: '/api/oauth/token', remoteAddress: ip, headers: { ...basic(made), 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
    });
  const tokenOf = async (made: Made): Promise<string> => (await askToken(made)).json().access_token;
  const look = (token: string, ip = '127.0.0.1') => app.inject({ method: 'GET', url: '/api/example-exchange', remoteAddress: ip, headers: { authorization: `Bearer ${token}` } });

  it('come in with a token of an hour, see their bureau and no other, and are named in the audit', async () => {
    const made = await approved();
    const answer = await askToken(made);
    expect(answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: ROSTER_CORE });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    const token = answer.json().access_token;
    expect((await look(token)).json()).toEqual({ names: ['乙校', '甲校'], wall: 2 });
    const { rows } = await db.owner.query(`select action, actor, detail from audit.entry where object = $1 order by seq`, [`api-client:${made.id}`]);
    expect(rows.map((row) => [row.action, row.actor, JSON.parse(row.detail).change])).toEqual([
      ['organisation.manage-api-clients', `account:${ids['system']}`, 'proposed'],
      ['organisation.approve-api-clients', `account:${ids['security']}`, 'approved'],
      ['organisation.issue-token', 'rule:organisation.issue-token', undefined],
    ]);
    const stored = await db.owner.query(`select * from organisation.api_client_secret s, organisation.api_token t, organisation.api_client c`);
    expect(JSON.stringify(stored.rows)).not.toContain(made.secret);
    expect(JSON.stringify(stored.rows)).not.toContain(token);
    db.clock.advance(3_600_000);
    expect((await look(token)).statusCode).toBe(401);
    db.clock.advance(-3_600_000);
  });

  it('take number and secret in the form as well, and not in both places', async () => {
    const made = await approved();
    const form = (fields: Record<string, string>, extra: object = {}) => app.inject({
      method: 'POST', url: '/api/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded', ...extra }, payload: new URLSearchParams(fields).toString() });
    const credentials = { grant_type: 'client_credentials', client_id: made.clientId, client_secret: made.secret };
    expect((await form(credentials)).statusCode).toBe(200);
    expect((await form(credentials, basic(made))).json()).toMatchObject({ error: 'invalid_request' });
    const twice = await app.inject({ method: 'POST', url: '/api/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'grant_type=client_credentials&grant_type=password' });
    expect([twice.statusCode, twice.json().error]).toEqual([400, 'invalid_request']);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['a scope that is not its own', { scope: ROSTER_DEMOGRAPHICS }, 400, 'invalid_scope'],
    ['an unknown field', { audience: 'x' }, 400, 'invalid_request'],
  ])('are told what is wrong with %s in the words of OAuth', async (_, form, status, error) => {
    const answer = await askToken(await approved(), form);
    expect([answer.statusCode, answer.json().error]).toEqual([status, error]);
  });

  it('get no token with a wrong secret, before they are approved, after their last day, from another address', async () => {
    const made = await approved();
    const no = async (answer: ReturnType<typeof askToken>) => {
      const { statusCode, headers: told, json } = await answer;
      expect([statusCode, json().error, told['www-authenticate']]).toEqual([401, 'invalid_client', 'Basic realm="oauth"']);
    };
    await no(askToken({ ...made, secret: 'hs_wrong' }));
    await no(askToken({ clientId: made.clientId.replace('990101', '990102'), secret: made.secret }));
    await no(askToken({ clientId: 'nobody', secret: made.secret }));
    await no(askToken(made, {}, '10.0.0.9'));
    await no(askToken(await proposed()));
    const token = await tokenOf(made);
    expect((await look(token, '10.0.0.9')).statusCode).toBe(401);
    const now = db.clock.now();
    db.clock.set(new Date('2027-07-31T16:00:00Z'));
    await no(askToken(made));
    db.clock.set(now);
    const { rows } = await db.owner.query(`select count(*)::int as n from audit.entry where object = $1 and action = 'organisation.refuse-token'`, [`api-client:${made.id}`]);
    expect(rows[0].n).toBe(2); // the wrong secret and the day after the last
  });

  it('see only the schools they are narrowed to', async () => {
    const made = await approved({ schoolIds: [otherSchool.id] });
    expect((await look(await tokenOf(made))).json()).toEqual({ names: ['乙校'], wall: 1 });
  });

  it('have no right that their scopes do not open, and none of a person', async () => {
    const made = await approved({ scopes: [ROSTER_DEMOGRAPHICS] });
    const token = await tokenOf(made);
    expect((await look(token)).json()).toMatchObject({ status: 403, code: 'platform/not-allowed' });
    const staff = await app.inject({ method: 'GET', url: '/api/organisation/tree', headers: { authorization: `Bearer ${token}` } });
    expect(staff.statusCode).toBe(401);
    const person = await app.inject({ method: 'GET', url: '/api/example-exchange', headers: headers.leader });
    expect(person.statusCode).toBe(401);
  });

  it('are out at once when they are disabled, widened or given a new secret at once', async () => {
    const made = await approved();
    let token = await tokenOf(made);
    expect((await call('system', 'PUT', `/${made.id}`, bodyWith({ name: '缩小', perMinute: 100 }), made.version)).json().state).toBe('active');
    expect((await look(token)).statusCode).toBe(401); // a token knows what it was made with
    token = await tokenOf(made);
    expect((await look(token)).statusCode).toBe(200);
    const widened = await call('system', 'PUT', `/${made.id}`, bodyWith({ name: '放宽', perMinute: 200 }), made.version + 1);
    expect(widened.json().state).toBe('proposed');
    expect((await look(token)).statusCode).toBe(401);
    expect((await askToken(made)).statusCode).toBe(401);
    await call('security', 'POST', `/${made.id}/approve`, {}, widened.json().version);
    token = await tokenOf(made);
    expect((await call('system', 'POST', `/${made.id}/secret`, { atOnce: true })).statusCode).toBe(200);
    expect((await look(token)).statusCode).toBe(401);
    expect((await askToken(made)).statusCode).toBe(401);
    expect((await call('system', 'POST', `/${made.id}/disable`, {})).json().state).toBe('disabled');
    expect((await call('system', 'POST', `/${made.id}/propose`, {})).json().state).toBe('proposed');
  });

  it('change over to a new secret within a week', async () => {
    const made = await approved();
    const now = db.clock.now();
    const secret = (await call('system', 'POST', `/${made.id}/secret`, {})).json().secret;
    db.clock.set(new Date(now.getTime() + 7 * DAY_MS - 1));
    expect([(await askToken(made)).statusCode, (await askToken({ ...made, secret })).statusCode]).toEqual([200, 200]);
    const oldToken = await tokenOf(made);
    db.clock.set(new Date(now.getTime() + 7 * DAY_MS));
    expect([(await askToken(made)).statusCode, (await askToken({ ...made, secret })).statusCode, (await look(oldToken)).statusCode]).toEqual([401, 200, 401]);
    db.clock.set(now);
    // A third secret ends the first at once: two are enough to change over.
    const third = (await call('system', 'POST', `/${made.id}/secret`, {})).json().secret;
    expect([(await askToken({ ...made, secret })).statusCode, (await askToken({ ...made, secret: third })).statusCode, (await askToken(made)).statusCode]).toEqual([200, 200, 401]);
  });

  it('are kept by those who may, each in his part', async () => {
    const made = await proposed();
    expect((await call('leader', 'GET', '')).statusCode).toBe(403);
    expect((await call('system', 'POST', `/${made.id}/approve`, {}, made.version)).statusCode).toBe(403);
    expect((await call('security', 'POST', `/${made.id}/disable`, {})).statusCode).toBe(403);
    expect((await call('security', 'POST', `/${made.id}/approve`, {}, made.version + 1)).statusCode).toBe(409);
    expect((await call('security', 'GET', `/${made.id}`)).json()).toMatchObject({ state: 'proposed', secrets: [{ endsAt: null }] });
    expect((await call('security', 'GET', '/scopes')).json().items).toHaveLength(3);
  });

  it.each<[string, object, string]>([
    ['an unknown scope', { scopes: ['roster.write'] }, 'organisation/api-client-scopes'],
    ['half the world', { addresses: ['0.0.0.0/0'] }, 'organisation/api-client-addresses'],
    ['two years', { expiresOn: '2028-10-12' }, 'organisation/api-client-last-day'],
    ['another bureau\'s school', { schoolIds: ['0198a000-0000-7000-8000-000000000000'] }, 'organisation/api-client-schools'],
    ['another county', { jurisdictionId: 990102 }, 'organisation/api-client-bureau'],
  ])('are not written down with %s', async (_, over, code) => {
    const answer = await call('system', 'POST', '', { jurisdictionId: 990101, ...bodyWith(over), ...over });
    expect(answer.json().code).toBe(code);
  });

  it('are slowed down each for itself, and told when to come again', async () => {
    const [fast, slow] = [await approved(), await approved({ perMinute: 10 })];
    const [fastToken, slowToken] = [await tokenOf(fast), await tokenOf(slow)];
    for (let n = 0; n < 10; n += 1) expect((await look(slowToken)).statusCode).toBe(200);
    const answer = await look(slowToken);
    expect([answer.statusCode, answer.json().code, answer.headers['content-type']]).toEqual([429, 'platform/too-many', expect.stringContaining('problem+json')]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await look(fastToken)).statusCode).toBe(200); // from the same address
    for (let n = 0; n < 19; n += 1) await askToken(slow);
    const refused = await askToken(slow);
    expect([refused.statusCode, refused.json().error, Number(refused.headers['retry-after']) > 0]).toEqual([429, 'temporarily_unavailable', true]);
  });

  it('have their calls counted by day and route, errors apart, each taking once', async () => {
    const made = await approved({ perMinute: 10 });
    const token = await tokenOf(made);
    for (let n = 0; n < 12; n += 1) await look(token);
    const usage = app.get(UsageService, { strict: false });
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    await usage.fold();
    await usage.fold();
    const told = (await call('system', 'GET', `/${made.id}/usage?days=7`)).json();
    expect(told).toEqual({ from: '2026-10-06', items: [{ day: '2026-10-12', route: 'GET /api/example-exchange', calls: 12, errors: 2 }] });
    expect((await call('system', 'GET', `/${made.id}`)).json().lastSeenAt).toBe(db.clock.now().toISOString());
  });
});
