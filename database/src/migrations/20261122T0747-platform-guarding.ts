import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Why a record was opened and by what right, exports that another person approves, and marks that tell a row was changed. */
export class PlatformGuarding implements MigrationInterface {
  readonly name = 'platform-guarding-1763768820000';

  async up(q: QueryRunner): Promise<void> {
    await purposes(q);
    await specialAccess(q);
    await exportApproval(q);
    await integrityMarks(q);
    await publishedCounts(q);
    await auditReading(q);
    await watchers(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table policy.published_counts, platform.special_access, platform.purpose`);
    await q.query(`alter table screening.review_event drop column mark`);
    await q.query(`alter table platform.export drop column reason, drop column holds_individuals, drop column asked_by, drop column asked_by_name,
      drop column job, drop column decided_by, drop column decided_at, drop column row_count, drop column password_enc`);
    await q.query(`drop policy watch on organisation.post`);
    await q.query(`drop index audit.entry_by_time, audit.entry_by_actor`);
  }
}

async function purposes(q: QueryRunner): Promise<void> {
  await q.query(`create table platform.purpose (
    jurisdiction_id integer not null,
    id uuid not null,
    account_id uuid not null,
    session_id text not null,
    object text not null,
    purpose text not null,
    words_enc bytea,
    stated_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index purpose_in_force on platform.purpose (jurisdiction_id, object, account_id, expires_at desc)`);
  await tenantTable(q, 'platform.purpose', { grant: 'select, insert' });
  await q.query(`create policy relay on platform.purpose to heliotrope_relay using (true) with check (true)`);
  await q.query(`grant select, delete on platform.purpose to heliotrope_relay`);
}

async function specialAccess(q: QueryRunner): Promise<void> {
  await q.query(`create table platform.special_access (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid,
    kind text not null check (kind in ('approval', 'break-glass')),
    object text not null,
    action text not null,
    account_id uuid not null,
    account_name text not null,
    reason_enc bytea not null,
    hours integer not null check (hours between 1 and 24),
    state text not null check (state in ('asked', 'granted', 'refused', 'over')),
    asked_at timestamptz not null,
    decided_by uuid,
    decided_by_name text,
    decided_at timestamptz,
    starts_at timestamptz,
    expires_at timestamptz,
    review_due_at timestamptz,
    reviewed_by uuid,
    reviewed_by_name text,
    reviewed_at timestamptz,
    verdict text check (verdict in ('justified', 'unjustified')),
    verdict_words_enc bytea,
    late_told_at timestamptz,
    primary key (jurisdiction_id, id),
    check (decided_by is distinct from account_id or kind = 'break-glass'),
    check (reviewed_by is distinct from account_id),
    check ((state = 'granted') <= (expires_at is not null)))`);
  await q.query(`create index special_access_of_object on platform.special_access (jurisdiction_id, object, account_id, expires_at desc)`);
  await q.query(`create index special_access_running on platform.special_access (expires_at) where state = 'granted'`);
  await q.query(`create index special_access_unreviewed on platform.special_access (review_due_at) where kind = 'break-glass' and verdict is null`);
  await tenantTable(q, 'platform.special_access', { school: true, grant: 'select, insert, update' });
  await q.query(`create policy relay on platform.special_access to heliotrope_relay using (true) with check (true)`);
  await q.query(`grant select, update on platform.special_access to heliotrope_relay`);
}

async function exportApproval(q: QueryRunner): Promise<void> {
  await q.query(`alter table platform.export
    add column reason text not null default '',
    add column holds_individuals boolean not null default false,
    add column asked_by uuid,
    add column asked_by_name text not null default '',
    add column job jsonb,
    add column decided_by uuid,
    add column decided_at timestamptz,
    add column row_count integer,
    add column password_enc bytea`);
  await q.query(`alter table platform.export drop constraint export_state_check`);
  await q.query(`alter table platform.export add constraint export_state_check
    check (state in ('asked', 'refused', 'making', 'ready', 'failed', 'expired'))`);
  await q.query(`alter table platform.export add constraint export_decided_by_another check (decided_by is distinct from owner_account_id)`);
  await q.query(`create index export_asked on platform.export (jurisdiction_id, id desc) where state = 'asked'`);
}

/** A keyed mark over the values of a row: who changes them in the database without the key is found out (GB/T 22239-2019, 8.1.4.7.b). */
async function integrityMarks(q: QueryRunner): Promise<void> {
  await q.query(`alter table screening.review_event add column mark bytea`);
}

/** What was shown of counts, and what was hidden of it: the next table is held against it. */
async function publishedCounts(q: QueryRunner): Promise<void> {
  await q.query(`create table policy.published_counts (
    jurisdiction_id integer not null,
    id uuid not null,
    series text not null,
    at timestamptz not null,
    counts jsonb not null,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index published_counts_newest on policy.published_counts (jurisdiction_id, series, id desc)`);
  await tenantTable(q, 'policy.published_counts', { grant: 'select, insert' });
}

async function auditReading(q: QueryRunner): Promise<void> {
  await q.query(`grant create on schema audit to heliotrope_audit`);
  await q.query(`set local role heliotrope_audit`);
  await q.query(`create index entry_by_time on audit.entry (jurisdiction_id, at desc, seq desc)`);
  await q.query(`create index entry_by_actor on audit.entry (jurisdiction_id, actor, seq desc)`);
  await q.query(`reset role`);
  await q.query(`revoke create on schema audit from heliotrope_audit`);
}

/** Administrators of the bureaus above are told what happens below: the relay may see who holds a post, and nothing about them. */
async function watchers(q: QueryRunner): Promise<void> {
  await q.query(`create policy watch on organisation.post for select to heliotrope_relay using (true)`);
  await q.query(`grant usage on schema organisation to heliotrope_relay`);
  await q.query(`grant select (jurisdiction_id, school_id, kind, account_id, valid_from, valid_until) on organisation.post to heliotrope_relay`);
  await q.query(`grant select (id, parent_id) on organisation.bureau to heliotrope_relay`);
  await q.query(`grant select (id, state) on organisation.account to heliotrope_relay`);
}
