import { aBureau, type OwnerSql } from '@heliotrope/organisation/testing';
import { newId } from '@heliotrope/platform';
import { ASSESSMENT_PART_NAMES, type AssessedSubject } from '../rules/index.js';

/** An approved impact assessment of a bureau, in force for the school year 2026; without one no round can be planned or opened. */
export async function anImpactAssessment(
  sql: OwnerSql,
  with_: Partial<{ jurisdictionId: number; subject: AssessedSubject; validFrom: string; validUntil: string; createdAt: string; state: 'draft' | 'approved' | 'revoked' }> = {},
): Promise<{ id: string }> {
  const jurisdictionId = with_.jurisdictionId ?? 990101;
  await aBureau(sql, jurisdictionId);
  const id = newId();
  const content = Object.fromEntries(ASSESSMENT_PART_NAMES.map((name) => [name, '为测试写下的一段说明文字']));
  await sql.query(
    `insert into data_protection.impact_assessment
       (jurisdiction_id, id, subject, title, content, risk, conclusion, state, valid_from, valid_until, author, created_at, approved_by, approved_at)
     values ($1, $2, $3, '测试用影响评估', $4, 'medium', 'proceed-with-measures', $5, $6, $7, 'test', $8, 'test', $8)`,
    [
      jurisdictionId, id, with_.subject ?? 'screening', JSON.stringify(content), with_.state ?? 'approved', with_.validFrom ?? '2020-01-01',
      with_.validUntil ?? '2099-12-31', with_.createdAt ?? '2026-08-20',
    ],
  );
  return { id };
}
