import type { ConsentRule } from '@heliotrope/data-protection/rules';
import { anImpactAssessment } from '@heliotrope/data-protection/testing';
import { aBureau, aClass, aSchool, type BuiltClass, type BuiltSchool, type BuiltStudent, type OwnerSql, students } from '@heliotrope/organisation/testing';
import { newId } from '@heliotrope/platform';
import type { BatteryEntry } from '../rules/battery.js';
import { anApproval } from './approval.builder.js';
import { presentVersion } from './instrument.builder.js';

export interface BuiltRound {
  readonly id: string;
  readonly jurisdictionId: number;
}

/** A round as a bureau would have planned it for October 2026; open it through the job. */
export async function aPlannedRound(
  sql: OwnerSql,
  with_: Partial<{ jurisdictionId: number; opensAt: string; closesAt: string; grades: number[]; battery: BatteryEntry[]; consentRule: ConsentRule; capacityReason: string | null }> = {},
): Promise<BuiltRound> {
  const jurisdictionId = with_.jurisdictionId ?? 990101;
  await aBureau(sql, jurisdictionId);
  await anImpactAssessment(sql, { jurisdictionId });
  const id = newId();
  const battery = with_.battery ?? [{ instrument: 'phq-9', version: presentVersion('phq-9'), grades: { from: 7, to: 9 } }];
  for (const { instrument, version } of battery) await anApproval(sql, { jurisdictionId, instrument, version });
  await sql.query(
    `insert into screening.round (jurisdiction_id, id, title, opens_at, closes_at, grades, battery, created_by, created_at, consent_rule, capacity_reason)
     values ($1, $2, '2026年秋季测评', $3, $4, $5, $6, 'test', $3, $7, $8)`,
    [
      jurisdictionId, id, with_.opensAt ?? '2026-10-12T00:00:00Z', with_.closesAt ?? '2026-10-24T10:00:00Z', with_.grades ?? [7, 8, 9],
      JSON.stringify(battery),
      with_.consentRule ?? 'none-required-by-law-basis',
      with_.capacityReason === undefined ? '测试：不看人手' : with_.capacityReason,
    ],
  );
  return { id, jurisdictionId };
}

export interface BuiltCounty {
  readonly schools: readonly BuiltSchool[];
  readonly classes: readonly BuiltClass[];
  readonly pupils: readonly BuiltStudent[];
}

/** Junior schools with classes of the seventh grade and pupils in each. */
export async function aCounty(
  sql: OwnerSql,
  { jurisdictionId = 990101, schools = 1, classes = 1, pupils = 3 }: Partial<{ jurisdictionId: number; schools: number; classes: number; pupils: number }> = {},
): Promise<BuiltCounty> {
  const made = { schools: [] as BuiltSchool[], classes: [] as BuiltClass[], pupils: [] as BuiltStudent[] };
  for (let s = 0; s < schools; s++) {
    const school = await aSchool(sql, { jurisdictionId });
    made.schools.push(school);
    for (let c = 0; c < classes; c++) {
      const schoolClass = await aClass(sql, school, { number: c + 1 });
      made.classes.push(schoolClass);
      made.pupils.push(...(await students(sql, schoolClass, pupils)));
    }
  }
  return made;
}
