import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sheets and how their levels came to be are destroyed when their time is over; as with consents, deleting is the retention job's alone. */
export class ScreeningScoresDestroyed implements MigrationInterface {
  readonly name = 'screening-scores-destroyed-1763769970000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`grant delete on screening.answer_sheet, screening.review_event, screening.review_interview to heliotrope_app`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`revoke delete on screening.answer_sheet, screening.review_event, screening.review_interview from heliotrope_app`);
  }
}
