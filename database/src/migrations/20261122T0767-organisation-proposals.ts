import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Posts that a staff list proposes wait for a security administrator. */
export class OrganisationProposals implements MigrationInterface {
  readonly name = 'organisation-proposals-1763770090000';

  async up(q: QueryRunner): Promise<void> {
    // Whoever brought the list never decides: the database refuses what the application forgot.
    await q.query(`create table organisation.post_proposal (
      jurisdiction_id integer not null references organisation.bureau (id),
      id uuid not null,
      import_id uuid not null,
      row_no integer not null,
      account_id uuid not null references organisation.account (id),
      kind text not null,
      school_id uuid,
      class_text text not null default '',
      proposed_by uuid not null references organisation.account (id),
      proposed_at timestamptz not null,
      state text not null default 'waiting' check (state in ('waiting', 'accepted', 'held-already', 'declined')),
      decided_by uuid references organisation.account (id),
      decided_at timestamptz,
      reason text not null default '',
      post_id uuid,
      primary key (jurisdiction_id, id),
      foreign key (jurisdiction_id, import_id) references organisation.staff_import (jurisdiction_id, id),
      foreign key (jurisdiction_id, school_id) references organisation.school (jurisdiction_id, id),
      foreign key (jurisdiction_id, post_id) references organisation.post (jurisdiction_id, id),
      check (decided_by <> proposed_by),
      check ((state = 'waiting') = (decided_by is null) and (state = 'waiting') = (decided_at is null)),
      check ((state = 'accepted') = (post_id is not null)))`);
    await q.query(`create unique index post_proposal_once on organisation.post_proposal
      (jurisdiction_id, account_id, kind, school_id, class_text) nulls not distinct where state = 'waiting'`);
    await q.query(`create unique index post_proposal_of_row on organisation.post_proposal (jurisdiction_id, import_id, row_no)`);
    await q.query(`create index post_proposal_of_account on organisation.post_proposal (account_id)`);
    await q.query(`create index post_proposal_of_post on organisation.post_proposal (jurisdiction_id, post_id) where post_id is not null`);
    await tenantTable(q, 'organisation.post_proposal', { school: true, grant: 'select, insert, update' });
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table organisation.post_proposal`);
  }
}
