import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Paper sheets wait here while they are typed twice and compared; what is taken becomes answer sheets and leaves. */
export class ScreeningPaper implements MigrationInterface {
  readonly name = 'screening-paper-1763770080000';

  async up(q: QueryRunner): Promise<void> {
    // needs_other: the policy of the day the batch was begun, so that its two typings are held to one rule.
    await q.query(`create table screening.paper_batch (
      jurisdiction_id integer not null,
      id uuid not null,
      round_id uuid not null,
      school_id uuid not null,
      class_id uuid not null,
      instrument text not null,
      instrument_version text not null,
      answered_on date not null,
      needs_other boolean not null,
      state text not null default 'entering' check (state in ('entering', 'taken', 'cancelled')),
      version integer not null default 1,
      created_by text not null,
      created_at timestamptz not null,
      finished_at timestamptz,
      primary key (jurisdiction_id, id),
      foreign key (jurisdiction_id, round_id, class_id) references screening.round_class (jurisdiction_id, round_id, class_id))`);
    await q.query(`create unique index paper_batch_open on screening.paper_batch (jurisdiction_id, round_id, class_id, instrument) where state = 'entering'`);
    await tenantTable(q, 'screening.paper_batch', { school: true, grant: 'select, insert, update' });

    // cells_enc: the file as typed, until it is confirmed.
    await q.query(`create table screening.paper_entry (
      jurisdiction_id integer not null,
      id uuid not null,
      batch_id uuid not null,
      school_id uuid not null,
      turn smallint not null check (turn in (1, 2)),
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
      primary key (jurisdiction_id, id),
      foreign key (jurisdiction_id, batch_id) references screening.paper_batch (jurisdiction_id, id))`);
    await q.query(`create index paper_entry_of_batch on screening.paper_entry (jurisdiction_id, batch_id)`);
    await tenantTable(q, 'screening.paper_entry', { school: true, grant: 'select, insert, update' });

    // turn 3: what a third look at the paper settled. outcome: taken, or the code of the refusal; the answers are then gone.
    await q.query(`create table screening.paper_sheet (
      jurisdiction_id integer not null,
      batch_id uuid not null,
      assignment_id uuid not null,
      turn smallint not null check (turn in (1, 2, 3)),
      school_id uuid not null,
      student_id uuid not null,
      typed_by text not null,
      typed_at timestamptz not null,
      answers_enc bytea,
      outcome text,
      primary key (jurisdiction_id, batch_id, assignment_id, turn),
      foreign key (jurisdiction_id, batch_id) references screening.paper_batch (jurisdiction_id, id))`);
    await q.query(`create index paper_sheet_of_pupil on screening.paper_sheet (jurisdiction_id, student_id)`);
    await tenantTable(q, 'screening.paper_sheet', { school: true });
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table screening.paper_sheet, screening.paper_entry, screening.paper_batch`);
  }
}
