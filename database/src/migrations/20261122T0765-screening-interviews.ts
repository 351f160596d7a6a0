import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Re-check interviews of pupils whose result a person has to look at, and the attempts that did not reach them. */
export class ScreeningInterviews implements MigrationInterface {
  readonly name = 'screening-interviews-1763769900000';

  async up(q: QueryRunner): Promise<void> {
    // Appended only: what was said is corrected by a further record. In plain only what the queue counts by; what was asked, seen and
    // said is sealed under the round's key, and emptied when its time is over.
    await q.query(`create table screening.review_interview (
      jurisdiction_id integer not null,
      id uuid not null,
      review_id uuid not null,
      school_id uuid not null,
      kind text not null check (kind in ('held', 'not-reached')),
      at timestamptz not null,
      by text not null,
      recorded_at timestamptz not null,
      record_enc bytea not null,
      record_destroyed_at timestamptz,
      primary key (jurisdiction_id, id),
      foreign key (jurisdiction_id, review_id) references screening.review (jurisdiction_id, id))`);
    await q.query(`create index review_interview_of_review on screening.review_interview (jurisdiction_id, review_id)`);
    await tenantTable(q, 'screening.review_interview', { school: true, grant: 'select, insert, update (record_enc, record_destroyed_at)' });
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table screening.review_interview`);
  }
}
