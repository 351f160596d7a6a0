import type { Ordinal } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { GradeLevels } from '../rules/index.js';

export interface ClassCount {
  readonly classId: string;
  readonly grade: number;
  readonly eligible: number;
  readonly started: number;
  readonly completed: number;
  readonly void: number;
}

export interface RoundTitle {
  readonly title: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

const PLACE = { jurisdiction: 'v.jurisdiction_id', school: 'v.school_id' };

/** Reads the views that screening publishes, never its tables. */
@Injectable()
export class SchoolReportRepository {
  async classCounts(tx: Tx, roundId: string, schoolId: string): Promise<ClassCount[]> {
    const params: unknown[] = [roundId, schoolId];
    return tx.query<ClassCount>(
      `select v.class_id as "classId", v.grade, v.eligible, v.started, v.completed, v.void
         from screening.v_class_completion v
        where v.round_id = $1 and v.school_id = $2 and ${scopeWhere(tx.scopes, PLACE, params)} order by v.grade, v.class_id`,
      params,
    );
  }

  async levelsByGrade(tx: Tx, roundId: string, schoolId: string): Promise<{ grade: number; counts: GradeLevels['counts']; waiting: number }[]> {
    const params: unknown[] = [roundId, schoolId];
    const level = (ordinal: number) => `count(*) filter (where v.ordinal = ${ordinal})`;
    return tx.query(
      `select v.grade, array[${[0, 1, 2, 3, 4].map(level).join(', ')}]::int[] as counts,
              count(*) filter (where v.ordinal is null) as waiting
         from screening.v_pupil_level v
        where v.round_id = $1 and v.school_id = $2 and ${scopeWhere(tx.scopes, PLACE, params)} group by v.grade order by v.grade`,
      params,
    );
  }

  /** Pupils whom a person has confirmed at ordinal 2 or above, the gravest first. Five hundred and one: one too many shows. */
  async pupilsToWatch(tx: Tx, roundId: string, schoolId: string): Promise<{ studentId: string; ordinal: Ordinal }[]> {
    const params: unknown[] = [roundId, schoolId];
    return tx.query(
      `select v.student_id as "studentId", v.ordinal from screening.v_pupil_level v
        where v.round_id = $1 and v.school_id = $2 and v.ordinal >= 2 and ${scopeWhere(tx.scopes, PLACE, params)}
        order by v.ordinal desc, v.student_id limit 501`,
      params,
    );
  }
}
