import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Answers so far, kept so that a pupil goes on at another device. A draft lives until its sheet is in or its round is over. */
export class ScreeningDrafts implements MigrationInterface {
  readonly name = 'screening-drafts-1763769960000';

  async up(q: QueryRunner): Promise<void> {
    // saved_ms: the server's clock as the device reckons it; an older save never covers a later one. at_item: where she was, from 0.
    // critical: items answered so that somebody must know, told_at: when somebody was told because she left without handing in.
    // The statement that inserts has joined the assignment, so there is no foreign key to check it again.
    await q.query(`create table screening.answer_draft (
      jurisdiction_id integer not null,
      assignment_id uuid not null,
      instrument text not null,
      sheet_id uuid not null,
      instrument_version text not null,
      round_id uuid not null,
      school_id uuid not null,
      class_id uuid not null,
      student_id uuid not null,
      saved_ms bigint not null,
      saved_at timestamptz not null,
      at_item smallint not null,
      critical smallint[] not null,
      told_at timestamptz,
      draft_enc bytea not null,
      primary key (jurisdiction_id, assignment_id, instrument)) with (fillfactor = 70)`);
    await q.query(`create index answer_draft_untold on screening.answer_draft (saved_at) where critical <> '{}' and told_at is null`);
    await tenantTable(q, 'screening.answer_draft', { school: true, grant: 'select, delete, update (told_at)' });
    await q.query(`create policy relay on screening.answer_draft for select to heliotrope_relay using (true)`);
    await q.query(`grant select on screening.answer_draft to heliotrope_relay`);
    for (const [act, check] of [['select', 'using (true)'], ['insert', 'with check (true)'], ['update', 'using (true) with check (true)'], ['delete', 'using (true)']] as const) {
      await q.query(`create policy intake_${act} on screening.answer_draft for ${act} to heliotrope_intake ${check}`);
      await q.query(`grant ${act} on screening.answer_draft to heliotrope_intake`);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table screening.answer_draft`);
  }
}
