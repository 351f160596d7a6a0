import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** A first, small case: who, how serious, whose duty, by when, and a timeline to which steps are only ever added. */
export class CrisisEscalationFirst implements MigrationInterface {
  readonly name = 'crisis-escalation-first-1763767800000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema crisis_escalation`);
    await q.query(`grant usage on schema crisis_escalation to heliotrope_app`);
    await q.query(`create table crisis_escalation.crisis_case (
      jurisdiction_id integer not null,
      id uuid not null,
      school_id uuid not null,
      class_id uuid,
      student_id uuid not null,
      state text not null check (state in ('open', 'acknowledged')),
      ordinal smallint not null check (ordinal between 0 and 4),
      acute boolean not null,
      owner_account_id uuid,
      due_at timestamptz not null,
      opened_at timestamptz not null,
      acknowledged_at timestamptz,
      acknowledged_by text,
      primary key (jurisdiction_id, id),
      foreign key (jurisdiction_id, student_id) references organisation.student (jurisdiction_id, id))`);
    // However many answers alarm us at once, a pupil has one case: the second opener meets this and attaches instead.
    await q.query(`create unique index crisis_case_one_per_pupil on crisis_escalation.crisis_case (jurisdiction_id, student_id)`);
    await q.query(`create index crisis_case_list on crisis_escalation.crisis_case (jurisdiction_id, school_id, state, due_at, id)`);
    await q.query(`create index crisis_case_due on crisis_escalation.crisis_case (jurisdiction_id, state, due_at, id)`);
    await tenantTable(q, 'crisis_escalation.crisis_case', { school: true, grant: 'select, insert, update' });

    await q.query(`create table crisis_escalation.case_step (
      jurisdiction_id integer not null,
      id uuid not null,
      case_id uuid not null,
      n integer not null,
      school_id uuid not null,
      kind text not null check (kind in ('opened', 'raised', 'attached', 'told', 'acknowledged', 'noted', 'level-lowered')),
      author text not null,
      at timestamptz not null,
      detail jsonb not null default '{}',
      note_enc bytea,
      primary key (jurisdiction_id, id),
      foreign key (jurisdiction_id, case_id) references crisis_escalation.crisis_case (jurisdiction_id, id))`);
    // Numbered under the lock of its case: the order of the timeline never hangs on two clocks.
    await q.query(`create unique index case_step_timeline on crisis_escalation.case_step (jurisdiction_id, case_id, n)`);
    await tenantTable(q, 'crisis_escalation.case_step', { school: true, grant: 'select, insert' });
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop schema crisis_escalation cascade`);
  }
}
