import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Config } from '../config/env.js';
import type { JobRunKey } from './job-runner.service.js';
import type { Schedule } from './schedule.js';

const QUEUE = 'heliotrope';
const PREFIX = '{heliotrope}'; // braces keep one queue's keys on one node of a Redis cluster

export interface QueueHandlers {
  run(key: JobRunKey): Promise<void>;
  tick(schedule: string): Promise<void>;
  onError(error: Error): void;
}

/**
 * BullMQ as we use it: it wakes a worker for a run, and it ticks the schedules. It holds ids only, and losing all of
 * it loses nothing, because the sweep wakes again whatever the database says is waiting.
 */
export class JobQueue {
  private constructor(
    private readonly queue: Queue,
    private readonly worker: Worker,
    private readonly close: () => Promise<void>,
  ) {}

  static async open(config: Config, schedules: readonly Schedule[], handlers: QueueHandlers): Promise<JobQueue> {
    const { connection, close } = connect(config);
    const queue = new Queue(QUEUE, { connection, prefix: PREFIX });
    queue.on('error', handlers.onError);
    const worker = new Worker(
      QUEUE,
      async (job) => {
        if (job.name === 'run') await handlers.run(job.data as JobRunKey);
        else await handlers.tick(job.name);
      },
      { connection, prefix: PREFIX, concurrency: 4, maxStalledCount: 5 },
    );
    worker.on('error', handlers.onError);
    const opened = new JobQueue(queue, worker, close);
    await opened.plan(schedules);
    return opened;
  }

  /** Wakes a worker for this run. The same run and attempt wake only once however often the sweep asks. */
  async wake(key: JobRunKey & { attempts: number }): Promise<void> {
    await this.queue.add('run', { jurisdictionId: key.jurisdictionId, runId: key.runId }, {
      jobId: `run-${key.runId}-${key.attempts}`,
      removeOnComplete: true,
      removeOnFail: true,
    });
  }

  /** Writes down every schedule again. Idempotent, and the way back after Redis was emptied. */
  async plan(schedules: readonly Schedule[]): Promise<void> {
    for (const { name, pattern, tz } of schedules) {
      await this.queue.upsertJobScheduler(name, { pattern, tz }, { name, opts: { removeOnComplete: true, removeOnFail: true } });
    }
  }

  async stop(): Promise<void> {
    await this.worker.close();
    await this.queue.close();
    await this.close();
  }
}

function connect(config: Config) {
  if (config.redisUrl === null) {
    setDefaultBackendFactory(createPostgresBackend);
    return { connection: { connectionString: config.database.url, migrate: true } as never, close: async () => undefined };
  }
  const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: null, enableReadyCheck: true });
  redis.on('error', () => undefined); // the queue's own listeners report it; without one here Node would stop the process
  return { connection: redis, close: async () => void redis.disconnect() };
}
