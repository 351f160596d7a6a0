import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Other answers for a sheet that stands are refused, and what danger they told of is an event of the pupil's review. */
export class ScreeningSecondAnswers implements MigrationInterface {
  readonly name = 'screening-second-answers-1763768100000';

  async up(q: QueryRunner): Promise<void> {
    await kinds(q, ['opened', 'raised', 'second-answers', 'confirmed', 'lowering-proposed', 'lowered']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`delete from screening.review_event where kind = 'second-answers'`);
    await kinds(q, ['opened', 'raised', 'confirmed', 'lowering-proposed', 'lowered']);
  }
}

async function kinds(q: QueryRunner, names: readonly string[]): Promise<void> {
  await q.query(`alter table screening.review_event drop constraint review_event_kind_check`);
  await q.query(`alter table screening.review_event add constraint review_event_kind_check check (kind in (${names.map((name) => `'${name}'`).join(', ')}))`);
}
