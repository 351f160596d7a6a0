import { actorRef, type HeardFact } from '@heliotrope/kernel';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Pool, PoolClient } from '../database/connection.js';
import { RELAY_POOL } from '../database/database.module.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlerRegistry } from './handler-registry.js';
import { jobActor } from './job.js';

interface OutboxRow {
  readonly jurisdiction_id: number;
  readonly id: string;
  readonly type: string;
  readonly payload: object;
  readonly at: Date;
  readonly attempts: number;
}

const BATCH = 10; // what comes meanwhile waits for no more than these, or goes with another lane
const RETRY_MS = [1_000, 5_000, 15_000, 60_000, 300_000];

/**
 * Carries facts to their listeners. A fact is done when every listener has handled it; each listener's writes and the
 * mark that it heard are one transaction, so a worker killed in the middle neither loses nor doubles anything.
 */
@Injectable()
export class OutboxRelay {
  private readonly log = new Logger('outbox');

  constructor(
    @Inject(RELAY_POOL) private readonly pool: Pool,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(HandlerRegistry) private readonly registry: HandlerRegistry,
  ) {}

  /** Handles what waits. Returns how many facts were taken up; call again while that is more than none. */
  async drain(): Promise<number> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      // Keeps a second worker off these rows, yet lets the delivery marks refer to them.
      await client.query('begin');
      const { rows } = await client.query<OutboxRow>(
        `select jurisdiction_id, id, type, payload, at, attempts from platform.outbox
          where handled_at is null and next_try_at <= now()
          order by next_try_at, id limit ${BATCH} for no key update skip locked`,
      );
      for (const row of rows) await this.carry(client, row);
      await client.query('commit');
      return rows.length;
    } catch (error) {
      broken = error as Error;
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async carry(client: PoolClient, row: OutboxRow): Promise<void> {
    const fact: HeardFact = { id: row.id, type: row.type, jurisdictionId: row.jurisdiction_id, at: row.at, payload: row.payload };
    try {
      for (const { name, listener } of this.registry.listeners.get(row.type) ?? []) await this.deliver(fact, name, listener);
      await client.query(`update platform.outbox set handled_at = now() where jurisdiction_id = $1 and id = $2`, [
        row.jurisdiction_id, row.id,
      ]);
    } catch (error) {
      const wait = RETRY_MS[Math.min(row.attempts, RETRY_MS.length - 1)]!;
      this.log.error({ factId: row.id, type: row.type, attempt: row.attempts + 1, error });
      await client.query(
        `update platform.outbox set attempts = attempts + 1, last_error = $3, next_try_at = now() + $4 * interval '1 ms'
          where jurisdiction_id = $1 and id = $2`,
        [row.jurisdiction_id, row.id, (error as Error).message.slice(0, 300), wait],
      );
    }
  }

  private async deliver(fact: HeardFact, name: string, listener: { handle: Function }): Promise<void> {
    const actor = jobActor(name, fact.jurisdictionId);
    await this.work.read(actor, name, async (tx) => {
      // Inserted last in effect but first in time: a second delivery stops here and writes nothing.
      const marked = await tx.query(
        `insert into platform.fact_delivery (jurisdiction_id, fact_id, listener, at) values ($1, $2, $3, $4)
         on conflict do nothing returning 1`,
        [fact.jurisdictionId, fact.id, name, tx.now],
      );
      if (marked.length === 0) return;
      await listener.handle(tx, fact);
      if (tx.entries.length === 0) tx.audit({ object: `fact:${fact.id}`, detail: { type: fact.type, by: actorRef(actor) } });
    });
  }
}
