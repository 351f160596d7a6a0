import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What screening publishes to reporting. The views run with the reader's own rights, so the third wall stands here too. */
export class ReportingFirst implements MigrationInterface {
  readonly name = 'reporting-first-1763768400000';

  async up(q: QueryRunner): Promise<void> {
    // Folded counts and the deltas that wait for the folder: what is true now, not what was true some seconds ago.
    await q.query(`create view screening.v_class_completion with (security_invoker = true) as
      select c.jurisdiction_id, c.round_id, c.school_id, c.class_id, r.grade,
             sum(c.eligible)::int as eligible, sum(c.started)::int as started,
             sum(c.completed)::int as completed, sum(c.void)::int as void
        from (select jurisdiction_id, round_id, school_id, class_id, eligible, started, completed, void from screening.completion
              union all
              select jurisdiction_id, round_id, school_id, class_id, eligible, started, completed, void from screening.completion_delta) c
        join screening.round_class r
          on r.jurisdiction_id = c.jurisdiction_id and r.round_id = c.round_id and r.class_id = c.class_id
       group by c.jurisdiction_id, c.round_id, c.school_id, c.class_id, r.grade`);
    // Where each pupil with a valid sheet stands: what a person confirmed, else the gravest suggestion.
    await q.query(`create view screening.v_pupil_level with (security_invoker = true) as
      select s.jurisdiction_id, s.round_id, s.school_id, s.class_id, r.grade, s.assignment_id,
             coalesce(max(v.confirmed_ordinal), max(s.suggested_ordinal)) as ordinal
        from screening.answer_sheet s
        join screening.round_class r
          on r.jurisdiction_id = s.jurisdiction_id and r.round_id = s.round_id and r.class_id = s.class_id
        left join screening.review v on v.jurisdiction_id = s.jurisdiction_id and v.assignment_id = s.assignment_id
       where not s.late and s.validity in ('valid', 'suspicious')
       group by s.jurisdiction_id, s.round_id, s.school_id, s.class_id, r.grade, s.assignment_id`);
    await q.query(`grant select on screening.v_class_completion, screening.v_pupil_level to heliotrope_app`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view screening.v_pupil_level, screening.v_class_completion`);
  }
}
