import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A wish for correction says which field of the roster is wrong and what it should be; once made, also what stood there. Sealed. */
export class RightsCorrections implements MigrationInterface {
  readonly name = 'rights-corrections-1763770100000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table data_protection.rights_request add column correction_enc bytea,
      add constraint rights_request_correction check (correction_enc is null or kind = 'correct')`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table data_protection.rights_request drop column correction_enc`);
  }
}
