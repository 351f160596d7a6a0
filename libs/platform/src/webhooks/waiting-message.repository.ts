import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { RELAY_POOL } from '../database/database.module.js';
import type { Verdict } from './webhook-patience.js';
import { TRIAL } from './webhook-words.js';

export interface WaitingMessage {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly webhookId: string;
  readonly name: string;
  readonly address: string;
  readonly madeBy: string;
  readonly secretEnc: Buffer;
  readonly fact: string;
  readonly body: string;
  readonly attempts: number;
}

/** So long a message belongs to the worker that took it; killed meanwhile, another one takes it up. */
const LEASE = `interval '1 minute'`;

/** Messages of every bureau that are due, for the worker that sends them. */
@Injectable()
export class WaitingMessageRepository {
  constructor(@Inject(RELAY_POOL) private readonly pool: pg.Pool) {}

  /** Takes up to `limit` of them, none of a webhook that is turned off: counted as tried from here on, so that a receiver that kills us is not tried for ever. */
  async take(now: Date, limit: number): Promise<WaitingMessage[]> {
    const { rows } = await this.pool.query<WaitingMessage>(
      `with due as (
         select d.jurisdiction_id, d.id from platform.webhook_delivery d
           join platform.webhook w on w.jurisdiction_id = d.jurisdiction_id and w.id = d.webhook_id and (w.active or d.fact = $3)
          where d.state = 'waiting' and d.next_try_at <= $1 order by d.next_try_at, d.jurisdiction_id, d.id limit $2 for update of d skip locked),
       taken as (
         update platform.webhook_delivery d set attempts = d.attempts + 1, next_try_at = $1::timestamptz + ${LEASE}
           from due where d.jurisdiction_id = due.jurisdiction_id and d.id = due.id returning d.*)
       select t.jurisdiction_id as "jurisdictionId", t.id, t.webhook_id as "webhookId", t.fact, t.body, t.attempts,
              w.name, w.address, w.made_by as "madeBy", w.secret_enc as "secretEnc"
         from taken t join platform.webhook w on w.jurisdiction_id = t.jurisdiction_id and w.id = t.webhook_id`,
      [now, limit, TRIAL],
    );
    return rows;
  }

  async settle(message: WaitingMessage, verdict: Verdict, now: Date, status: number | null, error: string | null): Promise<void> {
    await this.pool.query(
      `update platform.webhook_delivery
          set state = $3, next_try_at = coalesce($4, next_try_at), last_status = $5, last_error = $6,
              delivered_at = case when $3 = 'delivered' then $7::timestamptz end
        where jurisdiction_id = $1 and id = $2`,
      [message.jurisdictionId, message.id, verdict.state, verdict.state === 'waiting' ? verdict.nextTryAt : null, status, error, now],
    );
  }

  /** Nobody is there any more: nothing further is sent until somebody turns it on again. */
  async turnOff(message: WaitingMessage): Promise<void> {
    await this.pool.query(`update platform.webhook set active = false, version = version + 1 where jurisdiction_id = $1 and id = $2`, [
      message.jurisdictionId, message.webhookId,
    ]);
  }
}
