import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Stage } from '../../rules/index.js';

export interface YearClass {
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly id: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly number: number;
  readonly pupils: number;
  /** Who would leave: not those whose schooling is suspended. */
  readonly enrolled: number;
}

@Injectable()
export class PromotionRepository {
  /** Classes of a school with pupils still on the roster, and those that begin this year. */
  async classes(tx: Tx, schoolId: string, schoolYear: number): Promise<YearClass[]> {
    const params: unknown[] = [schoolId, schoolYear];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id' }, params);
    return tx.query<YearClass>(
      `select c.jurisdiction_id as "jurisdictionId", c.school_id as "schoolId", c.id, c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength", c.number,
              count(s.id) filter (where s.state <> 'left') as pupils, count(s.id) filter (where s.state = 'enrolled') as enrolled
         from organisation.class c left join organisation.student s on s.jurisdiction_id = c.jurisdiction_id and s.class_id = c.id
        where c.school_id = $1 and c.closed_on is null and ${scope}
        group by c.jurisdiction_id, c.id
       having c.entry_year + c.schooling_length > $2 or count(s.id) filter (where s.state <> 'left') > 0
        order by array_position(array['primary', 'junior', 'senior'], c.stage), c.entry_year, c.number`,
      params,
    );
  }

  /** Pupils of these classes leave the school. @returns how many. */
  async leave(tx: Tx, jurisdictionId: number, classIds: readonly string[], day: SchoolDay): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `with gone as (update organisation.student set state = 'left', left_on = $3, updated_at = $4, version = version + 1
        where jurisdiction_id = $1 and class_id = any($2::uuid[]) and state = 'enrolled' returning 1) select count(*) as count from gone`,
      [jurisdictionId, [...classIds], day, tx.now],
    );
    return row!.count;
  }

  async closeClasses(tx: Tx, jurisdictionId: number, classIds: readonly string[], day: SchoolDay): Promise<void> {
    await tx.query(
      `update organisation.class c set closed_on = $3, version = version + 1 where jurisdiction_id = $1 and id = any($2::uuid[]) and closed_on is null
          and not exists (select from organisation.student s where s.jurisdiction_id = $1 and s.class_id = c.id and s.state <> 'left')`,
      [jurisdictionId, [...classIds], day],
    );
  }

  /** Everybody of one class goes over into another; where each was is kept. */
  async merge(tx: Tx, jurisdictionId: number, fromClassId: string, intoClassId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `with moved as (update organisation.student set class_id = $3, updated_at = $4, version = version + 1
        where jurisdiction_id = $1 and class_id = $2 and state <> 'left' returning 1) select count(*) as count from moved`,
      [jurisdictionId, fromClassId, intoClassId, tx.now],
    );
    return row!.count;
  }

  /** Numbered classes of a new year, those that are there already left as they are. @returns how many are new. */
  async addClasses(tx: Tx, of: { jurisdictionId: number; schoolId: string; stage: Stage; entryYear: number; schoolingLength: number }, count: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `with made as (insert into organisation.class (jurisdiction_id, id, school_id, stage, entry_year, schooling_length, number)
         select $1, n.id, $2, $3, $4, $5, n.number from unnest($6::uuid[], $7::smallint[]) as n (id, number) on conflict do nothing returning 1) select count(*) as count from made`,
      [of.jurisdictionId, of.schoolId, of.stage, of.entryYear, of.schoolingLength, Array.from({ length: count }, () => newId()), Array.from({ length: count }, (_, at) => at + 1)],
    );
    return row!.count;
  }
}
