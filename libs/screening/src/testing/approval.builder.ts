import type { OwnerSql } from '@heliotrope/organisation/testing';
import { newId } from '@heliotrope/platform';
import { presentVersion, shippedLibrary } from './instrument.builder.js';

/** A bureau's approval of a shipped instrument for all its grades; without one no round can be planned or opened with it. */
export async function anApproval(
  sql: OwnerSql,
  with_: { jurisdictionId: number; instrument: string } & Partial<{ version: string; from: number; to: number; validFrom: string; validUntil: string }>,
): Promise<{ id: string } | null> {
  const version = with_.version ?? presentVersion(with_.instrument);
  const found = shippedLibrary().find(with_.instrument, version);
  if (!found) return null;
  const { grades, items } = found.definition;
  const id = newId();
  await sql.query(
    `insert into screening.instrument_approval
       (jurisdiction_id, id, code, version, checksum, grade_from, grade_to, valid_from, valid_until, items_read, words_seen, word_list, approved_by, approved_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '[]', '1.0.0', 'test', now())`,
    [with_.jurisdictionId, id, with_.instrument, version, found.checksum, with_.from ?? grades.from, with_.to ?? grades.to, with_.validFrom ?? '2020-01-01', with_.validUntil ?? '2099-12-31', items.length],
  );
  return { id };
}
