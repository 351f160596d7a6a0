import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** A round comes back every year, lives on in make-up and retest windows, and is launched knowing who can follow it up. */
export class ScreeningRoundLife implements MigrationInterface {
  readonly name = 'screening-round-life-1763769781000';

  async up(q: QueryRunner): Promise<void> {
    await launch(q);
    await yearlyPlans(q);
    await windows(q);
    await published(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view screening.v_counting_sheet`);
    await q.query(`create or replace view screening.v_pupil_level with (security_invoker = true) as ${LEVELS_OF_ONE_SITTING}`);
    await q.query(`alter table screening.assignment drop constraint assignment_once_a_turn, drop column turn, drop column only_forms, drop column window_id`);
    await q.query(`alter table screening.assignment add unique (jurisdiction_id, student_id, round_id)`);
    await q.query(`drop table screening.further_window`);
    await q.query(`alter table screening.round drop column plan_id, drop column school_year`);
    await q.query(`drop table screening.yearly_plan_version, screening.yearly_plan`);
    await q.query(`alter table screening.round drop column capacity_reason, drop column capacity_reason_by, drop column held_at`);
  }
}

async function launch(q: QueryRunner): Promise<void> {
  // capacity_reason: why it is launched although its psychology teachers cannot follow it up. held_at: the clock found it
  // due, short of hours and without a reason, and leaves it to a person.
  await q.query(`alter table screening.round add column capacity_reason text, add column capacity_reason_by text, add column held_at timestamptz`);
}

async function yearlyPlans(q: QueryRunner): Promise<void> {
  await q.query(`create table screening.yearly_plan (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    is_active boolean not null default true,
    version integer not null default 1,
    obstacle text,
    obstacle_at timestamptz,
    created_by text not null,
    created_at timestamptz not null,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'screening.yearly_plan', { grant: 'select, insert, update' });
  await q.query(`create policy relay on screening.yearly_plan for select to heliotrope_relay using (true)`);
  await q.query(`grant select on screening.yearly_plan to heliotrope_relay`);
  // What the plan said from which day on, and who said so. A change is a new row; what a round was made of stays readable.
  await q.query(`create table screening.yearly_plan_version (
    jurisdiction_id integer not null,
    plan_id uuid not null,
    version integer not null,
    valid_from date not null,
    content jsonb not null,
    saved_by text not null,
    saved_at timestamptz not null,
    primary key (jurisdiction_id, plan_id, version),
    foreign key (jurisdiction_id, plan_id) references screening.yearly_plan (jurisdiction_id, id))`);
  await tenantTable(q, 'screening.yearly_plan_version', { grant: 'select, insert' });
  await q.query(`alter table screening.round add column plan_id uuid, add column school_year smallint,
    add check ((plan_id is null) = (school_year is null))`);
  await q.query(`create unique index round_of_the_year on screening.round (jurisdiction_id, plan_id, school_year)`);
}

async function windows(q: QueryRunner): Promise<void> {
  await q.query(`create table screening.further_window (
    jurisdiction_id integer not null,
    id uuid not null,
    round_id uuid not null,
    kind text not null check (kind in ('make-up', 'retest')),
    opens_at timestamptz not null,
    closes_at timestamptz not null check (closes_at > opens_at),
    state text not null default 'planned' check (state in ('planned', 'seating', 'seated')),
    ended_at timestamptz,
    job_run_id uuid,
    created_by text not null,
    created_at timestamptz not null,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, round_id) references screening.round (jurisdiction_id, id))`);
  await q.query(`create index further_window_of_round on screening.further_window (jurisdiction_id, round_id)`);
  await q.query(`create index further_window_waiting on screening.further_window (opens_at) where state <> 'seated'`);
  await tenantTable(q, 'screening.further_window', { grant: 'select, insert, update' });
  await q.query(`create policy relay on screening.further_window for select to heliotrope_relay using (true)`);
  await q.query(`grant select on screening.further_window to heliotrope_relay`);
  await q.query(`create policy intake_select on screening.further_window for select to heliotrope_intake using (true)`);
  await q.query(`grant select on screening.further_window to heliotrope_intake`);

  // turn: 0 in the round itself, 1 and up for retests, each a seat of its own, so that both sheets stand. only_forms: what a
  // retest asks again. window_id: the further window in which the seat takes sheets, after the round's own.
  await q.query(`alter table screening.assignment
    add column turn smallint not null default 0, add column only_forms text[], add column window_id uuid`);
  await q.query(`alter table screening.assignment drop constraint assignment_jurisdiction_id_student_id_round_id_key`);
  await q.query(`alter table screening.assignment add constraint assignment_once_a_turn unique (jurisdiction_id, student_id, round_id, turn)`);
  await q.query(`create index assignment_in_window on screening.assignment (jurisdiction_id, window_id, class_id) where window_id is not null`);
  await q.query(`create index assignment_again on screening.assignment (jurisdiction_id, round_id, student_id) where turn > 0`);
  await q.query(`grant update (window_id) on screening.assignment to heliotrope_app`);
}

const LEVELS_OF_ONE_SITTING = `
  select a.jurisdiction_id, a.round_id, a.school_id, a.class_id, r.grade, a.student_id,
         case when v.id is null then 0 else v.confirmed_ordinal end as ordinal
    from screening.round_class r
    join screening.assignment a
      on a.jurisdiction_id = r.jurisdiction_id and a.round_id = r.round_id and a.class_id = r.class_id
    left join screening.review v on v.jurisdiction_id = a.jurisdiction_id and v.assignment_id = a.id
   where exists (
     select from screening.answer_sheet s
      where s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and not s.late)`;

async function published(q: QueryRunner): Promise<void> {
  // One row a pupil. What a person decided on a first sheet is not undone by a quiet retest: lowering is a person's act.
  await q.query(`create or replace view screening.v_pupil_level with (security_invoker = true) as
    select a.jurisdiction_id, a.round_id, a.school_id, a.class_id, r.grade, a.student_id,
           case when (v.id is not null and v.confirmed_ordinal is null) or t.waits then null
                else greatest(coalesce(v.confirmed_ordinal, 0), coalesce(t.most, 0)) end as ordinal
      from screening.round_class r
      join screening.assignment a
        on a.jurisdiction_id = r.jurisdiction_id and a.round_id = r.round_id and a.class_id = r.class_id and a.turn = 0
      left join screening.review v on v.jurisdiction_id = a.jurisdiction_id and v.assignment_id = a.id
      left join (
        select b.jurisdiction_id, b.round_id, b.student_id, bool_or(w.confirmed_ordinal is null) as waits, max(w.confirmed_ordinal) as most
          from screening.assignment b
          join screening.review w on w.jurisdiction_id = b.jurisdiction_id and w.assignment_id = b.id
         where b.turn > 0 group by b.jurisdiction_id, b.round_id, b.student_id) t
        on t.jurisdiction_id = a.jurisdiction_id and t.round_id = a.round_id and t.student_id = a.student_id
     where exists (
       select from screening.answer_sheet s
        where s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and not s.late)`);
  // Of every form a pupil answered in a round, the sheet that counts: a later one before an earlier one, but never a void
  // one before one that is not. The other stays where it is.
  await q.query(`create view screening.v_counting_sheet with (security_invoker = true) as
    select distinct on (s.jurisdiction_id, s.round_id, s.school_id, s.class_id, s.student_id, s.instrument)
           s.jurisdiction_id, s.round_id, s.school_id, s.class_id, s.student_id, s.instrument, s.instrument_version, s.id as sheet_id,
           s.assignment_id, a.turn, s.submitted_at, s.validity, s.scores, s.suggested_ordinal
      from screening.answer_sheet s
      join screening.assignment a on a.jurisdiction_id = s.jurisdiction_id and a.id = s.assignment_id
     where not s.late
     order by s.jurisdiction_id, s.round_id, s.school_id, s.class_id, s.student_id, s.instrument, s.validity = 'void', a.turn desc`);
  await q.query(`grant select on screening.v_counting_sheet to heliotrope_app`);
}
