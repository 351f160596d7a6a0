import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a OneRoster package says of pupils who do not stand in its lines waits beside the import made of it. */
export class OrganisationLeavers implements MigrationInterface {
  readonly name = 'organisation-leavers-1763770020000';

  async up(q: QueryRunner): Promise<void> {
    // staying_ids: named by the package in a line that came back as wrong, and so not missing from it.
    await q.query(`alter table organisation.roster_import
      add column package_kind text check (package_kind in ('bulk', 'delta')),
      add column leaver_ids uuid[] not null default '{}',
      add column staying_ids uuid[] not null default '{}'`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table organisation.roster_import drop column package_kind, drop column leaver_ids, drop column staying_ids`);
  }
}
