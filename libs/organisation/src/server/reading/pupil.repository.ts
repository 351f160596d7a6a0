import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { schoolYearOf, type Stage } from '../../rules/index.js';

/** A pupil as a later domain shows one to those who may open the record it keeps. */
export interface PupilName {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly classId: string;
  readonly name: string;
  readonly sex: number;
  readonly bornOn: SchoolDay | null;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
}

/** Years of schooling: 1–9 compulsory, 10–12 senior; both ends count. */
export interface YearsOfSchooling {
  readonly from: number;
  readonly to: number;
}

@Injectable()
export class PupilRepository {
  /** Names for records the caller already holds and may show; outside the transaction's bureaus they stay absent. */
  async named(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<PupilName[]> {
    return tx.query<PupilName>(
      `select s.id, s.jurisdiction_id as "jurisdictionId", s.school_id as "schoolId", s.class_id as "classId", s.name, s.sex,
              s.born_on as "bornOn", c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength", c.number as "classNumber"
         from organisation.student s
         join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
        where s.jurisdiction_id = $1 and s.id = any($2::uuid[])`,
      [jurisdictionId, [...ids]],
    );
  }
}

/**
 * The SELECT of all enrolled pupils of one bureau in these years of schooling, to be put into an `insert … select` of a
 * later domain: nobody loops over a million pupils. Values are appended to `params`. Columns: jurisdiction_id, school_id,
 * class_id, student_id, stage, entry_year, schooling_length, year_of_schooling, sex, born_on.
 */
export function eligiblePupilsSql(
  params: unknown[],
  at: { jurisdictionId: number; schoolIds?: readonly string[]; years?: readonly YearsOfSchooling[]; day: SchoolDay },
): string {
  const bind = (value: unknown, type: string) => `$${params.push(value)}::${type}`;
  const year = bind(schoolYearOf(at.day), 'int');
  const schools = at.schoolIds ? `and e.school_id = any(${bind([...at.schoolIds], 'uuid[]')})` : '';
  const years = at.years ?? [{ from: 1, to: 12 }];
  const ranges = years.map(({ from, to }) => `e.year_of_schooling between ${bind(from, 'int')} and ${bind(to, 'int')}`);
  return `select * from (
    select v.jurisdiction_id, v.school_id, v.class_id, v.student_id, v.stage, v.entry_year, v.schooling_length, v.sex, v.born_on,
           ${year} - v.entry_year + 1
             + case v.stage when 'junior' then 9 - v.schooling_length when 'senior' then 9 else 0 end as year_of_schooling
      from organisation.v_enrolled_student v
     where v.jurisdiction_id = ${bind(at.jurisdictionId, 'int')}
       and ${year} between v.entry_year and v.entry_year + v.schooling_length - 1) e
   where (${ranges.join(' or ')}) ${schools}`;
}
