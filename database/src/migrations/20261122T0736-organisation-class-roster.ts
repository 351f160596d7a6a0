import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is in a class, and nothing else: what gives every pupil of a county a seat, or finds that all have one, reads a
 * million rows of it. The wider view looks up the class of each pupil again; this one is answered from its index alone.
 */
export class OrganisationClassRoster implements MigrationInterface {
  readonly name = 'organisation-class-roster-1763768160000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`drop index organisation.student_by_class`);
    await q.query(`create index student_by_class on organisation.student (jurisdiction_id, class_id, id) include (school_id, state)`);
    await q.query(`create view organisation.v_class_roster with (security_invoker = true) as
      select jurisdiction_id, school_id, class_id, id as student_id from organisation.student where state = 'enrolled'`);
    await q.query(`grant select on organisation.v_class_roster to heliotrope_app`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view organisation.v_class_roster`);
    await q.query(`drop index organisation.student_by_class`);
    await q.query(`create index student_by_class on organisation.student (jurisdiction_id, class_id, id)`);
  }
}
