import { Injectable } from '@nestjs/common';
import { newId } from '../database/new-id.js';
import { scopeWhere } from '../database/scope-where.js';
import type { Tx } from '../database/tx.js';

export interface WebhookView {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly facts: readonly string[];
  readonly active: boolean;
  readonly madeBy: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly waiting: number;
  readonly failed: number;
}

export interface DeliveryView {
  readonly id: string;
  readonly fact: string;
  readonly body: string;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly nextTryAt: Date;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
}

export interface NewWebhook {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly facts: readonly string[];
  readonly secretEnc: Buffer;
  readonly madeBy: string;
}

const STATES = `(select count(*)::int from platform.webhook_delivery d
  where d.jurisdiction_id = w.jurisdiction_id and d.webhook_id = w.id and d.state = `;
const WEBHOOK = `w.jurisdiction_id as "jurisdictionId", w.id, w.name, w.address, w.facts, w.active, w.made_by as "madeBy", w.version,
  w.created_at as "createdAt", ${STATES}'waiting') as waiting, ${STATES}'failed') as failed`;
const DELIVERY = `d.id, d.fact, d.body, d.state, d.attempts, d.next_try_at as "nextTryAt", d.last_status as "lastStatus", d.last_error as "lastError",
  d.created_at as "createdAt", d.delivered_at as "deliveredAt"`;

@Injectable()
export class WebhookRepository {
  list(tx: Tx): Promise<WebhookView[]> {
    const params: unknown[] = [];
    return tx.query<WebhookView>(`select ${WEBHOOK} from platform.webhook w where ${within(tx, params)} order by w.name`, params);
  }

  async one(tx: Tx, id: string): Promise<WebhookView | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<WebhookView>(`select ${WEBHOOK} from platform.webhook w where w.id = $1 and ${within(tx, params)}`, params))[0];
  }

  /** @returns false when the bureau has a webhook of that name. */
  async add(tx: Tx, webhook: NewWebhook): Promise<boolean> {
    const rows = await tx.query(
      `insert into platform.webhook (jurisdiction_id, id, name, address, facts, secret_enc, made_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (jurisdiction_id, name) do nothing returning id`,
      [webhook.jurisdictionId, webhook.id, webhook.name, webhook.address, [...webhook.facts], webhook.secretEnc, webhook.madeBy, tx.now],
    );
    return rows.length > 0;
  }

  async save(tx: Tx, held: WebhookView, values: Pick<WebhookView, 'name' | 'address' | 'facts' | 'active'>): Promise<void> {
    await tx.query(
      `update platform.webhook set name = $3, address = $4, facts = $5, active = $6, version = version + 1 where jurisdiction_id = $1 and id = $2`,
      [held.jurisdictionId, held.id, values.name, values.address, [...values.facts], values.active],
    );
  }

  async setSecret(tx: Tx, held: WebhookView, secretEnc: Buffer): Promise<void> {
    await tx.query(`update platform.webhook set secret_enc = $3, version = version + 1 where jurisdiction_id = $1 and id = $2`, [held.jurisdictionId, held.id, secretEnc]);
  }

  async remove(tx: Tx, held: WebhookView): Promise<void> {
    await tx.query(`delete from platform.webhook where jurisdiction_id = $1 and id = $2`, [held.jurisdictionId, held.id]);
  }

  /** One message for every webhook of the bureau that wants this fact, or for the one that is named. */
  async post(tx: Tx, message: { jurisdictionId: number; fact: string; body: string; only?: string }): Promise<number> {
    const wanting = await tx.query<{ id: string }>(
      `select id from platform.webhook where jurisdiction_id = $1 and (id = $3 or ($3::uuid is null and active and $2 = any(facts))) order by id`,
      [message.jurisdictionId, message.fact, message.only ?? null],
    );
    for (const { id } of wanting) {
      await tx.query(
        `insert into platform.webhook_delivery (jurisdiction_id, id, webhook_id, fact, body, next_try_at, created_at) values ($1, $2, $3, $4, $5, $6, $6)`,
        [message.jurisdictionId, newId(tx.now.getTime()), id, message.fact, message.body, tx.now],
      );
    }
    return wanting.length;
  }

  deliveries(tx: Tx, webhook: WebhookView, before: string | null, limit: number): Promise<DeliveryView[]> {
    return tx.query<DeliveryView>(
      `select ${DELIVERY} from platform.webhook_delivery d
        where d.jurisdiction_id = $1 and d.webhook_id = $2 and ($3::uuid is null or d.id < $3) order by d.id desc limit $4`,
      [webhook.jurisdictionId, webhook.id, before, limit],
    );
  }

  /** The same message once more, from the first try on. */
  async replay(tx: Tx, webhook: WebhookView, id: string): Promise<DeliveryView | undefined> {
    const rows = await tx.query<DeliveryView>(
      `update platform.webhook_delivery d set state = 'waiting', attempts = 0, next_try_at = $4
        where d.jurisdiction_id = $1 and d.webhook_id = $2 and d.id = $3 returning ${DELIVERY}`,
      [webhook.jurisdictionId, webhook.id, id, tx.now],
    );
    return rows[0];
  }
}

const within = (tx: Tx, params: unknown[]): string => scopeWhere(tx.scopes, { jurisdiction: 'w.jurisdiction_id' }, params);
