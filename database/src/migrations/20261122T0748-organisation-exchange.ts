import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** API clients of a bureau's own systems, what they call, and when what they are told was last changed. */
export class OrganisationExchange implements MigrationInterface {
  readonly name = 'organisation-exchange-1763768880000';

  async up(q: QueryRunner): Promise<void> {
    await clients(q);
    await usage(q);
    await changes(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table organisation.api_usage_fold, organisation.api_usage, organisation.api_token, organisation.api_client_secret, organisation.api_client`);
    for (const table of GONE) await q.query(`drop trigger leave_a_trace on organisation.${table}`);
    await q.query(`drop function organisation.leave_a_trace()`);
    await q.query(`drop table organisation.roster_gone`);
    for (const table of STAMPED) {
      await q.query(`drop trigger stamp on organisation.${table}`);
      await q.query(`alter table organisation.${table} drop column updated_at`);
    }
    await q.query(`drop function organisation.stamp()`);
  }
}

async function clients(q: QueryRunner): Promise<void> {
  // The bureau is part of the client's number and of every token, so both are looked up behind the third wall.
  await q.query(`create table organisation.api_client (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    name text not null,
    purpose text not null,
    scopes text[] not null,
    school_ids uuid[] not null default '{}',
    addresses text[] not null,
    per_minute integer not null,
    expires_on date not null,
    state text not null default 'proposed' check (state in ('proposed', 'active', 'disabled')),
    proposed_by uuid not null references organisation.account (id),
    approved_by uuid references organisation.account (id),
    approved_at timestamptz,
    pupils_read_on date,
    last_seen_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    check (state <> 'active' or approved_by is not null),
    check (approved_by <> proposed_by),
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, name))`);
  await tenantTable(q, 'organisation.api_client');

  await q.query(`create table organisation.api_client_secret (
    jurisdiction_id integer not null,
    id uuid not null,
    client_id uuid not null,
    hash bytea not null,
    made_at timestamptz not null,
    ends_at timestamptz,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, client_id) references organisation.api_client (jurisdiction_id, id) on delete cascade)`);
  await q.query(`create index api_client_secret_by_client on organisation.api_client_secret (jurisdiction_id, client_id)`);
  await tenantTable(q, 'organisation.api_client_secret');

  await q.query(`create table organisation.api_token (
    jurisdiction_id integer not null,
    hash bytea not null,
    client_id uuid not null,
    secret_id uuid not null,
    scopes text[] not null,
    issued_at timestamptz not null,
    ends_at timestamptz not null,
    primary key (jurisdiction_id, hash),
    foreign key (jurisdiction_id, client_id) references organisation.api_client (jurisdiction_id, id) on delete cascade,
    foreign key (jurisdiction_id, secret_id) references organisation.api_client_secret (jurisdiction_id, id) on delete cascade)`);
  await q.query(`create index api_token_by_client on organisation.api_token (jurisdiction_id, client_id)`);
  await q.query(`create index api_token_by_secret on organisation.api_token (jurisdiction_id, secret_id)`);
  await tenantTable(q, 'organisation.api_token');
}

async function usage(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.api_usage (
    jurisdiction_id integer not null,
    client_id uuid not null,
    day date not null,
    route text not null,
    calls integer not null default 0,
    errors integer not null default 0,
    primary key (jurisdiction_id, client_id, day, route),
    foreign key (jurisdiction_id, client_id) references organisation.api_client (jurisdiction_id, id) on delete cascade)`);
  await tenantTable(q, 'organisation.api_usage');

  await q.query(`create table organisation.api_usage_fold (
    id uuid primary key,
    folded_at timestamptz not null)`);
  await q.query(`comment on table organisation.api_usage_fold is 'reference: which takings of the counters are already in the usage of every bureau'`);
  await q.query(`grant select, insert, delete on organisation.api_usage_fold to heliotrope_app`);
}

const STAMPED = ['school', 'class', 'term'];
const GONE = ['student', 'class'];

/** Whoever keeps a copy asks what has changed since: each record says when, whichever hand changed it, and a deleted one leaves its number. */
async function changes(q: QueryRunner): Promise<void> {
  await q.query(`create function organisation.stamp() returns trigger language plpgsql as $$
    begin
      new.updated_at := now();
      return new;
    end $$`);
  for (const table of STAMPED) {
    await q.query(`alter table organisation.${table} add column updated_at timestamptz not null default now()`);
    await q.query(`create trigger stamp before update on organisation.${table} for each row execute function organisation.stamp()`);
  }

  await q.query(`create table organisation.roster_gone (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    kind text not null check (kind in ('student', 'class')),
    gone_at timestamptz not null,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.roster_gone', { school: true, relay: true });
  await q.query(`create function organisation.leave_a_trace() returns trigger language plpgsql as $$
    begin
      insert into organisation.roster_gone (jurisdiction_id, id, school_id, kind, gone_at)
        select jurisdiction_id, id, school_id, tg_table_name, now() from gone on conflict do nothing;
      return null;
    end $$`);
  for (const table of GONE) {
    await q.query(`create trigger leave_a_trace after delete on organisation.${table}
      referencing old table as gone for each statement execute function organisation.leave_a_trace()`);
  }
}
