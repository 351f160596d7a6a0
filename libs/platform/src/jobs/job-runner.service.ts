import { Refusal, refuse } from '@heliotrope/kernel';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool } from '../database/connection.js';
import { RELAY_POOL } from '../database/database.module.js';
import { HandlerRegistry } from './handler-registry.js';
import { type AnyJobDefinition, jobActor, type JobContext, type JobHandler } from './job.js';

export interface JobRunKey {
  readonly jurisdictionId: number;
  readonly runId: string;
}

interface ClaimedRun {
  readonly name: string;
  readonly payload: object;
  readonly attempts: number;
  readonly isCalledOff: boolean;
}

interface KnownJob {
  readonly job: AnyJobDefinition;
  readonly handler: JobHandler;
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
    const context = this.contextOf(key, claimed);
    try {
      if (claimed.isCalledOff) throw refuse('platform/cancelled');
      await known.handler.run(claimed.payload, context);
      await this.finish(key, 'done');
    } catch (error) {
      await this.fail(key, claimed, known, context, error);
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
        returning name, payload, attempts, cancel_requested_at is not null as "isCalledOff"`,
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

  private async fail(key: JobRunKey, run: ClaimedRun, { job, handler }: KnownJob, context: JobContext, error: unknown): Promise<void> {
    // A foreseen no is the job's answer, not an accident: trying again would give the same.
    const refusal = error instanceof Refusal ? error : null;
    if (!refusal) this.log.error({ runId: key.runId, job: run.name, attempt: run.attempts, error });
    if (!refusal && run.attempts < job.attempts) return this.tryLater(key, run);
    try {
      await handler.giveUp?.(run.payload, context, refusal);
    } catch (fault) {
      // Left as it is: without a sign of life it is taken up again, and given up again.
      return this.log.error({ runId: key.runId, job: run.name, error: fault });
    }
    if (!refusal) return this.finish(key, 'failed', 'platform/bug', '任务多次失败，已停止，请联系管理员。');
    return refusal.code === 'platform/cancelled' ? this.finish(key, 'cancelled') : this.finish(key, 'failed', refusal.code, refusal.zh);
  }

  /** After a pause; at once when it was called off meanwhile, to be put down. */
  private async tryLater({ jurisdictionId, runId }: JobRunKey, run: ClaimedRun): Promise<void> {
    await this.pool.query(
      `update platform.job_run
          set state = 'queued', not_before = now() + case when cancel_requested_at is null then $3 else 0 end * interval '1 second'
        where jurisdiction_id = $1 and id = $2`,
      [jurisdictionId, runId, Math.min(2 ** run.attempts, 60)],
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
