import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RELAY_POOL } from '../database/database.module.js';
import type { ChainHead } from './chain.js';
import { readHeads } from './chain.repository.js';

/** The heads of all chains, for one witness at a time. */
@Injectable()
export class ChainHeads {
  constructor(@Inject(RELAY_POOL) private readonly pool: pg.Pool) {}

  /** Runs `work` while no other process does the same: anchors are written one after another. */
  async with<T>(work: (heads: ChainHead[]) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock(7260, -1)');
      const result = await work(await readHeads(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}
