import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Roles, the audit chain, the outbox and the job runs: what every later table stands on. */
export class PlatformFirst implements MigrationInterface {
  readonly name = 'platform-first-1763766000000';

  async up(q: QueryRunner): Promise<void> {
    for (const role of ['heliotrope_app', 'heliotrope_intake', 'heliotrope_relay', 'heliotrope_audit']) {
      await createRole(q, role, 'nologin');
    }
    // The login of the processes. It owns nothing and inherits nothing: each connection steps into one of the roles.
    await createRole(q, 'heliotrope_service', 'login noinherit');
    await q.query(`grant heliotrope_app, heliotrope_intake, heliotrope_relay to heliotrope_service`);
    await q.query(`create extension if not exists pg_trgm`);

    await q.query(`create schema platform`);
    await q.query(`grant usage on schema platform to heliotrope_app, heliotrope_intake, heliotrope_relay`);
    await outbox(q);
    await jobRuns(q);
    await auditChain(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop schema audit cascade`);
    await q.query(`drop schema platform cascade`);
  }
}

async function createRole(q: QueryRunner, role: string, options: string): Promise<void> {
  // Roles belong to the cluster, not the database: another database of the same server may have made them already.
  await q.query(`do $$ begin create role ${role} ${options}; exception when duplicate_object then null; end $$`);
}

async function outbox(q: QueryRunner): Promise<void> {
  await q.query(`create table platform.outbox (
    jurisdiction_id integer not null,
    id uuid not null,
    type text not null,
    payload jsonb not null,
    author text not null,
    at timestamptz not null,
    handled_at timestamptz,
    attempts integer not null default 0,
    next_try_at timestamptz not null default now(),
    last_error text,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index outbox_waiting on platform.outbox (next_try_at) where handled_at is null`);
  await q.query(`create table platform.fact_delivery (
    jurisdiction_id integer not null,
    fact_id uuid not null,
    listener text not null,
    at timestamptz not null,
    primary key (jurisdiction_id, fact_id, listener),
    foreign key (jurisdiction_id, fact_id) references platform.outbox (jurisdiction_id, id) on delete cascade)`);
  await tenantTable(q, 'platform.outbox', { relay: true });
  await tenantTable(q, 'platform.fact_delivery', { relay: true });
  await q.query(`create policy intake on platform.outbox for insert to heliotrope_intake with check (true)`);
  await q.query(`grant insert on platform.outbox to heliotrope_intake`);
  // The wake-up leaves with the commit that wrote the fact; a sweep covers what a lost connection did not hear.
  await q.query(`create function platform.tell_outbox() returns trigger language plpgsql as
    $$ begin perform pg_notify('heliotrope_outbox', ''); return null; end $$`);
  await q.query(`create trigger tell after insert on platform.outbox for each statement execute function platform.tell_outbox()`);
}

async function jobRuns(q: QueryRunner): Promise<void> {
  await q.query(`create table platform.job_run (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid,
    name text not null,
    title text not null default '',
    key text,
    payload jsonb not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    done bigint not null default 0,
    total bigint,
    note text not null default '',
    attempts integer not null default 0,
    error_code text,
    error_message text,
    requested_by text not null,
    requested_at timestamptz not null,
    not_before timestamptz not null,
    cancel_requested_at timestamptz,
    started_at timestamptz,
    heartbeat_at timestamptz,
    finished_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await q.query(`create unique index job_run_one_at_a_time on platform.job_run (jurisdiction_id, name, key)
    where key is not null and state in ('queued', 'running')`);
  await q.query(`create index job_run_waiting on platform.job_run (not_before) where state in ('queued', 'running')`);
  await tenantTable(q, 'platform.job_run', { relay: true });
  await q.query(`create function platform.tell_jobs() returns trigger language plpgsql as
    $$ begin perform pg_notify('heliotrope_jobs', ''); return null; end $$`);
  await q.query(`create trigger tell after insert on platform.job_run for each statement execute function platform.tell_jobs()`);
}

async function auditChain(q: QueryRunner): Promise<void> {
  await q.query(`create schema audit`);
  await q.query(`create table audit.entry (
    jurisdiction_id integer not null,
    seq bigint not null,
    at timestamptz not null,
    actor text not null check (actor !~ E'\\n'),
    action text not null check (action !~ E'\\n'),
    object text not null check (object !~ E'\\n'),
    detail text not null,
    prev_hash bytea not null,
    hash bytea not null,
    primary key (jurisdiction_id, seq))`);
  await q.query(`create index entry_by_object on audit.entry (jurisdiction_id, object, seq)`);
  await tenantTable(q, 'audit.entry', { grant: 'select' });
  await q.query(`create policy owner on audit.entry to heliotrope_audit using (true) with check (true)`);
  await q.query(`create policy relay on audit.entry for select to heliotrope_relay using (true)`);
  await q.query(`grant select on audit.entry to heliotrope_relay`);
  await q.query(`create function audit.refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'the audit log is append-only'; end $$`);
  await q.query(`create trigger append_only before update or delete or truncate on audit.entry
    for each statement execute function audit.refuse_change()`);
  // The only door in. Each bureau has its own chain, so bureaus never wait for each other; the lock is taken by the
  // unit of work as its last statement and lasts only as long as the commit.
  await q.query(`create function audit.append(
      p_jurisdiction integer, p_at timestamptz, p_actor text, p_action text, p_object text, p_detail text)
    returns bigint language plpgsql security definer set search_path = pg_catalog as $$
    declare
      previous record;
      next_seq bigint;
      previous_hash bytea;
      moment timestamptz := date_trunc('milliseconds', p_at);
    begin
      perform pg_advisory_xact_lock(7260, p_jurisdiction);
      select seq, hash into previous from audit.entry where jurisdiction_id = p_jurisdiction order by seq desc limit 1;
      next_seq := coalesce(previous.seq, 0) + 1;
      previous_hash := coalesce(previous.hash, '\\x'::bytea);
      insert into audit.entry values (p_jurisdiction, next_seq, moment, p_actor, p_action, p_object, p_detail, previous_hash,
        sha256(convert_to(concat_ws(E'\\n', encode(previous_hash, 'hex'), p_jurisdiction, next_seq,
          to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), p_actor, p_action, p_object, p_detail), 'UTF8')));
      return next_seq;
    end $$`);
  await q.query(`revoke all on function audit.append from public`);
  await q.query(`grant usage on schema audit to heliotrope_app, heliotrope_intake, heliotrope_relay, heliotrope_audit`);
  await q.query(`grant execute on function audit.append to heliotrope_app, heliotrope_intake, heliotrope_relay`);
  await q.query(`grant create on schema audit to heliotrope_audit`);
  await q.query(`alter table audit.entry owner to heliotrope_audit`);
  await q.query(`alter function audit.append owner to heliotrope_audit`);
  await q.query(`alter function audit.refuse_change owner to heliotrope_audit`);
  await q.query(`revoke create on schema audit from heliotrope_audit`);
}
