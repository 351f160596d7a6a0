import type { Ordinal } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import type { Counters } from '@heliotrope/screening/rules';
import { Injectable } from '@nestjs/common';
import type { CountedScore, CrossedCount, LevelCount, SchoolGrave } from '../../rules/index.js';

export interface ClassCount extends Counters {
  readonly classId: string;
  readonly schoolId: string;
  readonly grade: number;
}

/** Of which round, and of which of its places. */
export interface CountedPlace {
  readonly jurisdictionId: number;
  readonly roundId: string;
  readonly schoolId?: string | undefined;
}

const PLACE = { jurisdiction: 'v.jurisdiction_id', school: 'v.school_id', class: 'v.class_id' };
const SEX = `case x.sex when 1 then 'male' when 2 then 'female' else 'unknown' end`;

/** Counts of a round, from the views that screening and organisation publish, never their tables. */
@Injectable()
export class RoundCountsRepository {
  async classes(tx: Tx, place: CountedPlace): Promise<ClassCount[]> {
    const params: unknown[] = [];
    return tx.query<ClassCount>(
      `select v.class_id as "classId", v.school_id as "schoolId", v.grade, v.eligible, v.started, v.completed, v.void, v.refused
         from screening.v_class_completion v where ${this.at(tx, place, params)} order by v.school_id, v.grade, v.class_id`,
      params,
    );
  }

  /** Every level by grade and sex. */
  async levels(tx: Tx, place: CountedPlace): Promise<LevelCount[]> {
    const params: unknown[] = [];
    const level = (ordinal: number) => `count(*) filter (where v.ordinal = ${ordinal})`;
    return tx.query<LevelCount>(
      `select v.grade, ${SEX} as sex, array[${[0, 1, 2, 3, 4].map(level).join(', ')}]::int[] as counts,
              (count(*) filter (where v.ordinal is null))::int as waiting
         from screening.v_pupil_level v
         left join organisation.v_pupil_sex x on x.jurisdiction_id = v.jurisdiction_id and x.student_id = v.student_id
        where ${this.at(tx, place, params)} group by 1, 2 order by 1, 2`,
      params,
    );
  }

  /** Of each school who took part and who stands at ordinal 3 or 4, and the grades they are in. */
  async graveBySchool(tx: Tx, place: CountedPlace): Promise<Omit<SchoolGrave, 'name'>[]> {
    const params: unknown[] = [];
    return tx.query<Omit<SchoolGrave, 'name'>>(
      `select v.school_id as id, array_agg(distinct v.grade)::int[] as grades, count(*)::int as size, (count(*) filter (where v.ordinal >= 3))::int as grave
         from screening.v_pupil_level v where ${this.at(tx, place, params)} group by 1 order by 1`,
      params,
    );
  }

  /** One reading of a form's sheets for all its scores: how many fall into each range, by grade and sex. */
  async scores(tx: Tx, place: CountedPlace, scores: readonly CountedScore[]): Promise<CrossedCount[][]> {
    if (scores.length === 0) return [];
    const params: unknown[] = [scores[0]!.instrument, scores[0]!.version];
    const where = this.at(tx, place, params);
    const ranges = scores.flatMap(({ place: n, cuts }) => [null, ...cuts].map((from, at) => {
      const value = `v.scores[${Number(n)}]`;
      const until = cuts[at];
      const bounds = [...(from === null ? [] : [`${value} >= $${params.push(from)}::real`]), ...(until === undefined ? [] : [`${value} < $${params.push(until)}::real`])];
      return `(count(*) filter (where ${bounds.join(' and ')}))::int`;
    }));
    const rows = await tx.query<{ grade: number; sex: CrossedCount['sex']; counts: number[] }>(
      `select v.grade, ${SEX} as sex, array[${ranges.join(', ')}] as counts
         from screening.v_believed_score v
         left join organisation.v_pupil_sex x on x.jurisdiction_id = v.jurisdiction_id and x.student_id = v.student_id
        where v.instrument = $1 and v.version = $2 and ${where} group by 1, 2 order by 1, 2`,
      params,
    );
    let begin = 0;
    return scores.map(({ columns }) => {
      const [from, until] = [begin, (begin += columns.length)];
      return rows.map(({ grade, sex, counts }) => ({ grade, sex, cells: counts.slice(from, until) })).filter(({ cells }) => cells.some((cell) => cell > 0));
    });
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

  private at(tx: Tx, { jurisdictionId, roundId, schoolId }: CountedPlace, params: unknown[]): string {
    const school = schoolId === undefined ? '' : `and v.school_id = $${params.push(schoolId)}`;
    return `v.jurisdiction_id = $${params.push(jurisdictionId)} and v.round_id = $${params.push(roundId)} ${school} and ${scopeWhere(tx.scopes, PLACE, params)}`;
  }
}
