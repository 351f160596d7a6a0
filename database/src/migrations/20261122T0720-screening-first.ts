import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Rounds, who takes part in them, what was answered, what a person has to look at, and how far each class has come. */
export class ScreeningFirst implements MigrationInterface {
  readonly name = 'screening-first-1763767200000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema screening`);
    await q.query(`grant usage on schema screening to heliotrope_app, heliotrope_intake, heliotrope_relay`);
    await rounds(q);
    await assignments(q);
    await answerSheets(q);
    await reviews(q);
    await completion(q);
    await published(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop schema screening cascade`);
  }
}

/** The intake role works for pupils of every bureau, on these tables and with these rights only. */
async function intake(q: QueryRunner, table: string, rights: { select?: string; insert?: true; update?: string }): Promise<void> {
  if (rights.select !== undefined) {
    await q.query(`create policy intake_select on ${table} for select to heliotrope_intake using (true)`);
    await q.query(`grant select ${rights.select} on ${table} to heliotrope_intake`);
  }
  if (rights.insert) {
    await q.query(`create policy intake_insert on ${table} for insert to heliotrope_intake with check (true)`);
    await q.query(`grant insert on ${table} to heliotrope_intake`);
  }
  if (rights.update !== undefined) {
    await q.query(`create policy intake_update on ${table} for update to heliotrope_intake using (true) with check (true)`);
    await q.query(`grant update ${rights.update} on ${table} to heliotrope_intake`);
  }
}

async function rounds(q: QueryRunner): Promise<void> {
  // battery: [{ instrument, version, grades: { from, to } }], versions frozen when the round is planned.
  await q.query(`create table screening.round (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    title text not null,
    opens_at timestamptz not null,
    closes_at timestamptz not null check (closes_at > opens_at),
    grades smallint[] not null,
    battery jsonb not null,
    state text not null default 'planned' check (state in ('planned', 'opening', 'open', 'closed')),
    job_run_id uuid,
    created_by text not null,
    created_at timestamptz not null,
    opened_at timestamptz,
    closed_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index round_moving on screening.round (opens_at) where state in ('planned', 'opening', 'open')`);
  await tenantTable(q, 'screening.round');
  await q.query(`create policy relay on screening.round for select to heliotrope_relay using (true)`);
  await q.query(`grant select on screening.round to heliotrope_relay`);
  await intake(q, 'screening.round', { select: '' });

  // seated, seated_mark: how many pupils of the class have an assignment, and a fold of who they are.
  await q.query(`create table screening.round_class (
    jurisdiction_id integer not null,
    round_id uuid not null,
    class_id uuid not null,
    school_id uuid not null,
    grade smallint not null check (grade between 1 and 12),
    code text not null,
    seated integer not null default 0,
    seated_mark bigint not null default 0,
    primary key (jurisdiction_id, round_id, class_id),
    foreign key (jurisdiction_id, round_id) references screening.round (jurisdiction_id, id),
    foreign key (jurisdiction_id, class_id) references organisation.class (jurisdiction_id, id))`);
  await tenantTable(q, 'screening.round_class', { school: true });
  await intake(q, 'screening.round_class', { select: '' });

  // The application may add codes and not list them: only the intake, to which pupils bring one, looks them up.
  await q.query(`create table screening.class_code (
    code text primary key,
    jurisdiction_id integer not null,
    round_id uuid not null,
    class_id uuid not null)`);
  await q.query(`comment on table screening.class_code is 'reference: a pupil brings the code before any bureau is known'`);
  await q.query(`grant insert on screening.class_code to heliotrope_app`);
  await q.query(`grant select on screening.class_code to heliotrope_intake`);
}

async function assignments(q: QueryRunner): Promise<void> {
  // A million rows are written at once, by one statement that joins round_class and the roster: foreign keys would
  // look up each row a second time to learn what that join has just established. Rows are never changed.
  // seat_code: a number, shown as five signs; the rule is seat-code.ts.
  await q.query(`create table screening.assignment (
    jurisdiction_id integer not null,
    id uuid not null,
    round_id uuid not null,
    school_id uuid not null,
    class_id uuid not null,
    student_id uuid not null,
    seat_no smallint not null,
    seat_code integer not null,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, student_id, round_id),
    unique (jurisdiction_id, class_id, round_id, seat_code))`);
  await tenantTable(q, 'screening.assignment', { school: true, grant: 'select, insert' });
  await intake(q, 'screening.assignment', { select: '' });

  // Which instruments of a battery are in. Only for batteries of several: a single sheet is its own memory.
  await q.query(`create table screening.sitting (
    jurisdiction_id integer not null,
    assignment_id uuid not null,
    school_id uuid not null,
    handed_in smallint not null,
    has_void boolean not null,
    primary key (jurisdiction_id, assignment_id)) with (fillfactor = 70)`);
  await tenantTable(q, 'screening.sitting', { school: true, grant: 'select' });
  await intake(q, 'screening.sitting', { select: '', insert: true, update: '(handed_in, has_void)' });
}

async function answerSheets(q: QueryRunner): Promise<void> {
  // Sheet and result in one row. scores: in the order of the definition's scores, null where the missing rule failed;
  // the whole is null when the sheet could not be scored. late: came after the window and is kept for its critical
  // answers alone. The statement that inserts has joined the assignment, so there is no foreign key to check it again.
  await q.query(`create table screening.answer_sheet (
    jurisdiction_id integer not null,
    id uuid not null,
    assignment_id uuid not null,
    round_id uuid not null,
    school_id uuid not null,
    class_id uuid not null,
    student_id uuid not null,
    submitted_at timestamptz not null,
    suggested_ordinal smallint not null check (suggested_ordinal between 0 and 4),
    acute boolean not null,
    late boolean not null,
    validity text not null check (validity in ('valid', 'suspicious', 'void', 'incomplete', 'unscorable')),
    instrument text not null,
    instrument_version text not null,
    scores real[],
    critical smallint[] not null,
    fired_rules text[] not null,
    answers_enc bytea not null,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, assignment_id, instrument))`);
  await tenantTable(q, 'screening.answer_sheet', { school: true, grant: 'select' });
  await intake(q, 'screening.answer_sheet', {
    select: '(jurisdiction_id, id, assignment_id, round_id, school_id, class_id, instrument, validity, late)',
    insert: true,
  });
}

async function reviews(q: QueryRunner): Promise<void> {
  // One per pupil and round that a person must look at. lowering_*: proposed by one person, waiting for a second.
  await q.query(`create table screening.review (
    jurisdiction_id integer not null,
    id uuid not null,
    round_id uuid not null,
    school_id uuid not null,
    class_id uuid not null,
    student_id uuid not null,
    assignment_id uuid not null,
    state text not null default 'waiting' check (state in ('waiting', 'confirmed', 'lowered')),
    suggested_ordinal smallint not null check (suggested_ordinal between 0 and 4),
    acute boolean not null,
    confirmed_ordinal smallint check (confirmed_ordinal between 0 and 4),
    decided_by text,
    decided_at timestamptz,
    lowering_to smallint check (lowering_to between 0 and 4),
    lowering_by text,
    lowering_at timestamptz,
    opened_at timestamptz not null,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, assignment_id))`);
  await q.query(`create index review_queue on screening.review (jurisdiction_id, school_id, state, suggested_ordinal desc, id)`);
  await tenantTable(q, 'screening.review', { school: true });
  await intake(q, 'screening.review', { select: '', insert: true, update: '(suggested_ordinal, acute, state)' });

  // Appended only: how a level came to be what it is. What a person wrote is sealed under the round's key.
  await q.query(`create table screening.review_event (
    jurisdiction_id integer not null,
    id uuid not null,
    review_id uuid not null,
    school_id uuid not null,
    kind text not null
      check (kind in ('opened', 'raised', 'confirmed', 'lowering-proposed', 'lowered')),
    from_ordinal smallint,
    to_ordinal smallint not null,
    acute boolean not null,
    by text not null,
    at timestamptz not null,
    rules text[] not null default '{}',
    words_enc bytea,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index review_event_of_review on screening.review_event (jurisdiction_id, review_id, id)`);
  await tenantTable(q, 'screening.review_event', { school: true, grant: 'select, insert' });
  await intake(q, 'screening.review_event', { insert: true });
}

async function completion(q: QueryRunner): Promise<void> {
  // Every act that changes a count appends a delta; a folder adds them up. Nobody ever waits for a hot row.
  const counts = `
    eligible integer not null default 0,
    started integer not null default 0,
    completed integer not null default 0,
    void integer not null default 0`;
  await q.query(`create table screening.completion_delta (
    jurisdiction_id integer not null,
    id uuid not null default uuidv7(),
    round_id uuid not null,
    school_id uuid not null,
    class_id uuid not null,
    at timestamptz not null,
    ${counts},
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'screening.completion_delta', { school: true, grant: 'select, insert', relay: true });
  await intake(q, 'screening.completion_delta', { insert: true });
  await q.query(`create table screening.completion (
    jurisdiction_id integer not null,
    round_id uuid not null,
    class_id uuid not null,
    school_id uuid not null,
    ${counts},
    folded_at timestamptz not null,
    primary key (jurisdiction_id, round_id, class_id))`);
  await tenantTable(q, 'screening.completion', { school: true, grant: 'select', relay: true });
}

/** What later domains may read. A level is only what a person decided; a pupil whose review waits has none yet. */
async function published(q: QueryRunner): Promise<void> {
  await q.query(`create view screening.v_class_completion with (security_invoker = true) as
    select c.jurisdiction_id, c.round_id, c.school_id, c.class_id, r.grade, c.eligible, c.started, c.completed, c.void, c.folded_at
      from screening.completion c
      join screening.round_class r
        on r.jurisdiction_id = c.jurisdiction_id and r.round_id = c.round_id and r.class_id = c.class_id`);
  await q.query(`create view screening.v_pupil_level with (security_invoker = true) as
    select a.jurisdiction_id, a.round_id, a.school_id, a.class_id, r.grade, a.student_id,
           case when v.id is null then 0 else v.confirmed_ordinal end as ordinal
      from screening.round_class r
      join screening.assignment a
        on a.jurisdiction_id = r.jurisdiction_id and a.round_id = r.round_id and a.class_id = r.class_id
      left join screening.review v on v.jurisdiction_id = a.jurisdiction_id and v.assignment_id = a.id
     where exists (
       select from screening.answer_sheet s
        where s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id and not s.late)`);
  await q.query(`grant select on screening.v_class_completion, screening.v_pupil_level to heliotrope_app`);
}
