import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Bureaus keep their own lists of focus categories, and a roster's sheet may carry a column of them. */
export class OrganisationFocus implements MigrationInterface {
  readonly name = 'organisation-focus-1763769720000';

  async up(q: QueryRunner): Promise<void> {
    // A decision is never changed: which word a mark was given under must read the same for as long as the mark is kept.
    await q.query(`create table organisation.focus_category (
      jurisdiction_id integer not null references organisation.bureau (id),
      id uuid not null,
      code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
      name text not null,
      from_on date not null,
      is_closed boolean not null,
      version integer not null,
      decided_by text not null,
      decided_at timestamptz not null,
      primary key (jurisdiction_id, id),
      unique (jurisdiction_id, code, version))`);
    await tenantTable(q, 'organisation.focus_category', { grant: 'select, insert' });

    await q.query(`alter table organisation.student_focus add column made_by_import uuid`);
    await q.query(`create index student_focus_by_import on organisation.student_focus (jurisdiction_id, made_by_import) where made_by_import is not null`);
    await q.query(`alter table organisation.roster_import add column may_focus boolean not null default false`);
    await stage(q, ', focus text');
  }

  async down(q: QueryRunner): Promise<void> {
    await stage(q, '');
    await q.query(`alter table organisation.roster_import drop column may_focus`);
    await q.query(`alter table organisation.student_focus drop column made_by_import`);
    await q.query(`drop table organisation.focus_category`);
  }
}

/** The rows of an import wait on a table of its own; what a row says of focus waits with it. */
async function stage(q: QueryRunner, more: string): Promise<void> {
  const [{ source }] = (await q.query(`select pg_get_functiondef('organisation.open_roster_stage(integer, uuid)'::regprocedure) as source`)) as [{ source: string }];
  const last = /guardian_phone_index bytea(, focus text)?\)/;
  if (!last.test(source)) throw new Error('the stage of a roster has another shape');
  await q.query(source.replace(last, `guardian_phone_index bytea${more})`));
}
