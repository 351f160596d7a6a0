import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reports count beside levels: the scores of sheets that may be believed, and a pupil's sex without the pupil's name. */
export class ReportingCounts implements MigrationInterface {
  readonly name = 'reporting-counts-1763769840000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create view organisation.v_pupil_sex with (security_invoker = true) as
      select s.jurisdiction_id, s.school_id, s.id as student_id, s.sex from organisation.student s`);
    await q.query(`grant select on organisation.v_pupil_sex to heliotrope_app`);
    // Void and unfinished sheets have totals that mean nothing, late ones are kept for their critical answers alone. Sheets
    // are found through the round's classes and seats, whose keys exist: an index more would slow down every hand-in.
    await q.query(`create view screening.v_believed_score with (security_invoker = true) as
      select s.jurisdiction_id, s.round_id, s.school_id, s.class_id, r.grade, s.student_id, s.instrument, s.instrument_version as version, s.scores
        from screening.round_class r
        join screening.assignment a
          on a.jurisdiction_id = r.jurisdiction_id and a.round_id = r.round_id and a.class_id = r.class_id
        join screening.answer_sheet s on s.jurisdiction_id = a.jurisdiction_id and s.assignment_id = a.id
       where s.validity in ('valid', 'suspicious') and not s.late and s.scores is not null`);
    await q.query(`grant select on screening.v_believed_score to heliotrope_app`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view screening.v_believed_score, organisation.v_pupil_sex`);
  }
}
