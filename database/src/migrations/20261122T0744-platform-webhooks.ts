import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Telling a bureau's own systems what has happened: where to, and what became of each message. */
export class PlatformWebhooks implements MigrationInterface {
  readonly name = 'platform-webhooks-1763768640000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create table platform.webhook (
      jurisdiction_id integer not null,
      id uuid not null,
      name text not null,
      address text not null,
      facts text[] not null,
      secret_enc bytea not null,
      active boolean not null default true,
      made_by uuid not null,
      version integer not null default 1,
      created_at timestamptz not null,
      primary key (jurisdiction_id, id),
      unique (jurisdiction_id, name))`);
    await tenantTable(q, 'platform.webhook', { relay: true });

    // The id is the message's own number: a receiver that has seen it throws the second one away.
    await q.query(`create table platform.webhook_delivery (
      jurisdiction_id integer not null,
      id uuid not null,
      webhook_id uuid not null,
      fact text not null,
      body text not null,
      state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
      attempts smallint not null default 0,
      next_try_at timestamptz not null,
      last_status smallint,
      last_error text,
      created_at timestamptz not null,
      delivered_at timestamptz,
      primary key (jurisdiction_id, id),
      foreign key (jurisdiction_id, webhook_id) references platform.webhook (jurisdiction_id, id) on delete cascade)`);
    await q.query(`create index webhook_delivery_due on platform.webhook_delivery (next_try_at, jurisdiction_id, id) where state = 'waiting'`);
    await q.query(`create index webhook_delivery_newest on platform.webhook_delivery (jurisdiction_id, webhook_id, id desc)`);
    await tenantTable(q, 'platform.webhook_delivery', { relay: true });
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table platform.webhook_delivery, platform.webhook`);
  }
}
