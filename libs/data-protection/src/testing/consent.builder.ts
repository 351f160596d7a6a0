import type { BuiltStudent, OwnerSql } from '@heliotrope/organisation/testing';
import { DataKeys, KeyRing, newId, RowMarks } from '@heliotrope/platform';
import type { TestDatabase } from '@heliotrope/platform/testing';
import { type Audience, type Decision, NOTICE_PART_NAMES, type NoticeParts, type Purpose } from '../rules/index.js';
import { CONSENT_COLUMNS, type ConsentRow, markedConsent } from '../server/consent/consent.repository.js';

/** Everything a notice must say, in short. */
export function noticeParts(changes: Partial<NoticeParts> = {}): NoticeParts {
  return { ...(Object.fromEntries(NOTICE_PART_NAMES.map((name) => [name, `测试告知：${name}`])) as unknown as NoticeParts), ...changes };
}

/** Notices in force for both audiences. */
export async function notices(sql: OwnerSql, { jurisdictionId = 990101, purpose = 'screening' as Purpose, version = 1, material = 1, publishedAt = '2026-09-01' } = {}): Promise<Record<Audience, string>> {
  const made = { guardian: newId(), pupil: newId() };
  for (const audience of ['guardian', 'pupil'] as const) {
    await sql.query(
      `insert into data_protection.notice (jurisdiction_id, id, purpose, audience, version, material, title, parts, hash, published_by, published_at)
       values ($1, $2, $3, $4, $5, $6, '测试告知书', $7, $8, 'test', $9)`,
      [jurisdictionId, made[audience], purpose, audience, version, material, JSON.stringify(noticeParts()), `hash-${version}-${audience}`, publishedAt],
    );
  }
  return made;
}

/** One line of a pupil's register of consent, to the newest notice, marked as the application would. */
export async function aConsent(db: TestDatabase, student: BuiltStudent, with_: Partial<{ audience: Audience; decision: Decision; purpose: Purpose; at: string }> = {}): Promise<string> {
  const { audience = 'guardian', decision = 'given', purpose = 'screening', at = '2026-09-20T02:00:00Z' } = with_;
  const { rows: [row] } = await db.owner.query<ConsentRow>(
    `insert into data_protection.consent_record as r
       (jurisdiction_id, id, school_id, student_id, purpose, n, audience, notice_id, notice_hash, material, means, decision, signed_on, recorded_by, at)
     select $1, $2, $3, $4, $5, 1 + (select count(*) from data_protection.consent_record where jurisdiction_id = $1 and student_id = $4 and purpose = $5),
            $6, n.id, n.hash, n.material, 'paper', $7, $8::timestamptz::date, 'test', $8::timestamptz
       from data_protection.notice n where n.jurisdiction_id = $1 and n.purpose = $5 and n.audience = $6 order by n.version desc limit 1
     returning ${CONSENT_COLUMNS}`,
    [student.jurisdictionId, newId(), student.schoolId, student.id, purpose, audience, decision, at],
  );
  const marks = new RowMarks(new DataKeys(KeyRing.fromFile(db.config.keysFile)));
  const session = { query: async <T>(sql: string, params: unknown[] = []) => (await db.owner.query(sql, params)).rows as T[] };
  await db.owner.query(`update data_protection.consent_record set mark = $2 where id = $1`, [row!.id, await marks.mark(session, markedConsent(row!))]);
  return row!.id;
}
