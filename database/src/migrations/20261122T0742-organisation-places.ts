import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Places edited by several hands, calendars with their sources, and what a pupil's page shows beside the roster. */
export class OrganisationPlaces implements MigrationInterface {
  readonly name = 'organisation-places-1763768520000';

  async up(q: QueryRunner): Promise<void> {
    await versions(q);
    await holidayYears(q);
    await placesOfASchool(q);
    await dormitories(q);
    await pupilHistory(q);
    await focus(q);
    await committee(q);
    await reveals(q);
    await placeImports(q);
    await theFileFollows(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop trigger pupil_moved on organisation.student`);
    await q.query(`drop trigger pupil_number_changed on organisation.student`);
    await q.query(`drop function organisation.pupil_moved(), organisation.pupil_number_changed()`);
    await q.query(`drop table organisation.place_import, organisation.reveal, organisation.committee_member, organisation.student_focus,
      organisation.student_suspension, organisation.student_past_number, organisation.student_past_class, organisation.dormitory_stay,
      organisation.dormitory_room, organisation.dormitory, organisation.holiday_year`);
    await q.query(`alter table organisation.class drop column campus_id, drop column closed_on`);
    await q.query(`drop table organisation.campus`);
    await q.query(`alter table organisation.school drop column unified_code, drop column central_school_id`);
    await q.query(`alter table organisation.bureau drop column closed_on`);
    for (const table of EDITED) await q.query(`alter table ${table} drop column version`);
  }
}

const EDITED = ['division', 'bureau', 'term', 'school', 'class', 'student', 'guardian'].map((table) => `organisation.${table}`);

/** Two people may have the same record open: the second to save is told what the first has saved. */
async function versions(q: QueryRunner): Promise<void> {
  for (const table of EDITED) await q.query(`alter table ${table} add column version integer not null default 1`);
  await q.query(`alter table organisation.bureau add column closed_on date`);
}

async function holidayYears(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.holiday_year (
    year integer primary key check (year between 2000 and 2100),
    papers text[] not null,
    entered_at timestamptz not null,
    entered_by text not null)`);
  await q.query(`comment on table organisation.holiday_year is 'reference: which years of the State Council arrangement have been entered'`);
  await q.query(`grant select, insert, update on organisation.holiday_year to heliotrope_app`);
  await q.query(`insert into organisation.holiday_year (year, papers, entered_at, entered_by)
    select extract(year from day)::int, array_agg(distinct source), now(), 'migration' from organisation.holiday group by 1`);
}

async function placesOfASchool(q: QueryRunner): Promise<void> {
  // central_school_id: the 镇中心学校 through which a village school reports; the reporting unit is not always the school.
  await q.query(`alter table organisation.school
    add column unified_code text check (unified_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
    add column central_school_id uuid,
    add foreign key (jurisdiction_id, central_school_id) references organisation.school (jurisdiction_id, id)`);

  await q.query(`create table organisation.campus (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    kind text not null check (kind in ('campus', 'teaching-point')),
    name text not null,
    area text not null check (area in ('city', 'county-town', 'rural')),
    closed_on date,
    version integer not null default 1,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, school_id, name),
    foreign key (jurisdiction_id, school_id) references organisation.school (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.campus', { school: true });

  await q.query(`alter table organisation.class
    add column campus_id uuid,
    add column closed_on date,
    add foreign key (jurisdiction_id, campus_id) references organisation.campus (jurisdiction_id, id)`);
}

async function dormitories(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.dormitory (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    name text not null,
    for_sex smallint not null default 0 check (for_sex in (0, 1, 2)),
    closed_on date,
    version integer not null default 1,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, school_id, name),
    foreign key (jurisdiction_id, school_id) references organisation.school (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.dormitory', { school: true });

  await q.query(`create table organisation.dormitory_room (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    dormitory_id uuid not null,
    number text not null,
    beds smallint not null check (beds between 1 and 60),
    closed_on date,
    version integer not null default 1,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, dormitory_id, number),
    foreign key (jurisdiction_id, dormitory_id) references organisation.dormitory (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.dormitory_room', { school: true });

  await q.query(`create table organisation.dormitory_stay (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    room_id uuid not null,
    student_id uuid not null,
    from_on date not null,
    until_on date check (until_on >= from_on),
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, room_id) references organisation.dormitory_room (jurisdiction_id, id),
    foreign key (jurisdiction_id, student_id) references organisation.student (jurisdiction_id, id) on delete cascade)`);
  await q.query(`create unique index dormitory_stay_one_open on organisation.dormitory_stay (jurisdiction_id, student_id) where until_on is null`);
  await q.query(`create index dormitory_stay_by_room on organisation.dormitory_stay (jurisdiction_id, room_id)`);
  await tenantTable(q, 'organisation.dormitory_stay', { school: true });
}

/** The class of today stands in the roster; here lie the ones before it, in words, for a class of another bureau cannot be read. */
async function pupilHistory(q: QueryRunner): Promise<void> {
  const ofAPupil = `jurisdiction_id integer not null, id uuid not null, school_id uuid not null, student_id uuid not null,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, student_id) references organisation.student (jurisdiction_id, id) on delete cascade`;
  await q.query(`create table organisation.student_past_class (${ofAPupil},
    school_name text not null,
    stage text not null,
    entry_year integer not null,
    schooling_length smallint not null,
    class_number smallint not null,
    left_at timestamptz not null)`);
  await q.query(`create table organisation.student_past_number (${ofAPupil},
    number_enc bytea not null,
    number_index bytea not null,
    replaced_at timestamptz not null)`);
  await q.query(`create index student_past_number_by_number on organisation.student_past_number (jurisdiction_id, number_index)`);
  await q.query(`create table organisation.student_suspension (${ofAPupil},
    from_on date not null,
    returned_on date,
    kind text not null check (kind in ('illness', 'study-abroad', 'other')))`);
  for (const table of ['student_past_class', 'student_past_number', 'student_suspension']) {
    await q.query(`create index ${table}_by_student on organisation.${table} (jurisdiction_id, student_id)`);
    await tenantTable(q, `organisation.${table}`, { school: true });
  }
}

async function focus(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.student_focus (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    student_id uuid not null,
    code text not null check (code ~ '^[a-z0-9-]+$'),
    source text not null check (source in ('teacher', 'family', 'department', 'sheet')),
    from_on date not null,
    until_on date not null check (until_on >= from_on),
    set_by text not null,
    set_at timestamptz not null,
    ended_by text,
    ended_on date,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, student_id) references organisation.student (jurisdiction_id, id) on delete cascade)`);
  await q.query(`create unique index student_focus_one_open on organisation.student_focus (jurisdiction_id, student_id, code) where ended_on is null`);
  await q.query(`create index student_focus_by_school on organisation.student_focus (jurisdiction_id, school_id, code)`);
  await tenantTable(q, 'organisation.student_focus', { school: true });
}

async function committee(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.committee_member (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    student_id uuid not null,
    role text not null check (role in ('class', 'dormitory', 'room-head')),
    class_id uuid,
    room_id uuid,
    from_on date not null,
    until_on date check (until_on >= from_on),
    trained_on date,
    version integer not null default 1,
    check (case role when 'class' then class_id is not null else room_id is not null end),
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, student_id) references organisation.student (jurisdiction_id, id) on delete cascade,
    foreign key (jurisdiction_id, class_id) references organisation.class (jurisdiction_id, id),
    foreign key (jurisdiction_id, room_id) references organisation.dormitory_room (jurisdiction_id, id))`);
  await q.query(`create unique index committee_member_one_open on organisation.committee_member (jurisdiction_id, student_id, role) where until_on is null`);
  await q.query(`create index committee_member_by_school on organisation.committee_member (jurisdiction_id, school_id)`);
  await tenantTable(q, 'organisation.committee_member', { school: true });
}

/** Who opened which masked field of whom and why: kept for the person concerned, and nobody may change it. */
async function reveals(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.reveal (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    student_id uuid not null,
    account_id uuid not null references organisation.account (id),
    field text not null,
    guardian_id uuid,
    reason text not null,
    at timestamptz not null,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, student_id) references organisation.student (jurisdiction_id, id) on delete cascade)`);
  await q.query(`create index reveal_by_account on organisation.reveal (jurisdiction_id, account_id, at)`);
  await q.query(`create index reveal_by_student on organisation.reveal (jurisdiction_id, student_id, at)`);
  await tenantTable(q, 'organisation.reveal', { school: true, grant: 'select, insert' });
  await q.query(`grant update (school_id) on organisation.reveal to heliotrope_app`); // it follows the pupil to the next school
}

async function placeImports(q: QueryRunner): Promise<void> {
  await q.query(`create table organisation.place_import (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    school_id uuid,
    kind text not null check (kind in ('schools', 'classes', 'focus')),
    file_name text not null,
    state text not null default 'checked' check (state in ('checked', 'applied', 'cancelled')),
    cells_enc bytea,
    new_count integer not null,
    changed_count integer not null,
    unchanged_count integer not null,
    wrong_count integer not null,
    overtaken_count integer not null default 0,
    created_by text not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'organisation.place_import', { school: true });
}

/** Imports, transfers and forms all write the roster; whichever hand moves a pupil, the file follows and the old place is kept. */
async function theFileFollows(q: QueryRunner): Promise<void> {
  await q.query(`create function organisation.pupil_moved() returns trigger language plpgsql as $$
    begin
      insert into organisation.student_past_class
          (jurisdiction_id, id, school_id, student_id, school_name, stage, entry_year, schooling_length, class_number, left_at)
        select old.jurisdiction_id, uuidv7(), new.school_id, old.id, s.name, c.stage, c.entry_year, c.schooling_length, c.number, new.updated_at
          from organisation.class c join organisation.school s on s.jurisdiction_id = c.jurisdiction_id and s.id = c.school_id
         where c.jurisdiction_id = old.jurisdiction_id and c.id = old.class_id;
      update organisation.committee_member set until_on = greatest(from_on, (new.updated_at at time zone 'Asia/Shanghai')::date), version = version + 1
       where jurisdiction_id = new.jurisdiction_id and student_id = new.id and until_on is null
         and (role = 'class' or new.school_id is distinct from old.school_id);
      if new.school_id is distinct from old.school_id then
        update organisation.dormitory_stay set until_on = greatest(from_on, (new.updated_at at time zone 'Asia/Shanghai')::date)
         where jurisdiction_id = new.jurisdiction_id and student_id = new.id and until_on is null;
        update organisation.guardian set school_id = new.school_id where jurisdiction_id = new.jurisdiction_id and student_id = new.id;
        update organisation.student_past_class set school_id = new.school_id where jurisdiction_id = new.jurisdiction_id and student_id = new.id;
        update organisation.student_past_number set school_id = new.school_id where jurisdiction_id = new.jurisdiction_id and student_id = new.id;
        update organisation.student_suspension set school_id = new.school_id where jurisdiction_id = new.jurisdiction_id and student_id = new.id;
        update organisation.student_focus set school_id = new.school_id where jurisdiction_id = new.jurisdiction_id and student_id = new.id;
        update organisation.reveal set school_id = new.school_id where jurisdiction_id = new.jurisdiction_id and student_id = new.id;
      end if;
      return null;
    end $$`);
  await q.query(`create trigger pupil_moved after update on organisation.student
    for each row when (old.class_id is distinct from new.class_id) execute function organisation.pupil_moved()`);

  // The sealed number is bound to the pupil and not to the table, so it is kept as it lies.
  await q.query(`create function organisation.pupil_number_changed() returns trigger language plpgsql as $$
    begin
      insert into organisation.student_past_number (jurisdiction_id, id, school_id, student_id, number_enc, number_index, replaced_at)
        values (old.jurisdiction_id, uuidv7(), new.school_id, old.id, old.student_number_enc, old.student_number_index, new.updated_at);
      return null;
    end $$`);
  await q.query(`create trigger pupil_number_changed after update on organisation.student
    for each row when (old.student_number_index is not null and old.student_number_index is distinct from new.student_number_index)
    execute function organisation.pupil_number_changed()`);
}
