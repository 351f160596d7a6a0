import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Who said no is counted apart, and a board above the classes reads its own row instead of adding theirs up. */
export class ScreeningFiveNumbers implements MigrationInterface {
  readonly name = 'screening-five-numbers-1763769780000';

  async up(q: QueryRunner): Promise<void> {
    for (const table of ['completion_delta', 'completion']) await q.query(`alter table screening.${table} add column refused integer not null default 0`);
    await refusals(q);
    await rollUps(q);
    await q.query(`create or replace view screening.v_class_completion with (security_invoker = true) as
      select c.jurisdiction_id, c.round_id, c.school_id, c.class_id, r.grade, c.eligible, c.started, c.completed, c.void, c.folded_at, c.refused
        from screening.completion c
        join screening.round_class r
          on r.jurisdiction_id = c.jurisdiction_id and r.round_id = c.round_id and r.class_id = c.class_id`);
    // Whose last word of some party is no. Few of many: later domains go from here and not from the roster.
    await q.query(`create view data_protection.v_said_no with (security_invoker = true) as
      select r.jurisdiction_id, r.school_id, r.student_id, r.purpose, r.audience
        from data_protection.consent_record r
       where r.decision <> 'given' and not exists (
         select from data_protection.consent_record l
          where l.jurisdiction_id = r.jurisdiction_id and l.student_id = r.student_id and l.purpose = r.purpose
            and l.audience = r.audience and l.n > r.n)`);
    await q.query(`grant select on data_protection.v_said_no to heliotrope_app`);
    await q.query(`create index consent_record_no on data_protection.consent_record (jurisdiction_id, purpose, school_id) where decision <> 'given'`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop index data_protection.consent_record_no`);
    await q.query(`drop view data_protection.v_said_no`);
    await q.query(`drop view screening.v_class_completion`);
    await q.query(`drop table screening.round_completion, screening.school_completion, screening.refusal`);
    for (const table of ['completion_delta', 'completion']) await q.query(`alter table screening.${table} drop column refused`);
    await q.query(`create view screening.v_class_completion with (security_invoker = true) as
      select c.jurisdiction_id, c.round_id, c.school_id, c.class_id, r.grade, c.eligible, c.started, c.completed, c.void, c.folded_at
        from screening.completion c
        join screening.round_class r
          on r.jurisdiction_id = c.jurisdiction_id and r.round_id = c.round_id and r.class_id = c.class_id`);
    await q.query(`grant select on screening.v_class_completion to heliotrope_app`);
  }
}

async function refusals(q: QueryRunner): Promise<void> {
  // counted, counted_begun: what the roll-ups hold of this refusal. A no shuts the seat at once and is counted a moment
  // later, when every sheet that was on its way has either come or been turned away.
  await q.query(`create table screening.refusal (
    jurisdiction_id integer not null,
    assignment_id uuid not null,
    round_id uuid not null,
    school_id uuid not null,
    class_id uuid not null,
    student_id uuid not null,
    is_refused boolean not null,
    said_at timestamptz not null,
    is_settled boolean not null default false,
    counted smallint not null default 0 check (counted in (0, 1)),
    counted_begun smallint not null default 0 check (counted_begun in (0, 1)),
    primary key (jurisdiction_id, assignment_id))`);
  await q.query(`create index refusal_unsettled on screening.refusal (jurisdiction_id) where not is_settled`);
  await tenantTable(q, 'screening.refusal', { school: true, grant: 'select, insert, update' });
  await q.query(`create policy relay on screening.refusal for select to heliotrope_relay using (true)`);
  await q.query(`grant select on screening.refusal to heliotrope_relay`);
}

async function rollUps(q: QueryRunner): Promise<void> {
  const counts = ['eligible', 'started', 'completed', 'void', 'refused'];
  const columns = counts.map((name) => `${name} integer not null default 0`).join(', ');
  await q.query(`create table screening.school_completion (
    jurisdiction_id integer not null,
    round_id uuid not null,
    school_id uuid not null,
    ${columns},
    folded_at timestamptz not null,
    primary key (jurisdiction_id, round_id, school_id))`);
  await tenantTable(q, 'screening.school_completion', { school: true, grant: 'select', relay: true });
  await q.query(`create table screening.round_completion (
    jurisdiction_id integer not null,
    round_id uuid not null,
    ${columns},
    folded_at timestamptz not null,
    primary key (jurisdiction_id, round_id))`);
  await tenantTable(q, 'screening.round_completion', { grant: 'select', relay: true });
  const sums = counts.map((name) => `sum(${name})`).join(', ');
  await q.query(`insert into screening.school_completion
    select jurisdiction_id, round_id, school_id, ${sums}, max(folded_at) from screening.completion group by 1, 2, 3`);
  await q.query(`insert into screening.round_completion
    select jurisdiction_id, round_id, ${sums}, max(folded_at) from screening.completion group by 1, 2`);
}
