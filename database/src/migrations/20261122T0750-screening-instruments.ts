import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Instruments that bureaus bring or build, the licences they hold, and who approved what for which grades. */
export class ScreeningInstruments implements MigrationInterface {
  readonly name = 'screening-instruments-1763769000000';

  async up(q: QueryRunner): Promise<void> {
    // version ends in +<bureau>, so that code and version name one definition in the whole installation. A row is never
    // changed: what a sheet was answered on must read the same for as long as the sheet is kept.
    await q.query(`create table screening.instrument (
      jurisdiction_id integer not null references organisation.bureau (id),
      id uuid primary key,
      code text not null,
      version text not null,
      title text not null,
      definition jsonb not null,
      checksum text not null,
      origin text not null check (origin in ('xlsx', 'fhir')),
      saved_by text not null,
      saved_at timestamptz not null,
      unique (code, version))`);
    await q.query(`create index instrument_of_bureau on screening.instrument (jurisdiction_id, code)`);
    await shared(q, 'screening.instrument', 'a bureau uses what the bureaus above it hold, and forms are made of it at any seat', 'select, insert');
    await q.query(`create policy intake on screening.instrument for select to heliotrope_intake using (true)`);
    await q.query(`grant select on screening.instrument to heliotrope_intake`);

    await q.query(`create table screening.instrument_licence (
      jurisdiction_id integer not null references organisation.bureau (id),
      id uuid primary key,
      code text not null,
      holder text not null,
      number text not null,
      valid_until date not null,
      recorded_by text not null,
      recorded_at timestamptz not null)`);
    await q.query(`create index instrument_licence_of_bureau on screening.instrument_licence (jurisdiction_id, code)`);
    await shared(q, 'screening.instrument_licence', 'the licence of a bureau covers the bureaus below it', 'select, insert');

    // checksum: of the definition that was read. words_seen: the listed words that stood in it, with their items.
    await q.query(`create table screening.instrument_approval (
      jurisdiction_id integer not null references organisation.bureau (id),
      id uuid primary key,
      code text not null,
      version text not null,
      checksum text not null,
      grade_from smallint not null check (grade_from between 1 and 12),
      grade_to smallint not null check (grade_to between grade_from and 12),
      valid_from date not null,
      valid_until date not null check (valid_until >= valid_from),
      items_read smallint not null,
      words_seen jsonb not null,
      word_list text not null,
      note text not null default '',
      approved_by text not null,
      approved_at timestamptz not null,
      withdrawn_by text,
      withdrawn_at timestamptz,
      withdrawn_reason text)`);
    await q.query(`create index instrument_approval_of_bureau on screening.instrument_approval (jurisdiction_id, code, version)`);
    await shared(q, 'screening.instrument_approval', 'the approval of a bureau holds for the bureaus below it',
      'select, insert, update (withdrawn_by, withdrawn_at, withdrawn_reason)');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table screening.instrument_approval, screening.instrument_licence, screening.instrument`);
  }
}

/** Read by everybody, written by a bureau for itself alone. */
async function shared(q: QueryRunner, table: string, why: string, grant: string): Promise<void> {
  const own = `jurisdiction_id = any((select nullif(current_setting('app.jurisdictions', true), '')::int[])::int[])`;
  await q.query(`comment on table ${table} is 'reference: ${why}'`);
  await q.query(`alter table ${table} enable row level security`);
  await q.query(`alter table ${table} force row level security`);
  await q.query(`create policy everybody_reads on ${table} for select to heliotrope_app using (true)`);
  await q.query(`create policy own_added on ${table} for insert to heliotrope_app with check (${own})`);
  await q.query(`create policy own_changed on ${table} for update to heliotrope_app using (${own}) with check (${own})`);
  await q.query(`grant ${grant} on ${table} to heliotrope_app`);
}
