import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keyed marks over the lines of consent and over the steps of a case, as decisions over levels have them. Lines written
 * before have none and do not fit: who consented then is asked again, for nobody can say that the line is what was said.
 */
export class IntegrityMarks implements MigrationInterface {
  readonly name = 'integrity-marks-1763769660000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table data_protection.consent_record add column mark bytea`);
    await q.query(`alter table crisis_escalation.case_step add column mark bytea`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table crisis_escalation.case_step drop column mark`);
    await q.query(`alter table data_protection.consent_record drop column mark`);
  }
}
