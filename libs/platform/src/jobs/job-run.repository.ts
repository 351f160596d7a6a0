import { Injectable } from '@nestjs/common';
import { scopeWhere } from '../database/scope-where.js';
import type { Tx } from '../database/tx.js';

export interface JobRunView {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number | null;
  readonly note: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
}

const COLUMNS = `id, name, title, state, done, total, note, error_code as "errorCode", error_message as "errorMessage",
  requested_at as "requestedAt", finished_at as "finishedAt"`;

@Injectable()
export class JobRunRepository {
  async ownRun(tx: Tx, id: string, requestedBy: string): Promise<JobRunView | undefined> {
    const params: unknown[] = [id, requestedBy];
    const [run] = await tx.query<JobRunView>(
      `select ${COLUMNS} from platform.job_run r
        where id = $1 and requested_by = $2 and ${this.visible(tx, params)}`,
      params,
    );
    return run;
  }

  /** A run that waits is ended by a worker like one at work: its handler sets free what waits for it. */
  async askToCancel(tx: Tx, id: string, requestedBy: string): Promise<void> {
    const params: unknown[] = [id, requestedBy, tx.now];
    await tx.query(
      `update platform.job_run r
          set cancel_requested_at = coalesce(cancel_requested_at, $3), not_before = case when state = 'queued' then least(not_before, $3) else not_before end
        where id = $1 and requested_by = $2 and state in ('queued', 'running') and ${this.visible(tx, params)}`,
      params,
    );
    await tx.query(`select pg_notify('heliotrope_jobs', '')`);
  }

  /** A run belongs to whoever asked for it; the bureau only names the shard. */
  private visible(tx: Tx, params: unknown[]): string {
    const reach = tx.scopes.map((scope) => ({ ...scope, schools: 'all' as const, classes: 'all' as const }));
    return scopeWhere(reach, { jurisdiction: 'r.jurisdiction_id' }, params);
  }
}
