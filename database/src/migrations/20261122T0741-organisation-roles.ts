import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** What a bureau has decided about its posts' rights, who was given which post by whom, what was lent, and background checks. */
export class OrganisationRoles implements MigrationInterface {
  readonly name = 'organisation-roles-1763768460000';

  async up(q: QueryRunner): Promise<void> {
    await grantDecisions(q);
    await appointments(q);
    await sides(q);
    await loans(q);
    await backgroundChecks(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table organisation.background_check, organisation.loan`);
    await q.query(`drop trigger take_side on organisation.post`);
    await q.query(`drop function organisation.take_side()`);
    await q.query(`drop table organisation.post_side`);
    await q.query(`alter table organisation.post drop column given_by, drop column ended_by, drop column ended_at, drop column reason, drop column replaces_post_id`);
    await q.query(`drop trigger stamp_grants on organisation.bureau`);
    await q.query(`drop table organisation.grant_decision, organisation.grant_stamp`);
    await q.query(`drop function organisation.stamp_grants()`);
  }
}

/** Decisions are added and never changed, so what held on any day can be told on any later day. */
async function grantDecisions(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.grant_decision (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    seq bigint generated always as identity,
    action text not null,
    post text not null,
    word text not null check (word in ('all', 'organisation-and-below', 'organisation', 'classes', 'own', 'assigned', 'none', 'inherit')),
    valid_from date not null,
    reason text not null default '',
    decided_by uuid not null references organisation.account (id),
    decided_at timestamptz not null,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.grant_decision', { grant: 'select, insert' });

  // Whoever has read the decisions over a bureau keeps them until the sum of the chain's stamps is another.
  await q.query(`create table organisation.grant_stamp (
    bureau_id integer primary key references organisation.bureau (id),
    version integer not null)`);
  await q.query(`comment on table organisation.grant_stamp is 'reference: asked at every request, before the scope of whoever asks is known'`);
  await q.query(`grant select on organisation.grant_stamp to heliotrope_app`);
  await q.query(`create function organisation.stamp_grants() returns trigger language plpgsql security definer set search_path = organisation as $$
    begin
      if tg_table_name = 'grant_decision' then
        insert into grant_stamp as g values (new.jurisdiction_id, 1) on conflict (bureau_id) do update set version = g.version + 1;
      else
        insert into grant_stamp as g select unnest(new.ancestor_ids || new.id), 1 on conflict (bureau_id) do update set version = g.version + 1;
      end if;
      return null;
    end $$`);
  await q.query(`create trigger stamp_grants after insert on organisation.grant_decision for each row execute function organisation.stamp_grants()`);
  // 全部 means every bureau below: a new one counts at once.
  await q.query(`create trigger stamp_grants after insert or update of ancestor_ids on organisation.bureau
    for each row execute function organisation.stamp_grants()`);
}

async function appointments(q: QueryRunner): Promise<void> {
  await q.query(`alter table organisation.post
    add column given_by uuid references organisation.account (id),
    add column ended_by uuid references organisation.account (id),
    add column ended_at timestamptz,
    add column reason text not null default '',
    add column replaces_post_id uuid,
    add foreign key (jurisdiction_id, replaces_post_id) references organisation.post (jurisdiction_id, id)`);
  await q.query(`create index post_by_replaced on organisation.post (jurisdiction_id, replaces_post_id) where replaces_post_id is not null`);
}

/**
 * 三员分立, refused by the database: a person stands on one side at a time, in whatever bureaus. The twin of the rule
 * `sideOf` (separation.ts); a test holds the two together.
 */
async function sides(q: QueryRunner): Promise<void> {
  await q.query(`create extension if not exists btree_gist`);
  await q.query(`create table organisation.post_side (
    post_id uuid primary key,
    account_id uuid not null,
    side text not null,
    held daterange not null,
    constraint one_side_at_a_time exclude using gist (account_id with =, side with <>, held with &&))`);
  await q.query(`comment on table organisation.post_side is 'reference: one person is one person in every bureau'`);
  await q.query(`create function organisation.take_side() returns trigger language plpgsql security definer set search_path = organisation, public as $$
    begin
      if tg_op <> 'INSERT' then delete from post_side where post_id = old.id; end if;
      if tg_op <> 'DELETE' then
        insert into post_side
        select new.id, new.account_id, case when new.kind like '%-admin' then new.kind else 'school' end,
               daterange(new.valid_from, new.valid_until, '[]')
         where (new.kind in ('system-admin', 'security-admin', 'audit-admin', 'form-teacher', 'grade-head', 'psychology-teacher', 'school-leader'))
           and coalesce(new.valid_until >= new.valid_from, true); -- ended before it began: never held
      end if;
      return null;
    end $$`);
  await q.query(`create trigger take_side after insert or delete or update of account_id, kind, valid_from, valid_until
    on organisation.post for each row execute function organisation.take_side()`);
  await q.query(`insert into organisation.post_side
    select id, account_id, case when kind like '%-admin' then kind else 'school' end, daterange(valid_from, valid_until, '[]')
      from organisation.post
     where kind in ('system-admin', 'security-admin', 'audit-admin', 'form-teacher', 'grade-head', 'psychology-teacher', 'school-leader')
       and coalesce(valid_until >= valid_from, true)`);
}

/** A right of a held post, lent to a holder of a post in the same organisation until a day. */
async function loans(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.loan (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    school_id uuid,
    action text not null,
    post_id uuid not null,
    lender_account_id uuid not null references organisation.account (id),
    borrower_post_id uuid not null,
    borrower_account_id uuid not null references organisation.account (id),
    reason text not null check (reason <> ''),
    valid_from date not null,
    valid_until date not null check (valid_until >= valid_from),
    given_at timestamptz not null,
    ended_at timestamptz,
    ended_by uuid references organisation.account (id),
    primary key (jurisdiction_id, id),
    check (lender_account_id <> borrower_account_id),
    foreign key (jurisdiction_id, post_id) references organisation.post (jurisdiction_id, id),
    foreign key (jurisdiction_id, borrower_post_id) references organisation.post (jurisdiction_id, id))`);
  await q.query(`create index loan_by_borrower on organisation.loan (jurisdiction_id, borrower_account_id, valid_until)`);
  await q.query(`create index loan_by_lender on organisation.loan (jurisdiction_id, lender_account_id, valid_until)`);
  await tenantTable(q, 'organisation.loan', { school: true, grant: 'select, insert, update' });
}

async function backgroundChecks(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.background_check (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    account_id uuid not null references organisation.account (id),
    checked_on date not null,
    recorded_by uuid not null references organisation.account (id),
    recorded_at timestamptz not null,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index background_check_of on organisation.background_check (jurisdiction_id, account_id, checked_on desc)`);
  await tenantTable(q, 'organisation.background_check', { grant: 'select, insert' });
}
