import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type FactListener, HANDLES_JOB, HANDLES_SCHEDULE, LISTENS, type Listening } from './handlers.js';
import type { AnyJobDefinition, JobHandler } from './job.js';
import type { Schedule, ScheduleHandler } from './schedule.js';

/** Everything this process can do in the background, found once at boot. Two handlers for one name stop the boot. */
@Injectable()
export class HandlerRegistry implements OnModuleInit {
  readonly jobs = new Map<string, { job: AnyJobDefinition; handler: JobHandler }>();
  readonly schedules = new Map<string, { schedule: Schedule; handler: ScheduleHandler }>();
  readonly listeners = new Map<string, { name: string; listener: FactListener }[]>();

  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const names = new Set<string>();
    const once = (kind: string, name: string) => {
      if (names.has(`${kind} ${name}`)) throw new Error(`two handlers for ${kind} ${name}`);
      names.add(`${kind} ${name}`);
    };
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!instance || typeof metatype !== 'function') continue;
      const job = Reflect.getMetadata(HANDLES_JOB, metatype) as AnyJobDefinition | undefined;
      const schedule = Reflect.getMetadata(HANDLES_SCHEDULE, metatype) as Schedule | undefined;
      const listening = Reflect.getMetadata(LISTENS, metatype) as Listening | undefined;
      if (job) {
        once('job', job.name);
        this.jobs.set(job.name, { job, handler: instance as JobHandler });
      }
      if (schedule) {
        once('schedule', schedule.name);
        this.schedules.set(schedule.name, { schedule, handler: instance as ScheduleHandler });
      }
      if (listening) {
        once('listener', listening.name);
        this.hear(listening.fact, listening.name, instance as FactListener);
      }
    }
  }

  /** Adds a listener that is told apart by more than its class: one for each fact that may leave the platform, say. */
  hear(fact: string, name: string, listener: FactListener): void {
    this.listeners.set(fact, [...(this.listeners.get(fact) ?? []), { name, listener }]);
  }

  /** Fails when a job that some domain defines has no handler here: a worker must be able to do all of them. */
  demand(jobs: readonly AnyJobDefinition[]): void {
    const missing = jobs.filter((job) => !this.jobs.has(job.name)).map((job) => job.name);
    if (missing.length > 0) throw new Error(`jobs without a handler: ${missing.join(', ')}`);
  }
}
