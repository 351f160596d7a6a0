import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Rosters of a million rows, what an import replaced, moves between schools, and pupils who stand in the roster twice. */
export class OrganisationRosterLife implements MigrationInterface {
  readonly name = 'organisation-roster-life-1763768580000';

  async up(q: QueryRunner): Promise<void> {
    await imports(q);
    await stage(q);
    await beforeAnImport(q);
    await duplicates(q);
    await transfers(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table organisation.transfer_in, organisation.transfer_out, organisation.duplicate, organisation.roster_import_before, organisation.roster_import_fault`);
    await q.query(`drop schema roster_stage cascade`);
    await q.query(`drop function organisation.open_roster_stage(integer, uuid), organisation.close_roster_stage(integer, uuid),
      organisation.drop_roster_stage(integer, uuid), organisation.roster_stage_name(integer, uuid, text)`);
    await q.query(`alter table organisation.student drop column made_by_import, drop column identity_index, drop column merged_into`);
    await q.query(`alter table organisation.guardian drop column made_by_import`);
    await q.query(`alter table organisation.class drop column made_by_import`);
  }
}

async function imports(q: QueryRunner): Promise<void> {
  await q.query(`alter table organisation.roster_import drop constraint roster_import_state_check`);
  await q.query(`alter table organisation.roster_import
    add constraint roster_import_state_check
      check (state in ('received', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed')),
    drop column applied_through,
    add column file_bytes bigint not null default 0,
    add column undo_run_id uuid,
    add column applied_at timestamptz,
    add column undone_at timestamptz,
    add column obstacles jsonb,
    add column obstacle_count integer not null default 0`);
  // Only the wrong rows are kept as rows of their own; the right ones wait on a stage of their import, see below.
  await q.query(`drop table organisation.roster_import_row`);
  await q.query(`create table organisation.roster_import_fault (
    jurisdiction_id integer not null,
    import_id uuid not null,
    row_no integer not null,
    faults jsonb not null,
    raw_enc bytea not null,
    name text,
    student_id uuid,
    primary key (jurisdiction_id, import_id, row_no),
    foreign key (jurisdiction_id, import_id) references organisation.roster_import (jurisdiction_id, id) on delete cascade)`);
  await tenantTable(q, 'organisation.roster_import_fault');
}

/**
 * COPY is refused on a table behind row-level security, and a staged row is written once and read once. So each import
 * has tables of its own, unlogged: while they fill, the application may put rows in and read none; then the third wall
 * closes round them, and only then may they be read. They are gone when the import has ended.
 */
async function stage(q: QueryRunner): Promise<void> {
  await q.query(`create schema roster_stage`);
  await q.query(`grant usage on schema roster_stage to heliotrope_app`);
  const fn = async (signature: string, returns: string, body: string) => {
    await q.query(`create function organisation.${signature} returns ${returns} language plpgsql security definer set search_path = pg_catalog as $$ ${body} $$`);
    const types = signature.replace(/\b(?:bureau|import|part) /g, '');
    await q.query(`revoke all on function organisation.${types} from public`);
    await q.query(`grant execute on function organisation.${types} to heliotrope_app`);
  };
  // The bureau is part of the name, and only who acts for the bureau gets the name: nobody reaches another's stage by it.
  await fn('roster_stage_name(bureau integer, import uuid, part text)', 'text', `begin
    if bureau <> all (coalesce(nullif(current_setting('app.jurisdictions', true), ''), '{}')::int[]) then
      raise insufficient_privilege using message = 'the stage of another bureau';
    end if;
    return part || '_' || bureau || '_' || replace(import::text, '-', '');
  end`);
  await fn('open_roster_stage(bureau integer, import uuid)', 'void', `declare
    rows text := organisation.roster_stage_name(bureau, import, 'rows');
    raw text := organisation.roster_stage_name(bureau, import, 'raw');
  begin
    if to_regclass('roster_stage.' || rows) is not null then return; end if;
    execute format('create unlogged table roster_stage.%I (
      row_no integer not null, student_id uuid not null, guardian_id uuid not null, school_id uuid not null, stage text not null,
      entry_year integer not null, schooling_length smallint not null, class_number smallint not null, name text not null, pinyin text not null,
      initials text not null, sex smallint not null, born_on date, boarding boolean, student_number_enc bytea, student_number_index bytea,
      citizen_number_enc bytea, citizen_number_index bytea, identity_index bytea, guardian_name text, guardian_relation text,
      guardian_phone_enc bytea, guardian_phone_index bytea)', rows);
    execute format('create unlogged table roster_stage.%I (first_row integer not null, last_row integer not null, sealed bytea storage external not null)', raw);
    execute format('grant insert on roster_stage.%I, roster_stage.%I to heliotrope_app', rows, raw);
  end`);
  await fn('close_roster_stage(bureau integer, import uuid)', 'void', `declare
    part text;
    held text := organisation.roster_stage_name(bureau, import, 'held');
  begin
    if to_regclass('roster_stage.' || held) is not null then return; end if;
    execute format('create unlogged table roster_stage.%I (
      row_no integer not null, student_id uuid, guardian_id uuid, verdict text not null, fault text, other_row integer,
      student_number_enc bytea, citizen_number_enc bytea, guardian_phone_enc bytea, primary key (row_no))', held);
    foreach part in array array[organisation.roster_stage_name(bureau, import, 'rows'), organisation.roster_stage_name(bureau, import, 'raw'), held] loop
      execute format('revoke insert on roster_stage.%I from heliotrope_app', part);
      execute format('alter table roster_stage.%I enable row level security', part);
      execute format('alter table roster_stage.%I force row level security', part);
      execute format('create policy tenant on roster_stage.%I to heliotrope_app using (
        %s = any ((select nullif(current_setting(''app.jurisdictions'', true), '''')::int[])::int[]))', part, bureau);
      execute format('grant select, maintain on roster_stage.%I to heliotrope_app', part);
    end loop;
    execute format('grant insert, update on roster_stage.%I to heliotrope_app', held);
    execute format('create index on roster_stage.%I using brin (row_no) with (pages_per_range = 32)', organisation.roster_stage_name(bureau, import, 'rows'));
    execute format('analyze roster_stage.%I', organisation.roster_stage_name(bureau, import, 'rows'));
  end`);
  await fn('drop_roster_stage(bureau integer, import uuid)', 'void', `begin
    execute format('drop table if exists roster_stage.%I, roster_stage.%I, roster_stage.%I', organisation.roster_stage_name(bureau, import, 'rows'),
      organisation.roster_stage_name(bureau, import, 'raw'), organisation.roster_stage_name(bureau, import, 'held'));
  end`);
}

/** What an import replaced, so that the whole of it can be taken back. What it made is marked where it lies. */
async function beforeAnImport(q: QueryRunner): Promise<void> {
  for (const table of ['student', 'guardian', 'class']) await q.query(`alter table organisation.${table} add column made_by_import uuid`);
  await q.query(`create table organisation.roster_import_before (
    jurisdiction_id integer not null,
    import_id uuid not null,
    student_id uuid not null,
    student jsonb not null,
    guardian jsonb,
    guardian_after integer,
    ended_stays uuid[] not null default '{}',
    ended_memberships uuid[] not null default '{}',
    primary key (jurisdiction_id, import_id, student_id),
    foreign key (jurisdiction_id, import_id) references organisation.roster_import (jurisdiction_id, id) on delete cascade)`);
  await tenantTable(q, 'organisation.roster_import_before');
}

/** identity_index: the citizen number a G number contains, when the record has no citizen number to compare by. */
async function duplicates(q: QueryRunner): Promise<void> {
  await q.query(`alter table organisation.student add column identity_index bytea, add column merged_into uuid`);
  await q.query(`create index student_by_identity on organisation.student (jurisdiction_id, identity_index) where identity_index is not null`);
  await q.query(`create table organisation.duplicate (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    reason text not null check (reason in ('same-number', 'same-person')),
    one_id uuid not null,
    other_id uuid not null,
    state text not null default 'open' check (state in ('open', 'kept', 'merged')),
    found_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    note text,
    check (one_id < other_id),
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, one_id, other_id),
    foreign key (jurisdiction_id, one_id) references organisation.student (jurisdiction_id, id) on delete cascade,
    foreign key (jurisdiction_id, other_id) references organisation.student (jurisdiction_id, id) on delete cascade)`);
  await q.query(`create index duplicate_open on organisation.duplicate (jurisdiction_id, id) where state = 'open'`);
  await tenantTable(q, 'organisation.duplicate');
}

/** Two sides, each in its own bureau's rows under the same id: neither reads what belongs to the other. */
async function transfers(q: QueryRunner): Promise<void> {
  const both = `jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    school_id uuid not null,
    student_id uuid not null,
    state text not null default 'proposed' check (state in ('proposed', 'accepted', 'declined', 'withdrawn')),
    proposed_at timestamptz not null,
    decided_at timestamptz,
    decline_reason text,
    summary_basis text not null check (summary_basis in ('none', 'guardian-consent', 'vital-interest')),
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, school_id) references organisation.school (jurisdiction_id, id)`;
  await q.query(`create table organisation.transfer_out (${both},
    to_jurisdiction_id integer not null references organisation.bureau (id),
    to_school_id uuid not null,
    to_school_name text not null,
    leaves_on date not null,
    consent_on date,
    basis_note text not null default '',
    summary_enc bytea,
    proposed_by text not null,
    foreign key (jurisdiction_id, student_id) references organisation.student (jurisdiction_id, id) on delete cascade,
    check (summary_basis <> 'guardian-consent' or consent_on is not null),
    check (summary_basis <> 'vital-interest' or basis_note <> ''))`);
  await q.query(`create unique index transfer_out_one_open on organisation.transfer_out (jurisdiction_id, student_id) where state = 'proposed'`);
  await q.query(`create index transfer_out_by_school on organisation.transfer_out (jurisdiction_id, school_id, id)`);
  await tenantTable(q, 'organisation.transfer_out', { school: true });

  // The name and the numbers of a pupil who is not ours yet lie sealed under our own key until he is, or is declined.
  await q.query(`create table organisation.transfer_in (${both},
    from_jurisdiction_id integer not null references organisation.bureau (id),
    from_school_id uuid not null,
    from_school_name text not null,
    name_enc bytea,
    sex smallint not null,
    grade text not null,
    leaves_on date not null,
    file_exists boolean not null default false,
    class_id uuid,
    summary_enc bytea,
    decided_by text,
    foreign key (jurisdiction_id, class_id) references organisation.class (jurisdiction_id, id))`);
  await q.query(`create index transfer_in_by_school on organisation.transfer_in (jurisdiction_id, school_id, id)`);
  await q.query(`create index transfer_in_by_student on organisation.transfer_in (jurisdiction_id, student_id)`);
  await tenantTable(q, 'organisation.transfer_in', { school: true });
}
