import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** An unfinished draft of a bureau's rights waits for the other hand. */
export class OrganisationDrafts implements MigrationInterface {
  readonly name = 'organisation-drafts-1763769750000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create table organisation.grant_draft (
      jurisdiction_id integer primary key references organisation.bureau (id),
      edits jsonb not null,
      saved_by uuid not null references organisation.account (id),
      saved_at timestamptz not null,
      version integer not null)`);
    await tenantTable(q, 'organisation.grant_draft', { grant: 'select, insert, update' });
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table organisation.grant_draft`);
  }
}
