import { Refusal, refuse } from '@heliotrope/kernel';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from '../database/connection.js';
import { RELAY_POOL } from '../database/database.module.js';
import { HandlerRegistry } from './handler-registry.js';
import { jobActor, type JobContext } from './job.js';

export interface JobRunKey {
  readonly jurisdictionId: number;
  readonly runId: string;
}

interface ClaimedRun {
  readonly name: string;
  readonly payload: object;
  readonly attempts: number;
}

const HEARTBEAT_MS = 2_000;
/** A running job that gave no sign of life for so long has lost its worker and is taken up by another. */
export const STALE_AFTER = `interval '10 seconds'`;

/** Does one run of one job. The database row is the truth; whoever wakes us only says which one to look at. */
@Injectable()
export class JobRunRunner {
  private readonly log = new Logger('jobs');

  constructor(
    @Inject(RELAY_POOL) private readonly pool: Pool,
    @Inject(HandlerRegistry) private readonly registry: HandlerRegistry,
  ) {}

  async run(key: JobRunKey): Promise<void> {
    const claimed = await this.claim(key);
    if (!claimed) return; // done, cancelled, or in another worker's hands
    const known = this.registry.jobs.get(claimed.name);
    if (!known) return this.finish(key, 'failed', 'platform/bug', `no handler for ${claimed.name}`);
    const pulse = setInterval(() => void this.beat(key).catch(() => undefined), HEARTBEAT_MS);
    try {
      await known.handler.run(claimed.payload, this.contextOf(key, claimed));
      await this.finish(key, 'done');
    } catch (error) {
      await this.fail(key, claimed, known.job.attempts, error);
    } finally {
      clearInterval(pulse);
    }
  }

  private async claim({ jurisdictionId, runId }: JobRunKey): Promise<ClaimedRun | undefined> {
    const { rows } = await this.pool.query<ClaimedRun>(
      `update platform.job_run
          set state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, now()), heartbeat_at = now()
        where jurisdiction_id = $1 and id = $2 and not_before <= now()
          and (state = 'queued' or (state = 'running' and heartbeat_at < now() - ${STALE_AFTER}))
        returning name, payload, attempts`,
      [jurisdictionId, runId],
    );
    return rows[0];
  }

  private contextOf(key: JobRunKey, run: ClaimedRun): JobContext {
    return {
      runId: key.runId,
      jurisdictionId: key.jurisdictionId,
      attempt: run.attempts,
      actor: jobActor(run.name, key.jurisdictionId),
      progress: async (done, total, note) => {
        await this.pool.query(
          `update platform.job_run set done = $3, total = $4, note = coalesce($5, note), heartbeat_at = now()
            where jurisdiction_id = $1 and id = $2`,
          [key.jurisdictionId, key.runId, done, total, note ?? null],
        );
      },
      throwIfCancelled: async () => {
        const { rows } = await this.pool.query<{ asked: boolean }>(
          `select cancel_requested_at is not null as asked from platform.job_run where jurisdiction_id = $1 and id = $2`,
          [key.jurisdictionId, key.runId],
        );
        if (rows[0]?.asked) throw refuse('platform/cancelled');
      },
    };
  }

  private async beat({ jurisdictionId, runId }: JobRunKey): Promise<void> {
    await this.pool.query(
      `update platform.job_run set heartbeat_at = now() where jurisdiction_id = $1 and id = $2 and state = 'running'`,
      [jurisdictionId, runId],
    );
  }

  private async fail(key: JobRunKey, run: ClaimedRun, attempts: number, error: unknown): Promise<void> {
    if (error instanceof Refusal) {
      // A foreseen no is the job's answer, not an accident: trying again would give the same.
      return error.code === 'platform/cancelled' ? this.finish(key, 'cancelled') : this.finish(key, 'failed', error.code, error.zh);
    }
    this.log.error({ runId: key.runId, job: run.name, attempt: run.attempts, error });
    if (run.attempts >= attempts) return this.finish(key, 'failed', 'platform/bug', '任务多次失败，已停止，请联系管理员。');
    await this.pool.query(
      `update platform.job_run set state = 'queued', not_before = now() + $3 * interval '1 second'
        where jurisdiction_id = $1 and id = $2`,
      [key.jurisdictionId, key.runId, Math.min(2 ** run.attempts, 60)],
    );
  }

  private async finish(key: JobRunKey, state: 'done' | 'failed' | 'cancelled', code?: string, message?: string): Promise<void> {
    await this.pool.query(
      `update platform.job_run set state = $3, error_code = $4, error_message = $5, finished_at = now()
        where jurisdiction_id = $1 and id = $2`,
      [key.jurisdictionId, key.runId, state, code ?? null, message ?? null],
    );
  }
}
