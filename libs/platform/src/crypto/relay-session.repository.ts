import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RELAY_POOL } from '../database/database.module.js';
import type { SqlSession } from './data-keys.repository.js';

/** A session that reaches the data keys of every bureau, for rotation alone. */
@Injectable()
export class RelaySession implements SqlSession {
  constructor(@Inject(RELAY_POOL) private readonly pool: pg.Pool) {}

  async query<T = unknown>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.pool.query(sql, params)).rows as T[];
  }
}
