import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '@heliotrope/kernel';
import { type Config, newId } from '../index.js';
import { type TestDatabase, testDatabase } from '../testing/index.js';
import { Counters } from './counters.js';
import { Tally } from './tally.service.js';
import { Throttle, type ThrottleRule } from './throttle.service.js';

const RULE: ThrottleRule = { limit: 3, windowSeconds: 60, whenBlind: 'open' };

let db: TestDatabase;
const opened: Counters[] = [];
const countersOf = (config: Config) => {
  const counters = new Counters(config);
  opened.push(counters);
  return counters;
};
beforeAll(async () => void (db = await testDatabase()));
afterAll(async () => {
  for (const counters of opened) counters.onModuleDestroy();
  await db.close();
});

async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  const error = await promise.then(() => null, (met: unknown) => met);
  if (!(error instanceof Refusal)) throw new Error(`no refusal: ${String(error)}`);
  return error;
}

describe.each([
  ['counted in Redis, by all processes together', () => db.config],
  ['counted in memory where there is no Redis', () => ({ ...db.config, redisUrl: null })],
])('calls %s', (_, config) => {
  it('are let through up to the limit, and then told when to come again', async () => {
    const counters = countersOf(config());
    const [one, other] = [new Throttle(counters), new Throttle(config().redisUrl === null ? counters : countersOf(config()))];
    const who = newId();
    for (let n = 0; n < 3; n += 1) await one.take(who, RULE);
    const second = config().redisUrl === null ? one : other;
    const refusal = await refusalOf(second.take(who, RULE));
    expect(refusal.code).toBe('platform/too-many');
    expect(refusal.details['retryAfterSeconds']).toBeGreaterThan(50);
    await one.take(newId(), RULE); // somebody else is not concerned
  });

  it('count anew in the next window', async () => {
    const throttle = new Throttle(countersOf(config()));
    const who = newId();
    const short = { ...RULE, limit: 1, windowSeconds: 0.2 };
    await throttle.take(who, short);
    expect((await refusalOf(throttle.take(who, short))).code).toBe('platform/too-many');
    await new Promise((resolve) => { setTimeout(resolve, 250); });
    await throttle.take(who, short);
  });
});

describe('when Redis does not answer', () => {
  const blind = () => new Throttle(countersOf({ ...db.config, redisUrl: 'redis://127.0.0.1:1' }));

  it('the general API goes on, and the door of tokens stays shut', async () => {
    await blind().take('x', RULE);
    expect((await refusalOf(blind().take('x', { ...RULE, whenBlind: 'closed' }))).code).toBe('platform/unavailable');
  });
});

describe('a tally', () => {
  it('is taken once, comes again under its number until it is dropped, and loses nothing counted meanwhile', async () => {
    const tally = new Tally(countersOf(db.config));
    const name = newId();
    expect(await tally.take(name)).toBeNull();
    expect(await tally.add(name, ['a', 'b'])).toBe(true);
    await tally.add(name, ['a']);
    const first = (await tally.take(name))!;
    expect(Object.fromEntries(first.counts)).toEqual({ a: 2, b: 1 });
    await tally.add(name, ['c']);
    expect(await tally.take(name)).toEqual(first);
    await tally.drop(name, first.foldId);
    expect(Object.fromEntries((await tally.take(name))!.counts)).toEqual({ c: 1 });
  });

  it('says so when nobody counts', async () => {
    expect(await new Tally(countersOf({ ...db.config, redisUrl: null })).add('x', ['a'])).toBe(false);
    expect(await new Tally(countersOf({ ...db.config, redisUrl: 'redis://127.0.0.1:1' })).add('x', ['a'])).toBe(false);
  });
});
