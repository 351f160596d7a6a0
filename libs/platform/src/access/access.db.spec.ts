import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineActions, type Actor } from '@heliotrope/kernel';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsInt, IsString } from 'class-validator';
import { testDatabase, testServer, type TestDatabase } from '../testing/index.js';
import { ANY_SIGNED_IN, SIGNING_IN } from './access.guard.js';
import { Allow, CurrentActor, Public, type RequestWithActor } from './allow.js';
import { authenticatorOf } from './authenticator.js';
import { CSRF_COOKIE, CSRF_HEADER } from './csrf.js';

defineActions({ 'example.look': '看', 'example.touch': '动' });

class ThingBody {
  @IsString() readonly name: string;
  @IsInt() readonly size: number;
}

@Controller('things')
class ThingController {
  @Get() @Allow('example.look') look(@CurrentActor() actor: Actor) { return { kind: actor.kind }; }
  @Post() @Allow('example.touch') touch(@Body() body: ThingBody) { return body; }
  @Get('open') @Public('an example anybody may see') open(@CurrentActor() actor: Actor) { return { kind: actor.kind }; }
  @Get('own') @Allow(ANY_SIGNED_IN) own(@CurrentActor() actor: Actor) { return { kind: actor.kind }; }
  @Get('step') @Allow(SIGNING_IN) step(@CurrentActor() actor: Actor) { return { kind: actor.kind }; }
  @Get('broken') @Public('an example of a bug') broken() { throw new Error('张三的身份证号'); }
}

const person = (...actions: string[]): Actor => ({
  kind: 'person', accountId: 'a', name: '', posts: [{ post: 'x', actions: new Set(actions), scope: { jurisdictions: [1], schools: 'all', classes: 'all' } }],
});
let actor: Actor | null = null;
const staff = {
  provide: authenticatorOf('staff'),
  useValue: { as: 'staff', authenticate: (request: RequestWithActor) => (request.cookies?.['s'] || request.headers.authorization ? actor : null) },
};

@Module({ controllers: [ThingController], providers: [staff] })
class ThingModule {}

describe('the first wall', () => {
  let db: TestDatabase;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    db = await testDatabase();
    app = await testServer(db, ThingModule);
  });
  afterAll(async () => {
    await app.close();
    await db.close();
  });

  const signedIn = { s: '1', [CSRF_COOKIE]: 'token' };
  const proof = { [CSRF_HEADER]: 'token' };
  const call = (method: 'GET' | 'POST', url: string, options: object = {}) => app.inject({ method, url: `/api${url}`, ...options });

  it('asks a stranger to sign in', async () => {
    const answer = await call('GET', '/things');
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'platform/sign-in-needed']);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('refuses a person whose posts do not grant the action', async () => {
    actor = person('example.touch');
    expect((await call('GET', '/things', { cookies: signedIn })).json()).toMatchObject({ status: 403, code: 'platform/not-allowed' });
  });

  it('lets in a person whose post grants it', async () => {
    actor = person('example.look');
    expect((await call('GET', '/things', { cookies: signedIn })).json()).toEqual({ kind: 'person' });
  });

  it('opens nothing to a person whose sign-in is unfinished but the steps that finish it', async () => {
    actor = { ...person('example.look'), unfinished: 'second-factor' } as Actor;
    expect((await call('GET', '/things', { cookies: signedIn })).json()).toMatchObject({ status: 403, code: 'platform/sign-in-unfinished' });
    expect((await call('GET', '/things/own', { cookies: signedIn })).json().code).toBe('platform/sign-in-unfinished');
    expect((await call('GET', '/things/step', { cookies: signedIn })).json()).toEqual({ kind: 'person' });
    actor = person();
    expect((await call('GET', '/things/own', { cookies: signedIn })).json()).toEqual({ kind: 'person' });
  });

  it('lets anybody into a public route', async () => {
    expect((await call('GET', '/things/open')).json()).toEqual({ kind: 'anonymous' });
  });

  it('tells a browser with every answer, a refusal too, what it may not do with it', async () => {
    for (const answer of [await call('GET', '/things/open'), await call('GET', '/things')]) {
      expect(answer.headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(answer.headers['content-security-policy']).not.toContain('upgrade-insecure-requests'); // nobody has said that there is https
    }
  });

  it('refuses a changing call that a foreign page could have made', async () => {
    actor = person('example.touch');
    const payload = { name: 'x', size: 1 };
    expect((await call('POST', '/things', { cookies: signedIn, payload })).json().code).toBe('platform/csrf');
    expect((await call('POST', '/things', { cookies: signedIn, headers: { [CSRF_HEADER]: 'other' }, payload })).json().code).toBe('platform/csrf');
    expect((await call('POST', '/things', { cookies: signedIn, headers: proof, payload })).statusCode).toBe(201);
    expect((await call('POST', '/things', { headers: { authorization: 'Bearer x' }, payload })).statusCode).toBe(201);
  });

  it('takes no web form, which a foreign page could send', async () => {
    const form = { payload: 'name=x&size=1', headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Bearer x' } };
    actor = person('example.touch');
    expect((await call('POST', '/things', form)).json()).toMatchObject({ status: 422, code: 'platform/malformed' });
  });

  it('names every faulty field in Chinese, and refuses fields it does not know', async () => {
    actor = person('example.touch');
    const answer = await call('POST', '/things', { cookies: signedIn, headers: proof, payload: { size: '大', more: 1 } });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toEqual(expect.arrayContaining([
      { field: 'more', code: 'platform/whitelist-validation', message: '不认识这个字段' },
      { field: 'name', code: 'platform/is-string', message: '应为文字' },
      { field: 'size', code: 'platform/is-int', message: '应为整数' },
    ]));
  });

  it('answers a bug with a number to ask about and not with its text', async () => {
    const answer = await call('GET', '/things/broken');
    expect(answer.json()).toMatchObject({ status: 503, code: 'platform/bug' });
    expect(answer.body).not.toContain('张三');
  });

  it.each([['GET', '/nothing-here', {}, 404], ['POST', '/things', { payload: '{', headers: { 'content-type': 'application/json' } }, 400]] as const)(
    'answers %s %s as a problem', async (method, url, options, _status) => {
      const answer = await call(method, url, options);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json().code).toMatch(/^platform\//);
    },
  );
});

describe('the boot check', () => {
  let db: TestDatabase;
  beforeAll(async () => void (db = await testDatabase()));
  afterAll(() => db.close());

  @Controller('silent')
  class SilentController { @Get() look() { return 1; } }
  @Controller('both')
  class BothController { @Get() @Allow('example.look') @Public('why') look() { return 1; } }
  @Controller('unheard')
  class UnheardController { @Get() @Allow('example.unheard-of') look() { return 1; } }
  @Controller('reasonless')
  class ReasonlessController { @Get() @Public(' ') look() { return 1; } }

  it.each([
    [SilentController, /neither @Allow nor @Public/],
    [BothController, /both @Allow and @Public/],
    [UnheardController, /no domain declares the action example.unheard-of/],
    [ReasonlessController, /@Public without a reason/],
  ])('stops an application with %p', async (controller, why) => {
    @Module({ controllers: [controller] })
    class PlantedModule {}
    await expect(testServer(db, PlantedModule)).rejects.toThrow(why);
  });
});
