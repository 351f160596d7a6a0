import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { defineFact, defineRefusals, refuse, wholeJurisdictions, type HeardFact } from '@heliotrope/kernel';
import type { Tx } from '../database/tx.js';
import { testDatabase, type TestDatabase } from '../testing/database.js';
import type { HandlerRegistry } from './handler-registry.js';
import { defineJob, jobActor, type JobContext, type JobHandler } from './job.js';
import { JobRunRunner } from './job-runner.service.js';
import { OutboxRelay } from './outbox-relay.service.js';

defineRefusals({ 'example/no': { kind: 'conflict', zh: '不行。' } });
const happened = defineFact<{ thing: string }>('example/happened');
const work = defineJob<{ thing: string }>({ name: 'example.work', attempts: 2 });
const J = 301;
const actor = jobActor('example.rule', J);

describe('facts and runs in the background', () => {
  let db: TestDatabase;
  let registry: HandlerRegistry;
  beforeAll(async () => void (db = await testDatabase()));
  afterAll(() => db.close());
  beforeEach(async () => {
    registry = { jobs: new Map(), schedules: new Map(), listeners: new Map() } as unknown as HandlerRegistry;
    await db.owner.query(`delete from platform.fact_delivery; delete from platform.outbox; delete from platform.job_run`);
  });

  const relay = () => new OutboxRelay(db.relay, db.work, registry);
  const hears = (name: string, handle: (tx: Tx, fact: HeardFact) => Promise<void>) =>
    registry.listeners.set(happened.type, [...(registry.listeners.get(happened.type) ?? []), { name, listener: { handle } }]);
  const state = () => db.work.run(actor, 'example.act', async (tx) => tx.state(happened.of(J, { thing: 'x' })));
  const dueAgain = () => db.owner.query(`update platform.outbox set next_try_at = now()`);

  it('carry a fact to every listener, once', async () => {
    const heard: string[] = [];
    hears('example.first', async () => void heard.push('first'));
    hears('example.second', async () => void heard.push('second'));
    await state();
    await relay().drain();
    await relay().drain();
    expect(heard).toEqual(['first', 'second']);
  });

  it('deliver only the rest when one listener failed, and nothing twice', async () => {
    const heard: string[] = [];
    let isBroken = true;
    hears('example.first', async () => void heard.push('first'));
    hears('example.second', async () => {
      if (isBroken) throw new Error('broken for a while');
      heard.push('second');
    });
    await state();
    await relay().drain();
    isBroken = false;
    await dueAgain();
    await relay().drain();
    expect(heard).toEqual(['first', 'second']);
    expect((await db.owner.query(`select attempts, handled_at is not null as handled from platform.outbox`)).rows).toEqual([{ attempts: 1, handled: true }]);
  });

  it('undo what a listener wrote before it failed', async () => {
    hears('example.first', async (tx) => {
      tx.state(happened.of(J, { thing: 'written by the listener' }));
      throw new Error('after writing');
    });
    await state();
    await relay().drain();
    expect((await db.owner.query(`select count(*) as n from platform.outbox`)).rows[0].n).toBe(1);
  });

  it('keep two relays from handling one fact twice', async () => {
    let times = 0;
    hears('example.slow', async () => {
      times++;
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    await state();
    await Promise.all([relay().drain(), relay().drain(), relay().drain()]);
    expect(times).toBe(1);
  });

  const ask = (key?: string) =>
    db.work.run(actor, 'example.act', (tx) => tx.request(work.of({ thing: 'x' }, { jurisdictionId: J, key })));
  const does = (run: JobHandler['run']) => registry.jobs.set(work.name, { job: work, handler: { run } });
  const runOf = async (id: string) =>
    (await db.owner.query(`select state, attempts, done, total, error_code as code from platform.job_run where id = $1`, [id])).rows[0];
  const wake = (id: string) => new JobRunRunner(db.relay, registry).run({ jurisdictionId: J, runId: id });

  it('do a run once and tell how far it came', async () => {
    does((_, context: JobContext) => context.progress(3, 3));
    const id = await ask();
    await wake(id);
    await wake(id);
    expect(await runOf(id)).toEqual({ state: 'done', attempts: 1, done: 3, total: 3, code: null });
  });

  it('try again after an accident, and stop at the limit', async () => {
    does(async () => {
      throw new Error('accident');
    });
    const id = await ask();
    await wake(id);
    expect(await runOf(id)).toMatchObject({ state: 'queued', attempts: 1 });
    await db.owner.query(`update platform.job_run set not_before = now()`);
    await wake(id);
    expect(await runOf(id)).toMatchObject({ state: 'failed', attempts: 2, code: 'platform/bug' });
  });

  it('take a foreseen no as the answer', async () => {
    does(async () => {
      throw refuse('example/no');
    });
    const id = await ask();
    await wake(id);
    expect(await runOf(id)).toMatchObject({ state: 'failed', attempts: 1, code: 'example/no' });
  });

  it('take up a run whose worker was killed, and leave one alone whose worker lives', async () => {
    const seen: number[] = [];
    does(async (_, context) => void seen.push(context.attempt));
    const id = await ask();
    await db.owner.query(`update platform.job_run set state = 'running', attempts = 1, heartbeat_at = now()`);
    await wake(id);
    expect(seen).toEqual([]);
    await db.owner.query(`update platform.job_run set heartbeat_at = now() - interval '1 minute'`);
    await wake(id);
    expect(seen).toEqual([2]);
  });

  it('end as cancelled between two batches', async () => {
    does(async (_, context) => {
      await db.owner.query(`update platform.job_run set cancel_requested_at = now()`);
      await context.throwIfCancelled();
    });
    const id = await ask();
    await wake(id);
    expect(await runOf(id)).toMatchObject({ state: 'cancelled' });
  });

  it('hear when they end undone: called off before they begin, refused, failed for the last time; not when they are tried again', async () => {
    const given: [string, string | undefined][] = [];
    const end = async (how: JobHandler['run'], before = 'select 1') => {
      registry.jobs.set(work.name, { job: work, handler: { run: how, giveUp: async (_, context, why) => void given.push([context.runId, why?.code]) } });
      const id = await ask();
      await db.owner.query(before);
      await wake(id);
      return id;
    };
    const never = async () => {
      throw new Error('it was not to begin');
    };
    const calledOff = await end(never, `update platform.job_run set cancel_requested_at = now() where state = 'queued'`);
    expect(await runOf(calledOff)).toMatchObject({ state: 'cancelled', attempts: 1 });
    const refused = await end(async () => {
      throw refuse('example/no');
    });
    const failed = await end(never, `update platform.job_run set attempts = 1 where state = 'queued'`);
    expect(await runOf(failed)).toMatchObject({ state: 'failed', code: 'platform/bug' });
    const again = await end(never);
    expect(await runOf(again)).toMatchObject({ state: 'queued', attempts: 1 });
    expect(given).toEqual([[calledOff, 'platform/cancelled'], [refused, 'example/no'], [failed, undefined]]);
  });

  it('stay to be given up again when that fails', async () => {
    let isDown = true;
    const giveUp = async () => {
      if (isDown) throw new Error('the database is away');
    };
    registry.jobs.set(work.name, { job: work, handler: { run: async () => undefined, giveUp } });
    const id = await ask();
    await db.owner.query(`update platform.job_run set cancel_requested_at = now()`);
    await wake(id);
    expect(await runOf(id)).toMatchObject({ state: 'running' });
    isDown = false;
    await db.owner.query(`update platform.job_run set heartbeat_at = now() - interval '1 minute'`);
    await wake(id);
    expect(await runOf(id)).toMatchObject({ state: 'cancelled' });
  });

  it('write only within the bureau they were asked for', async () => {
    const elsewhere = db.work.run({ ...actor, scope: wholeJurisdictions(302) }, 'example.act', (tx) =>
      tx.request(work.of({ thing: 'x' }, { jurisdictionId: J })));
    await expect(elsewhere).rejects.toThrow(/row-level security/);
  });
});
