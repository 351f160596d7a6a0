import { describe, expect, it } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { HandlerRegistry } from './handler-registry.js';
import { HandlesJob, HandlesSchedule, Listens } from './handlers.js';
import { defineJob } from './job.js';
import { defineSchedule } from './schedule.js';

const sweep = defineJob<object>({ name: 'example.sweep' });
const forgotten = defineJob<object>({ name: 'example.forgotten' });
const nightly = defineSchedule('example.nightly', '0 2 * * *');

@HandlesJob(sweep)
class Sweep { async run() { /* nothing to sweep in an example */ } }
@HandlesJob(sweep)
class SweepAgain { async run() { /* the second handler of one job */ } }
@HandlesSchedule(nightly)
class Nightly { async tick() { /* nothing at night */ } }
@Listens('example/happened', 'example.hear')
class Hear { async handle() { /* hears and does nothing */ } }

async function boot(...providers: Type[]): Promise<HandlerRegistry> {
  @Module({ imports: [DiscoveryModule], providers: [HandlerRegistry, ...providers] })
  class ExampleModule {}
  const app = await NestFactory.createApplicationContext(ExampleModule, { logger: false, abortOnError: false });
  return app.get(HandlerRegistry);
}

describe('what a worker can do', () => {
  it('is found at boot: jobs, schedules, listeners', async () => {
    const registry = await boot(Sweep, Nightly, Hear);
    expect([...registry.jobs.keys()]).toEqual(['example.sweep']);
    expect([...registry.schedules.keys()]).toEqual(['example.nightly']);
    expect(registry.listeners.get('example/happened')!.map(({ name }) => name)).toEqual(['example.hear']);
  });

  it('has no two handlers for one job', async () => {
    await expect(boot(Sweep, SweepAgain)).rejects.toThrow('two handlers for job example.sweep');
  });

  it('misses no job that is defined', async () => {
    const registry = await boot(Sweep);
    expect(() => registry.demand([sweep, forgotten])).toThrow('jobs without a handler: example.forgotten');
  });

  it('is asked for under one name only', () => {
    expect(() => defineJob({ name: 'example.sweep' })).toThrow('job defined twice');
  });
});
