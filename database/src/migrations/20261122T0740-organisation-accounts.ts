import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Second factors, devices, passwords that age, accounts that close by themselves, and staff who come in a sheet. */
export class OrganisationAccounts implements MigrationInterface {
  readonly name = 'organisation-accounts-1763768400000';

  async up(q: QueryRunner): Promise<void> {
    await accounts(q);
    await sessions(q);
    await secondFactors(q);
    await demo(q);
    await staffImports(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table organisation.staff_import, organisation.staff_contact, organisation.second_factor`);
    await q.query(`drop trigger mark_demo on organisation.account`);
    await q.query(`drop function organisation.mark_demo()`);
    await q.query(`drop table organisation.synthetic_district`);
    await q.query(`drop trigger end_sessions on organisation.post`);
    await q.query(`drop function organisation.end_sessions()`);
    await q.query(`alter table organisation.session drop column id, drop column browser, drop column second_factor_at`);
    await q.query(`alter table organisation.account
      drop column reset_by, drop column reset_at, drop column factor_reset_by, drop column factor_reset_at,
      drop column former_password_hashes, drop column lock_count, drop column demo, drop column enabled_at,
      drop column closed_at, drop column closing_reason, drop column closing_told_on, drop column closing_told_reason`);
  }
}

async function accounts(q: QueryRunner): Promise<void> {
  // Who reset the password and who the second factor last: in one hand, the two together would open any account.
  await q.query(`alter table organisation.account
    add column former_password_hashes text[] not null default '{}',
    add column lock_count integer not null default 0,
    add column demo boolean not null default false,
    add column enabled_at timestamptz,
    add column closed_at timestamptz,
    add column closing_reason text check (closing_reason in ('administrator', 'idle', 'leaver')),
    add column closing_told_on date,
    add column closing_told_reason text check (closing_told_reason in ('idle', 'leaver')),
    add column reset_by text,
    add column reset_at timestamptz,
    add column factor_reset_by text,
    add column factor_reset_at timestamptz,
    add check ((reset_by is null) = (reset_at is null)),
    add check ((factor_reset_by is null) = (factor_reset_at is null))`);
  await q.query(`create index account_by_name on organisation.account using gin ((username || ' ' || name) gin_trgm_ops)`);
}

async function sessions(q: QueryRunner): Promise<void> {
  // The id is for lists of devices; the token itself is never shown again.
  await q.query(`alter table organisation.session
    add column id uuid not null default uuidv7() unique,
    add column browser text not null default '',
    add column second_factor_at timestamptz`);

  // Whoever changes a post, by whatever way: what the session of its holder may do has changed.
  await q.query(`create function organisation.end_sessions() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then delete from organisation.session where account_id = old.account_id; end if;
      if tg_op <> 'DELETE' then delete from organisation.session where account_id = new.account_id; end if;
      return null;
    end $$`);
  await q.query(`create trigger end_sessions
    after insert or delete or update of account_id, kind, school_id, class_ids, stage, entry_year, valid_from, valid_until
    on organisation.post for each row execute function organisation.end_sessions()`);
}

async function secondFactors(q: QueryRunner): Promise<void> {
  // pending_enc: a secret that is shown and not yet confirmed by a code; the one in use goes on until then.
  await q.query(`create table organisation.second_factor (
    account_id uuid primary key references organisation.account (id) on delete cascade,
    secret_enc bytea,
    confirmed_at timestamptz,
    last_step integer not null default 0,
    pending_enc bytea,
    pending_at timestamptz,
    recovery_hashes bytea[] not null default '{}',
    recovery_made_at timestamptz,
    check ((secret_enc is null) = (confirmed_at is null)),
    check ((pending_enc is null) = (pending_at is null)))`);
  await q.query(`comment on table organisation.second_factor is 'reference: belongs to an account, and is asked for before any scope is known'`);
  await q.query(`grant select, insert, update, delete on organisation.second_factor to heliotrope_app`);
}

/** Whatever account comes into a database that holds the synthetic district is a demo account: the two never mix. */
async function demo(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.synthetic_district (
    one boolean primary key default true check (one),
    loaded_at timestamptz not null default now())`);
  await q.query(`comment on table organisation.synthetic_district is 'reference: one row says that this database holds the synthetic district'`);
  await q.query(`grant select, insert on organisation.synthetic_district to heliotrope_app`);
  await q.query(`create function organisation.mark_demo() returns trigger language plpgsql as $$
    begin
      new.demo := exists (select from organisation.synthetic_district);
      return new;
    end $$`);
  await q.query(`create trigger mark_demo before insert on organisation.account for each row execute function organisation.mark_demo()`);
  await q.query(`insert into organisation.synthetic_district (one) select true where exists (select from organisation.account where username like 'demo-%')`);
  await q.query(`update organisation.account set demo = true where exists (select from organisation.synthetic_district)`);
}

async function staffImports(q: QueryRunner): Promise<void> {
  // The uploaded sheet lies sealed until it is confirmed or given up, and is then forgotten.
  await q.query(`create table organisation.staff_import (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    file_name text not null,
    state text not null default 'checked' check (state in ('checked', 'applied', 'cancelled')),
    cells_enc bytea,
    new_count integer not null,
    changed_count integer not null,
    unchanged_count integer not null,
    wrong_count integer not null,
    post_count integer not null,
    overtaken_count integer not null default 0,
    created_by text not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.staff_import');

  // How a bureau reaches a member of its staff; the account itself belongs to no bureau, and its key must.
  await q.query(`create table organisation.staff_contact (
    jurisdiction_id integer not null references organisation.bureau (id),
    account_id uuid not null references organisation.account (id) on delete cascade,
    phone_enc bytea not null,
    primary key (jurisdiction_id, account_id))`);
  await tenantTable(q, 'organisation.staff_contact');
}
