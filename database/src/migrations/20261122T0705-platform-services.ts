import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Wrapped data keys, in-app messages and the export centre. */
export class PlatformServices implements MigrationInterface {
  readonly name = 'platform-services-1763766300000';

  async up(q: QueryRunner): Promise<void> {
    await dataKeys(q);
    await messages(q);
    await exportCentre(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table platform.export, platform.message, platform.data_key`);
  }
}

async function dataKeys(q: QueryRunner): Promise<void> {
  await q.query(`create table platform.data_key (
    jurisdiction_id integer not null,
    scope text not null,
    version integer not null check (version between 1 and 65535),
    profile text not null check (profile in ('aes-256-gcm', 'sm4-ctr-hmac-sm3')),
    master_id text not null,
    wrapped bytea not null,
    created_at timestamptz not null default now(),
    primary key (jurisdiction_id, scope, version))`);
  // Without its key a field is lost for ever, so nobody but the owner of the schema may delete one.
  await tenantTable(q, 'platform.data_key', { grant: 'select, insert, update' });
  await q.query(`create policy relay on platform.data_key to heliotrope_relay using (true) with check (true)`);
  await q.query(`grant select, update on platform.data_key to heliotrope_relay`);
  await q.query(`create policy intake on platform.data_key for select to heliotrope_intake using (true)`);
  await q.query(`grant select on platform.data_key to heliotrope_intake`);
}

async function messages(q: QueryRunner): Promise<void> {
  await q.query(`create table platform.message (
    jurisdiction_id integer not null,
    id uuid not null,
    account_id uuid not null,
    kind text not null,
    title text not null,
    link text not null,
    created_at timestamptz not null,
    read_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index message_of_account on platform.message (jurisdiction_id, account_id, id desc)`);
  await q.query(`create index message_unread on platform.message (jurisdiction_id, account_id) where read_at is null`);
  await tenantTable(q, 'platform.message');
}

async function exportCentre(q: QueryRunner): Promise<void> {
  await q.query(`create table platform.export (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid,
    owner_account_id uuid not null,
    kind text not null,
    title text not null,
    file_name text not null,
    state text not null default 'making' check (state in ('making', 'ready', 'failed', 'expired')),
    job_run_id uuid,
    file_key text,
    bytes bigint,
    sha256 text,
    error_code text,
    downloads integer not null default 0,
    requested_at timestamptz not null,
    ready_at timestamptz,
    expires_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index export_of_account on platform.export (jurisdiction_id, owner_account_id, id desc)`);
  await q.query(`create index export_to_expire on platform.export (jurisdiction_id, expires_at) where state = 'ready'`);
  await tenantTable(q, 'platform.export', { school: true });
  await q.query(`create policy relay on platform.export to heliotrope_relay using (true) with check (true)`);
  await q.query(`grant select, update on platform.export to heliotrope_relay`);
}
