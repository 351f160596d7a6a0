import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RELAY_POOL } from '../database/database.module.js';
import type { Tx } from '../database/tx.js';
import type { Purpose } from './purpose.js';

export interface PurposeRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly accountId: string;
  readonly sessionId: string;
  readonly object: string;
  readonly purpose: Purpose;
  readonly words: Buffer | null;
  readonly expiresAt: Date;
}

@Injectable()
export class PurposeRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  async insert(tx: Tx, row: PurposeRow): Promise<void> {
    await tx.query(
      `insert into platform.purpose (jurisdiction_id, id, account_id, session_id, object, purpose, words_enc, stated_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [row.jurisdictionId, row.id, row.accountId, row.sessionId, row.object, row.purpose, row.words, tx.now, row.expiresAt],
    );
  }

  async inForce(tx: Tx, of: { jurisdictionId: number; object: string; accountId: string; sessionId: string }): Promise<Purpose | null> {
    const [row] = await tx.query<{ purpose: Purpose }>(
      `select purpose from platform.purpose
        where jurisdiction_id = $1 and object = $2 and account_id = $3 and session_id = $4 and expires_at > $5
        order by expires_at desc limit 1`,
      [of.jurisdictionId, of.object, of.accountId, of.sessionId, tx.now],
    );
    return row?.purpose ?? null;
  }

  /** Purposes are kept as long as the log of who read minors' records. */
  async forget(before: Date): Promise<void> {
    await this.relay.query(`delete from platform.purpose where expires_at < $1`, [before]);
  }
}
