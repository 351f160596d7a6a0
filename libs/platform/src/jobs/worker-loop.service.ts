import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import type { Pool } from '../database/connection.js';
import { RELAY_POOL } from '../database/database.module.js';
import { listenForWakeUps } from '../database/wake-up-ear.js';
import { HandlerRegistry } from './handler-registry.js';
import { definedJobs } from './job.js';
import { JobRunRunner, STALE_AFTER } from './job-runner.service.js';
import { OutboxRelay } from './outbox-relay.service.js';
import { JobQueue } from './queue.js';

const SWEEP_MS = 2_000;
const FACT_LANES = 3;
const REPLAN_EVERY_SWEEPS = 5;

/**
 * The heart of a worker: it listens for the database's wake-ups and, because a wake-up can be missed, sweeps every few
 * seconds. Facts go straight to their listeners; runs go through BullMQ, which spreads them over the workers.
 */
@Injectable()
export class WorkerLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('worker');
  private queue: JobQueue | undefined;
  private ear: { close(): Promise<void> } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private sweeps = 0;
  private stopping = false;
  private readonly busy = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(RELAY_POOL) private readonly pool: Pool,
    @Inject(HandlerRegistry) private readonly registry: HandlerRegistry,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
    @Inject(JobRunRunner) private readonly runner: JobRunRunner,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.registry.demand(definedJobs());
    this.queue = await JobQueue.open(this.config, this.schedules(), {
      run: (key) => this.runner.run(key),
      tick: async (name) => this.registry.schedules.get(name)?.handler.tick(),
      onError: (error) => this.log.warn({ queue: error.message }),
    });
    this.sweep();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.ear?.close().catch(() => undefined);
    await Promise.allSettled(this.busy.values());
    await this.queue?.stop();
  }

  private schedules() {
    return [...this.registry.schedules.values()].map(({ schedule }) => schedule);
  }

  private sweep(): void {
    if (this.stopping) return;
    this.hearFacts();
    this.hear('runs', () => this.wakeRuns());
    this.hear('ear', () => this.listen());
    if (++this.sweeps % REPLAN_EVERY_SWEEPS === 0) this.hear('plan', async () => this.queue?.plan(this.schedules()));
    this.timer = setTimeout(() => this.sweep(), SWEEP_MS);
  }

  /** Runs one errand at a time of each kind; a call that comes meanwhile makes it run once more. */
  private hear(kind: string, errand: () => Promise<unknown>): void {
    if (this.stopping) return;
    if (this.busy.has(kind)) {
      this.again.add(kind);
      return;
    }
    const run = errand()
      .then(() => undefined, (error: Error) => this.log.warn({ errand: kind, error: error.message }))
      .finally(() => {
        this.busy.delete(kind);
        if (this.again.delete(kind)) this.hear(kind, errand);
      });
    this.busy.set(kind, run);
  }

  /** Lanes beside each other, as workers beside each other would be: a crowd of facts must not keep an alarm waiting. */
  private hearFacts(): void {
    for (let lane = 1; lane <= FACT_LANES; lane++) this.hear(`facts ${lane}`, () => this.drainFacts());
  }

  private async drainFacts(): Promise<void> {
    while (!this.stopping && (await this.relay.drain()) > 0);
  }

  private async wakeRuns(): Promise<void> {
    const { rows } = await this.pool.query<{ jurisdiction_id: number; id: string; attempts: number }>(
      `select jurisdiction_id, id, attempts from platform.job_run
        where state in ('queued', 'running') and not_before <= now()
          and (state = 'queued' or heartbeat_at < now() - ${STALE_AFTER})
        order by not_before limit 500`,
    );
    for (const row of rows) {
      await this.queue?.wake({ jurisdictionId: row.jurisdiction_id, runId: row.id, attempts: row.attempts });
    }
  }

  /** Keeps one connection listening; when the server restarts, the next sweep opens another. */
  private async listen(): Promise<void> {
    if (this.ear) return;
    this.ear = await listenForWakeUps(
      this.config,
      ['heliotrope_outbox', 'heliotrope_jobs'],
      (channel) => (channel === 'heliotrope_outbox' ? this.hearFacts() : this.hear('runs', () => this.wakeRuns())),
      () => (this.ear = undefined),
    );
  }
}
