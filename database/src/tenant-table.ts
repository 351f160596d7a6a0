import type { QueryRunner } from 'typeorm';

export interface TenantTable {
  /** Does the table carry school_id? Then the third wall also refuses a neighbouring school of the same bureau. */
  readonly school?: boolean;
  /** What the application role may do; the default is everything but truncate. */
  readonly grant?: string;
  /** The relay works through the outbox and the job runs of every bureau; nobody else does. */
  readonly relay?: boolean;
}

/**
 * Puts the third wall round a tenant table: row-level security that even the table's owner obeys, and policies that
 * only admit rows of the bureaus (and schools) which the unit of work has named. The settings are read in a
 * sub-select, so PostgreSQL evaluates them once for a statement and not once for a row. A setting that was local to an
 * ended transaction reads as the empty text, which must mean nobody.
 */
export async function tenantTable(q: QueryRunner, table: string, options: TenantTable = {}): Promise<void> {
  const inJurisdiction = `jurisdiction_id = any((select nullif(current_setting('app.jurisdictions', true), '')::int[])::int[])`;
  const inSchool =
    `((select current_setting('app.schools', true)) = '*'` +
    ` or school_id = any((select nullif(nullif(current_setting('app.schools', true), '*'), '')::uuid[])::uuid[]))`;
  const rule = options.school ? `${inJurisdiction} and ${inSchool}` : inJurisdiction;
  await q.query(`alter table ${table} enable row level security`);
  await q.query(`alter table ${table} force row level security`);
  await q.query(`create policy tenant on ${table} to heliotrope_app using (${rule}) with check (${rule})`);
  await q.query(`grant ${options.grant ?? 'select, insert, update, delete'} on ${table} to heliotrope_app`);
  if (options.relay) {
    await q.query(`create policy relay on ${table} to heliotrope_relay using (true) with check (true)`);
    await q.query(`grant select, insert, update, delete on ${table} to heliotrope_relay`);
  }
}
