import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RELAY_POOL } from '../database/database.module.js';

/** How much waits in the database. Both questions are answered from indexes that hold only what waits. */
@Injectable()
export class BacklogRepository {
  constructor(@Inject(RELAY_POOL) private readonly pool: pg.Pool) {}

  async runs(): Promise<Record<string, number>> {
    const { rows } = await this.pool.query<{ state: string; n: number }>(
      `select state, count(*)::int as n from platform.job_run where state in ('queued', 'running') group by state`,
    );
    return { queued: 0, running: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.n])) };
  }

  /** Age in seconds of the oldest fact that not everybody has heard. */
  async outboxLag(): Promise<number> {
    const { rows } = await this.pool.query<{ seconds: number }>(
      `select coalesce(extract(epoch from now() - min(at)), 0)::float8 as seconds from platform.outbox where handled_at is null`,
    );
    return Math.max(0, rows[0]!.seconds);
  }

  async outboxWaiting(): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(`select count(*)::int as n from platform.outbox where handled_at is null`);
    return rows[0]!.n;
  }
}
