import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type TestDatabase, testDatabase, testServer } from '@heliotrope/platform/testing';
import { Provider } from 'oidc-provider';
import { anAccountWithPost, aSchool, type BuiltAccount, type BuiltSchool, sessionOf, signIn } from '../../testing/index.js';
import { OrganisationHttpModule } from '../organisation.http.module.js';

const CALLBACK = '/api/session/federation/callback';

let db: TestDatabase;
let app: NestFastifyApplication;
let school: BuiltSchool;
let administrator: { headers: Record<string, string> };
let security: { headers: Record<string, string> };
const servers: http.Server[] = [];

beforeAll(async () => {
  db = await testDatabase();
  const config = { ...db.config, outboundAllow: ['127.0.0.1/32'] };
  app = await testServer({ ...db, config }, OrganisationHttpModule);
  school = await aSchool(db.owner, { name: '向阳中学' });
  administrator = await signIn(app, await anAccountWithPost(db.owner, { post: 'system-admin' }));
  security = await signIn(app, await anAccountWithPost(db.owner, { post: 'security-admin' }));
});
afterAll(async () => {
  for (const server of servers) await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  await app?.close();
  await db?.close();
});

async function listening(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const teacher = () => anAccountWithPost(db.owner, { post: 'psychology-teacher', schoolId: school.id, name: '李老师' });

async function aProvider(body: object): Promise<string> {
  const answer = await app.inject({
    method: 'POST', url: '/api/organisation/identity-providers', headers: administrator.headers,
    payload: { bureauId: school.jurisdictionId, clientId: 'heliotrope', secret: 'a-shared-secret', ...body },
  });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  const { id } = answer.json();
  await approved(id, 1);
  return id;
}

async function approved(id: string, version: number): Promise<void> {
  const answer = await app.inject({
    method: 'POST', url: `/api/organisation/identity-providers/${id}/approve`, headers: { ...security.headers, 'if-match': `"${version}"` }, payload: {},
  });
  if (answer.statusCode !== 200) throw new Error(answer.body);
}

interface Out {
  readonly url: URL;
  readonly errand: string;
}

async function sentOut(id: string, path = '/screening/rounds'): Promise<Out> {
  const answer = await app.inject({ method: 'GET', url: `/api/session/federation/${id}/begin?path=${encodeURIComponent(path)}` });
  expect(answer.statusCode).toBe(302);
  return { url: new URL(String(answer.headers.location)), errand: errandOf(answer.headers) };
}

async function sentOutToLink(id: string, headers: Record<string, string>): Promise<Out> {
  const answer = await app.inject({ method: 'POST', url: `/api/session/federation/${id}/link`, headers, payload: {} });
  expect(answer.statusCode).toBe(200);
  return { url: new URL(answer.json().url), errand: errandOf(answer.headers) };
}

const errandOf = (headers: Record<string, unknown>): string => [headers['set-cookie']].flat().map(String).find((line) => line.startsWith('heliotrope-errand='))!.split(';')[0]!;

const back = (query: string, errand: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url: `${CALLBACK}${query}`, headers: { ...headers, cookie: [errand, headers['cookie']].filter(Boolean).join('; ') } });

const placeOf = (answer: { headers: Record<string, unknown> }): string => String(answer.headers['location']).replace('http://127.0.0.1:3001', '');

/** An identity provider that is not ours, and a browser that goes through its pages as one person. It says aloud that it is no production. */
async function anOidcProvider(): Promise<{ issuer: string; walk: (url: URL, login: string) => Promise<string> }> {
  let handler: http.RequestListener = (_request, response) => response.end();
  const issuer = await listening((request, response) => handler(request, response));
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'heliotrope', client_secret: 'a-shared-secret', redirect_uris: [`http://127.0.0.1:3001${CALLBACK}`] }],
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['for this test'] },
  });
  handler = provider.callback();
  const walk = async (url: URL, login: string): Promise<string> => {
    const jar = new Map<string, string>();
    let next: { url: string; form?: Record<string, string> } = { url: url.href };
    for (let step = 0; step < 12; step += 1) {
      const answer = await fetch(next.url, {
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(next.form ? { method: 'POST', body: new URLSearchParams(next.form) } : {}),
      });
      for (const line of answer.headers.getSetCookie()) jar.set(line.split('=')[0]!, line.slice(line.indexOf('=') + 1).split(';')[0]!);
      const location = answer.headers.get('location');
      if (location?.includes(CALLBACK)) return new URL(location).search;
      if (location) {
        next = { url: new URL(location, next.url).href };
        continue;
      }
      const page = await answer.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? fail(page);
      next = { url: new URL(/action="([^"]+)"/.exec(page)?.[1] ?? next.url, next.url).href, form: { prompt, login, password: 'anything' } };
    }
    throw new Error('the provider never sent the browser back');
  };
  return { issuer, walk };
}

function fail(why: string): never {
  throw new Error(why);
}

describe('signing in through OpenID Connect, against a real provider', () => {
  let walk: (url: URL, login: string) => Promise<string>;
  let id: string;
  let account: BuiltAccount;
  beforeAll(async () => {
    const provider = await anOidcProvider();
    walk = provider.walk;
    id = await aProvider({ kind: 'oidc', name: '市教育云', address: provider.issuer });
    account = await teacher();
  });

  it('is offered to everybody with nothing but its name', async () => {
    const offered = await app.inject({ method: 'GET', url: '/api/session/federation' });
    expect(offered.json().items).toContainEqual({ id, kind: 'oidc', name: '市教育云', bureauName: expect.any(String) });
    expect(offered.body).not.toMatch(/secret|heliotrope"/);
  });

  it('lets nobody in who has not linked the identity to an account', async () => {
    const out = await sentOut(id);
    expect(Object.fromEntries(out.url.searchParams)).toMatchObject({ response_type: 'code', scope: 'openid', code_challenge_method: 'S256' });
    const answer = await back(await walk(out.url, 'li.laoshi'), out.errand);
    expect(placeOf(answer)).toBe('/sign-in?problem=organisation%2Fidentity-unlinked');
    expect(String(answer.headers['set-cookie'])).not.toContain('heliotrope-session=');
  });

  it('links an identity to the account of who is signed in, and only then lets it in, second factor still asked', async () => {
    const { headers } = await signIn(app, account);
    const out = await sentOutToLink(id, headers);
    expect(placeOf(await back(await walk(out.url, 'li.laoshi'), out.errand, headers))).toBe('/account');
    const links = await app.inject({ method: 'GET', url: '/api/session/federation/links', headers });
    expect(links.json().items).toMatchObject([{ providerId: id, name: '市教育云' }]);

    const entering = await sentOut(id);
    const answer = await back(await walk(entering.url, 'li.laoshi'), entering.errand);
    expect(placeOf(answer)).toBe('/screening/rounds');
    const who = await app.inject({ method: 'GET', url: '/api/session', headers: sessionOf(answer.headers).headers });
    expect(who.json()).toMatchObject({ accountId: account.accountId, needs: 'second-factor' });
    const { rows } = await db.owner.query(`select action, detail::json ->> 'provider' as provider from audit.entry where object = $1 order by seq desc limit 1`, [`account:${account.accountId}`]);
    expect(rows[0]).toEqual({ action: 'organisation.federated-sign-in', provider: id });
  });

  it('ties one identity to one account', async () => {
    const other = await signIn(app, await teacher());
    const out = await sentOutToLink(id, other.headers);
    expect(placeOf(await back(await walk(out.url, 'li.laoshi'), out.errand, other.headers))).toBe('/account?problem=organisation%2Fidentity-taken');
  });

  it('links nothing for a browser that came back as somebody else, or signed out', async () => {
    const one = await signIn(app, await teacher());
    const other = await signIn(app, await teacher());
    const out = await sentOutToLink(id, one.headers);
    const query = await walk(out.url, 'another.person');
    expect(placeOf(await back(query, out.errand, other.headers))).toBe('/account?problem=platform%2Fsign-in-needed');
    expect(placeOf(await back(query, out.errand))).toMatch(/^\/account\?problem=/);
  });

  it.each([
    ['a browser without the errand', async () => ({ query: '?code=x&state=y', errand: '' }), '/sign-in?problem=organisation%2Ffederation-stale'],
    ['an errand of our own making', async () => ({ query: '?code=x&state=y', errand: 'heliotrope-errand=e30.e30.x' }), '/sign-in?problem=organisation%2Ffederation-stale'],
    ['another state', async () => {
      const out = await sentOut(id);
      const query = new URLSearchParams(await walk(out.url, 'li.laoshi'));
      query.set('state', 'another');
      return { query: `?${query}`, errand: out.errand };
    }, '/sign-in?problem=organisation%2Ffederation-failed'],
    ['a code that was caught on its way and brought by another browser', async () => {
      const caught = await walk((await sentOut(id)).url, 'li.laoshi');
      const own = await sentOut(id);
      const query = new URLSearchParams(caught);
      query.set('state', own.url.searchParams.get('state')!);
      return { query: `?${query}`, errand: own.errand };
    }, '/sign-in?problem=organisation%2Ffederation-failed'],
    ['a refusal of the provider', async () => {
      const out = await sentOut(id);
      return { query: `?error=access_denied&state=${out.url.searchParams.get('state')}`, errand: out.errand };
    }, '/sign-in?problem=organisation%2Ffederation-failed'],
  ])('sends %s back to the sign-in page', async (_what, come, place) => {
    const { query, errand } = await come();
    const answer = await back(query, errand);
    expect(placeOf(answer)).toBe(place);
    expect(String(answer.headers['set-cookie'])).not.toContain('heliotrope-session=');
  });

  it('does not take an errand older than ten minutes', async () => {
    const out = await sentOut(id);
    const query = await walk(out.url, 'li.laoshi');
    const now = db.clock.now();
    db.clock.advance(10 * 60_000 + 1_000);
    expect(placeOf(await back(query, out.errand))).toBe('/sign-in?problem=organisation%2Ffederation-stale');
    db.clock.set(now);
  });

  it('lets no closed or locked account in', async () => {
    await db.owner.query(`update organisation.account set state = 'disabled' where id = $1`, [account.accountId]);
    const out = await sentOut(id);
    expect(placeOf(await back(await walk(out.url, 'li.laoshi'), out.errand))).toBe('/sign-in?problem=organisation%2Fidentity-unlinked');
    await db.owner.query(`update organisation.account set state = 'active' where id = $1`, [account.accountId]);
  });

  it('forgets a link that was undone', async () => {
    const person = await teacher();
    const { headers } = await signIn(app, person);
    const out = await sentOutToLink(id, headers);
    await back(await walk(out.url, 'soon.gone'), out.errand, headers);
    expect((await app.inject({ method: 'DELETE', url: `/api/session/federation/${id}/link`, headers })).statusCode).toBe(204);
    expect((await app.inject({ method: 'DELETE', url: `/api/session/federation/${id}/link`, headers })).json()).toMatchObject({ code: 'organisation/identity-absent' });
    const again = await sentOut(id);
    expect(placeOf(await back(await walk(again.url, 'soon.gone'), again.errand))).toBe('/sign-in?problem=organisation%2Fidentity-unlinked');
  });
});

describe('signing in through WeCom', () => {
  const asked: string[] = [];
  let goneOnce = false;
  let id: string;
  beforeAll(async () => {
    const address = await listening((request, response) => {
      const url = new URL(request.url!, 'http://fake');
      asked.push(url.pathname);
      const say = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
      if (url.pathname === '/cgi-bin/gettoken') {
        const isRight = url.searchParams.get('corpid') === 'heliotrope' && url.searchParams.get('corpsecret') === 'a-shared-secret';
        return say(isRight ? { errcode: 0, access_token: `t${asked.length}`, expires_in: 7200 } : { errcode: 40013 });
      }
      if (goneOnce) {
        goneOnce = false;
        return say({ errcode: 42001, errmsg: 'access_token expired' });
      }
      const code = url.searchParams.get('code');
      return say(code === 'stranger' ? { errcode: 0, openid: 'outside' } : code === 'used' ? { errcode: 40029 } : { errcode: 0, userid: `member-${code}` });
    });
    id = await aProvider({ kind: 'wecom', name: '企业微信', address, agentId: '1000002' });
  });

  const enter = async (code: string) => {
    const out = await sentOut(id);
    return back(`?code=${code}&state=${out.url.searchParams.get('state')}`, out.errand);
  };

  it('shows the code of the right app, and lets a linked member in', async () => {
    const { headers } = await signIn(app, await teacher());
    const out = await sentOutToLink(id, headers);
    expect(Object.fromEntries(out.url.searchParams)).toMatchObject({ login_type: 'CorpApp', appid: 'heliotrope', agentid: '1000002' });
    expect(placeOf(await back(`?code=one&state=${out.url.searchParams.get('state')}`, out.errand, headers))).toBe('/account');
    expect(String((await enter('one')).headers['set-cookie'])).toContain('heliotrope-session=');
  });

  it('asks for a token once and keeps it, and for a fresh one when it was withdrawn early', async () => {
    asked.length = 0;
    await enter('one');
    expect(asked).toEqual(['/cgi-bin/auth/getuserinfo']);
    goneOnce = true;
    asked.length = 0;
    expect(String((await enter('one')).headers['set-cookie'])).toContain('heliotrope-session=');
    expect(asked).toEqual(['/cgi-bin/auth/getuserinfo', '/cgi-bin/gettoken', '/cgi-bin/auth/getuserinfo']);
  });

  it.each(['stranger', 'used'])('lets a %s code in nowhere', async (code) => {
    expect(placeOf(await enter(code))).toBe('/sign-in?problem=organisation%2Ffederation-failed');
  });

  it('minds the state', async () => {
    const out = await sentOut(id);
    expect(placeOf(await back('?code=one&state=other', out.errand))).toBe('/sign-in?problem=organisation%2Ffederation-failed');
  });
});

describe('signing in through DingTalk', () => {
  it('exchanges the code for the person’s lasting number', async () => {
    const address = await listening((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        if (request.url === '/v1.0/oauth2/userAccessToken') {
          const said = JSON.parse(body);
          const isRight = said.clientId === 'heliotrope' && said.clientSecret === 'a-shared-secret' && said.grantType === 'authorization_code' && said.code !== 'bad';
          response.statusCode = isRight ? 200 : 400;
          response.end(JSON.stringify(isRight ? { accessToken: `of-${said.code}`, expireIn: 7200 } : { code: 'invalidAuthCode' }));
        } else {
          response.end(JSON.stringify({ unionId: `union-${request.headers['x-acs-dingtalk-access-token']}`, nick: '李老师' }));
        }
      });
    });
    const id = await aProvider({ kind: 'dingtalk', name: '钉钉', address });
    const { headers } = await signIn(app, await teacher());
    const out = await sentOutToLink(id, headers);
    await back(`?authCode=a&state=${out.url.searchParams.get('state')}`, out.errand, headers);
    const enter = async (code: string) => {
      const going = await sentOut(id);
      return back(`?authCode=${code}&state=${going.url.searchParams.get('state')}`, going.errand);
    };
    expect(String((await enter('a')).headers['set-cookie'])).toContain('heliotrope-session=');
    expect(placeOf(await enter('b'))).toBe('/sign-in?problem=organisation%2Fidentity-unlinked');
    expect(placeOf(await enter('bad'))).toBe('/sign-in?problem=organisation%2Ffederation-failed');
  });
});

describe('keeping the outside doors', () => {
  const send = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, headers: Record<string, string> = {}) =>
    app.inject({ method, url: `/api/organisation/identity-providers${url}`, headers: { ...administrator.headers, ...headers }, ...(payload ? { payload } : {}) });
  const body = { name: '省统一认证', address: 'http://127.0.0.1:9', clientId: 'c' };

  it('never shows a secret again, and keeps it sealed', async () => {
    const id = await aProvider({ ...body, kind: 'oidc', name: '密钥', secret: 'never-shown-again' });
    const listed = await send('GET', '');
    expect(listed.json().items.map((item: { id: string }) => item.id)).toContain(id);
    expect(listed.body).not.toContain('never-shown-again');
    const { rows } = await db.owner.query(`select secret_enc from organisation.identity_provider where id = $1`, [id]);
    expect(rows[0].secret_enc.includes('never-shown-again')).toBe(false);
  });

  it('asks for the secret again when the address changes, and for the version that was seen', async () => {
    const id = await aProvider({ ...body, kind: 'oidc', name: '换地址' });
    const moved = { ...body, name: '换地址', address: 'http://127.0.0.1:10' };
    expect((await send('PUT', `/${id}`, moved, { 'if-match': '"2"' })).json()).toMatchObject({ code: 'organisation/identity-provider-secret' });
    expect((await send('PUT', `/${id}`, { ...moved, secret: 'new' }, { 'if-match': '"2"' })).json()).toMatchObject({ address: 'http://127.0.0.1:10', active: false, version: 3 });
    expect((await send('PUT', `/${id}`, moved, { 'if-match': '"2"' })).statusCode).toBe(409);
    expect((await app.inject({ method: 'GET', url: `/api/session/federation/${id}/begin` })).json()).toMatchObject({ code: 'organisation/identity-provider-absent' });
  });

  it('opens no door that only one administrator has seen', async () => {
    const made = (await send('POST', '', { ...body, bureauId: school.jurisdictionId, kind: 'oidc', name: '待批准', secret: 's' })).json();
    expect(made).toMatchObject({ active: false });
    expect((await send('PUT', `/${made.id}`, { ...body, name: '待批准', active: true }, { 'if-match': '"1"' })).json()).toMatchObject({ code: 'organisation/identity-provider-unapproved' });
    const own = await app.inject({ method: 'POST', url: `/api/organisation/identity-providers/${made.id}/approve`, headers: { ...administrator.headers, 'if-match': '"1"' }, payload: {} });
    expect(own.statusCode).toBe(403);
    await approved(made.id, 1);
    expect((await send('PUT', `/${made.id}`, { ...body, name: '待批准', active: false }, { 'if-match': '"2"' })).json()).toMatchObject({ active: false });
  });

  it('unties everybody and shuts the door when it is made to lead elsewhere, be it by the client alone', async () => {
    const id = await aProvider({ kind: 'wecom', name: '换企业', address: 'http://127.0.0.1:9', agentId: '1' });
    const person = await teacher();
    await db.owner.query(`insert into organisation.external_identity (provider_id, subject, account_id, linked_at) values ($1, 'zhangsan', $2, now())`, [id, person.accountId]);
    const same = { name: '换企业', address: 'http://127.0.0.1:9', clientId: 'heliotrope', agentId: '1' };
    expect((await send('PUT', `/${id}`, { ...same, name: '改名' }, { 'if-match': '"2"' })).json()).toMatchObject({ active: true });
    expect((await send('PUT', `/${id}`, { ...same, clientId: 'another-corp', secret: 'theirs' }, { 'if-match': '"3"' })).json()).toMatchObject({ active: false });
    expect((await db.owner.query(`select from organisation.external_identity where provider_id = $1`, [id])).rows).toEqual([]);
    const { rows } = await db.owner.query(`select detail::json as detail from audit.entry where object = $1 order by seq desc limit 1`, [`identity-provider:${id}`]);
    expect(rows[0].detail).toMatchObject({ before: { clientId: 'heliotrope' }, after: { clientId: 'another-corp' }, unlinked: 1 });
  });

  it.each([
    ['an address inside our network', { ...body, kind: 'oidc', address: 'http://10.0.0.1' }, 'platform/outbound-refused'],
    ['no address', { ...body, kind: 'oidc', address: undefined }, 'organisation/identity-provider-address'],
    ['another bureau', { ...body, kind: 'oidc', bureauId: 990102 }, 'organisation/bureau-absent'],
    ['a name that is taken', { ...body, kind: 'oidc', name: '市教育云' }, 'organisation/identity-provider-taken'],
  ])('refuses %s', async (_what, payload, code) => {
    expect((await send('POST', '', { bureauId: school.jurisdictionId, secret: 's', ...payload })).json()).toMatchObject({ code });
  });

  it('tells whether a provider answers', async () => {
    const { issuer } = await anOidcProvider();
    const good = await aProvider({ kind: 'oidc', name: '会答', address: issuer });
    const silent = await aProvider({ ...body, kind: 'oidc', name: '不答' });
    expect((await send('POST', `/${good}/trial`)).statusCode).toBe(204);
    expect((await send('POST', `/${silent}/trial`)).statusCode).toBeGreaterThanOrEqual(400);
  });
});
