import fs from 'node:fs';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** The tree from province to pupil, who holds which post, sign-in, calendars, and the staging of roster imports. */
export class OrganisationFirst implements MigrationInterface {
  readonly name = 'organisation-first-1763766600000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema organisation`);
    await q.query(`grant usage on schema organisation to heliotrope_app, heliotrope_intake, heliotrope_relay`);
    await divisionsAndBureaus(q);
    await accounts(q);
    await calendars(q);
    await schools(q);
    await pupils(q);
    await posts(q);
    await rosterImports(q);
    await seed(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop schema organisation cascade`);
  }
}

async function reference(q: QueryRunner, table: string, why: string, grant: string): Promise<void> {
  await q.query(`comment on table ${table} is 'reference: ${why}'`);
  await q.query(`grant ${grant} on ${table} to heliotrope_app`);
}

async function divisionsAndBureaus(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.division (
    code text primary key check (code ~ '^[0-9]{6}$'),
    name text not null,
    kind text not null check (kind in ('province', 'city', 'county')),
    parent_code text references organisation.division (code),
    standard boolean not null default true,
    valid_from date,
    valid_until date,
    predecessor_code text)`);
  await q.query(`create index division_by_parent on organisation.division (parent_code, code)`);
  await reference(q, 'organisation.division', 'GB/T 2260 codes are the same for everybody', 'select, insert, update');

  await q.query(`create table organisation.bureau (
    id integer primary key,
    kind text not null check (kind in ('province', 'city', 'county')),
    parent_id integer references organisation.bureau (id),
    ancestor_ids integer[] not null default '{}',
    division_code text not null,
    name text not null,
    pinyin text not null default '',
    initials text not null default '',
    search text generated always as (lower(name || ' ' || pinyin || ' ' || initials || ' ' || division_code)) stored)`);
  await q.query(`create index bureau_by_parent on organisation.bureau (parent_id, id)`);
  await q.query(`create index bureau_by_ancestor on organisation.bureau using gin (ancestor_ids)`);
  await q.query(`create index bureau_search on organisation.bureau using gin (search gin_trgm_ops)`);
  await reference(q, 'organisation.bureau', 'names and places in the tree of public offices, needed before any scope is known',
    'select, insert, update');
  await q.query(`grant select on organisation.bureau to heliotrope_relay`);
}

async function accounts(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.account (
    id uuid primary key,
    username text not null unique check (username = lower(username)),
    name text not null,
    password_hash text,
    one_time_code_hash text,
    code_expires_at timestamptz,
    state text not null default 'invited' check (state in ('invited', 'active', 'disabled')),
    failed_count integer not null default 0,
    locked_until timestamptz,
    password_changed_at timestamptz,
    last_signed_in_at timestamptz,
    created_at timestamptz not null)`);
  await reference(q, 'organisation.account', 'one person may hold posts under several bureaus and signs in before any is known',
    'select, insert, update');

  await q.query(`create table organisation.session (
    token_hash bytea primary key,
    account_id uuid not null references organisation.account (id) on delete cascade,
    csrf_hash bytea not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    ends_at timestamptz not null,
    ip text)`);
  await q.query(`create index session_by_account on organisation.session (account_id)`);
  await q.query(`create index session_by_end on organisation.session (ends_at)`);
  await reference(q, 'organisation.session', 'looked up by its token before any scope is known', 'select, insert, update, delete');

  await q.query(`create table organisation.account_jurisdiction (
    account_id uuid not null references organisation.account (id) on delete cascade,
    jurisdiction_id integer not null references organisation.bureau (id),
    primary key (account_id, jurisdiction_id))`);
  await reference(q, 'organisation.account_jurisdiction', 'tells sign-in under which bureaus to look for posts', 'select, insert, delete');
}

async function calendars(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.holiday (
    day date primary key,
    name text not null,
    off boolean not null,
    source text not null)`);
  await reference(q, 'organisation.holiday', 'the State Council arrangement holds for the whole country', 'select, insert, update, delete');

  await q.query(`create table organisation.term (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    school_year integer not null check (school_year between 2000 and 2100),
    number smallint not null check (number in (1, 2)),
    starts_on date not null,
    ends_on date not null check (ends_on > starts_on),
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, school_year, number))`);
  await tenantTable(q, 'organisation.term');

  // only_school_id: null means the day holds for every school of the bureau.
  await q.query(`create table organisation.calendar_day (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    only_school_id uuid,
    day date not null,
    off boolean not null,
    name text not null,
    primary key (jurisdiction_id, id),
    unique nulls not distinct (jurisdiction_id, only_school_id, day))`);
  await tenantTable(q, 'organisation.calendar_day');
}

async function schools(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.school (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    school_id uuid not null generated always as (id) stored,
    name text not null,
    pinyin text not null default '',
    initials text not null default '',
    identifier_code text not null check (identifier_code ~ '^[0-9]{10}$'),
    division_code text not null,
    stages text[] not null check (stages <@ array['primary', 'junior', 'senior']),
    primary_years smallint not null default 6 check (primary_years in (5, 6)),
    junior_years smallint not null default 3 check (junior_years in (3, 4)),
    area text not null check (area in ('city', 'county-town', 'rural')),
    sponsor text not null check (sponsor in ('public', 'private')),
    boarding boolean not null default false,
    legal_person boolean not null default true,
    opened_on date,
    closed_on date,
    search text generated always as (lower(name || ' ' || pinyin || ' ' || initials || ' ' || identifier_code)) stored,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, identifier_code))`);
  await tenantTable(q, 'organisation.school', { school: true });

  // A grade is never stored: stage, entry year and schooling length give it on any day, and 1 September promotes everybody.
  await q.query(`create table organisation.class (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    stage text not null check (stage in ('primary', 'junior', 'senior')),
    entry_year integer not null check (entry_year between 2000 and 2100),
    schooling_length smallint not null check (schooling_length between 3 and 6),
    number smallint not null check (number between 1 and 99),
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, school_id, stage, entry_year, number),
    foreign key (jurisdiction_id, school_id) references organisation.school (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.class', { school: true });
}

async function pupils(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.student (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    class_id uuid not null,
    name text not null,
    pinyin text not null default '',
    initials text not null default '',
    sex smallint not null default 0 check (sex in (0, 1, 2, 9)),
    born_on date,
    student_number_enc bytea,
    student_number_index bytea,
    citizen_number_enc bytea,
    citizen_number_index bytea,
    boarding boolean,
    state text not null default 'enrolled' check (state in ('enrolled', 'suspended', 'left')),
    entered_on date,
    left_on date,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, student_number_index),
    unique (jurisdiction_id, citizen_number_index),
    foreign key (jurisdiction_id, school_id) references organisation.school (jurisdiction_id, id),
    foreign key (jurisdiction_id, class_id) references organisation.class (jurisdiction_id, id))`);
  await q.query(`create index student_by_class on organisation.student (jurisdiction_id, class_id, id)`);
  await q.query(`create index student_by_school on organisation.student (jurisdiction_id, school_id, id)`);
  await tenantTable(q, 'organisation.student', { school: true });

  await q.query(`create table organisation.guardian (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    student_id uuid not null,
    position smallint not null default 1,
    name text not null,
    relation text not null default '',
    phone_enc bytea,
    phone_index bytea,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, student_id, position),
    foreign key (jurisdiction_id, student_id) references organisation.student (jurisdiction_id, id) on delete cascade)`);
  await q.query(`create index guardian_by_phone on organisation.guardian (jurisdiction_id, phone_index)`);
  await tenantTable(q, 'organisation.guardian', { school: true });

  // What later domains may count and assign by; the grade is school year of the day - entry_year + 1.
  await q.query(`create view organisation.v_enrolled_student with (security_invoker = true) as
    select s.jurisdiction_id, s.school_id, s.class_id, s.id as student_id, s.sex, s.born_on,
           c.stage, c.entry_year, c.schooling_length, c.number as class_number
      from organisation.student s
      join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
     where s.state = 'enrolled'`);
  await q.query(`grant select on organisation.v_enrolled_student to heliotrope_app`);
}

async function posts(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.post (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    school_id uuid,
    account_id uuid not null references organisation.account (id),
    kind text not null,
    class_ids uuid[] not null default '{}',
    stage text check (stage in ('primary', 'junior', 'senior')),
    entry_year integer,
    valid_from date not null,
    valid_until date,
    created_at timestamptz not null,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, school_id) references organisation.school (jurisdiction_id, id))`);
  await q.query(`create index post_by_account on organisation.post (jurisdiction_id, account_id)`);
  await q.query(`create index post_by_school on organisation.post (jurisdiction_id, school_id, kind)`);
  await tenantTable(q, 'organisation.post', { school: true });
  await q.query(`create function organisation.remember_jurisdiction() returns trigger language plpgsql as $$
    begin
      insert into organisation.account_jurisdiction values (new.account_id, new.jurisdiction_id) on conflict do nothing;
      return null;
    end $$`);
  await q.query(`create trigger remember_jurisdiction after insert on organisation.post
    for each row execute function organisation.remember_jurisdiction()`);
}

async function rosterImports(q: QueryRunner): Promise<void> {
  // school_id: set when the importer's own right ends at one school; the import then takes no row of another.
  await q.query(`create table organisation.roster_import (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    school_id uuid,
    file_key text not null,
    file_name text not null,
    state text not null default 'received'
      check (state in ('received', 'checking', 'checked', 'applying', 'applied', 'cancelled', 'failed')),
    failure text,
    header jsonb,
    partial boolean not null default false,
    checked_through integer not null default 0,
    applied_through integer not null default 0,
    total_rows integer not null default 0,
    new_count integer not null default 0,
    changed_count integer not null default 0,
    unchanged_count integer not null default 0,
    leaving_count integer not null default 0,
    wrong_count integer not null default 0,
    overtaken_count integer not null default 0,
    apply_leaving boolean not null default false,
    check_run_id uuid,
    apply_run_id uuid,
    created_by text not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.roster_import', { school: true });

  // Sealed fields are already bound to student_id, the pupil's final id: applying copies them without opening them.
  await q.query(`create table organisation.roster_import_row (
    jurisdiction_id integer not null,
    import_id uuid not null,
    row_no integer not null,
    verdict text not null check (verdict in ('new', 'changed', 'unchanged', 'wrong')),
    faults jsonb,
    raw_enc bytea,
    student_id uuid,
    target_school_id uuid,
    stage text,
    entry_year integer,
    schooling_length smallint,
    class_number smallint,
    name text,
    pinyin text,
    initials text,
    sex smallint,
    born_on date,
    boarding boolean,
    student_number_enc bytea,
    student_number_index bytea,
    citizen_number_enc bytea,
    citizen_number_index bytea,
    guardian_id uuid,
    guardian_name text,
    guardian_relation text,
    guardian_phone_enc bytea,
    guardian_phone_index bytea,
    primary key (jurisdiction_id, import_id, row_no),
    foreign key (jurisdiction_id, import_id) references organisation.roster_import (jurisdiction_id, id) on delete cascade)`);
  await q.query(`create index roster_import_row_by_student_number
    on organisation.roster_import_row (jurisdiction_id, import_id, student_number_index)`);
  await q.query(`create index roster_import_row_by_citizen_number
    on organisation.roster_import_row (jurisdiction_id, import_id, citizen_number_index)`);
  await tenantTable(q, 'organisation.roster_import_row');
  // An import fills these tables faster than the server's own statistics follow, and plans made for empty tables are ruinous.
  await q.query(`grant maintain on organisation.roster_import_row, organisation.student, organisation.class, organisation.guardian to heliotrope_app`);
}

async function seed(q: QueryRunner): Promise<void> {
  const read = (file: string) =>
    fs.readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
  const divisions = read('divisions-2023.csv');
  await q.query(
    `insert into organisation.division (code, name, kind, parent_code)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    [0, 1, 2, 3].map((column) => divisions.map((line) => line[column] || null)),
  );
  const holidays = read('holidays-2025-2026.csv');
  await q.query(
    `insert into organisation.holiday (day, name, off, source)
     select * from unnest($1::date[], $2::text[], $3::boolean[], $4::text[])`,
    [0, 1, 2, 3].map((column) => holidays.map((line) => line[column])),
  );
}
