import { actorRef, type SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { FocusSource, Stage } from '../../rules/index.js';

export interface FocusRow {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly studentId: string;
  readonly code: string;
  readonly source: FocusSource;
  readonly fromOn: SchoolDay;
  readonly untilOn: SchoolDay;
  readonly endedOn: SchoolDay | null;
}

export interface FocusListRow extends FocusRow {
  readonly studentName: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
}

export interface FocusFilter {
  readonly schoolId?: string;
  readonly classId?: string;
  readonly code?: string;
  readonly on?: SchoolDay;
  readonly after?: string;
  readonly limit: number;
}

const FOCUS = `f.id, f.jurisdiction_id as "jurisdictionId", f.school_id as "schoolId", f.student_id as "studentId", f.code, f.source,
  f.from_on as "fromOn", f.until_on as "untilOn", f.ended_on as "endedOn"`;
const PUPILS = `organisation.student_focus f
  join organisation.student s on s.jurisdiction_id = f.jurisdiction_id and s.id = f.student_id
  join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id`;

/** Marks of special attention, reached through their pupil. */
@Injectable()
export class FocusRepository {
  page(tx: Tx, filter: FocusFilter): Promise<FocusListRow[]> {
    const params: unknown[] = [filter.limit];
    const where = [within(tx, params), `s.state <> 'left'`];
    if (filter.schoolId) where.push(`f.school_id = $${params.push(filter.schoolId)}`);
    if (filter.classId) where.push(`s.class_id = $${params.push(filter.classId)}`);
    if (filter.code) where.push(`f.code = $${params.push(filter.code)}`);
    if (filter.on) where.push(`$${params.push(filter.on)}::date between f.from_on and f.until_on and f.ended_on is null`);
    if (filter.after) where.push(`f.id > $${params.push(filter.after)}`);
    return tx.query<FocusListRow>(
      `select ${FOCUS}, s.name as "studentName", c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength", c.number as "classNumber"
         from ${PUPILS} where ${where.join(' and ')} order by f.id limit $1`,
      params,
    );
  }

  of(tx: Tx, pupil: { jurisdictionId: number; id: string }): Promise<FocusRow[]> {
    return tx.query<FocusRow>(
      `select ${FOCUS} from organisation.student_focus f where f.jurisdiction_id = $1 and f.student_id = $2 order by f.from_on, f.id`, [pupil.jurisdictionId, pupil.id],
    );
  }

  async forUpdate(tx: Tx, id: string): Promise<FocusRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<FocusRow>(`select ${FOCUS} from ${PUPILS} where f.id = $1 and ${within(tx, params)} for update of f`, params))[0];
  }

  /** Sets a mark; one of the same name that has run out makes room for it. Undefined: the pupil bears it already. */
  async add(tx: Tx, mark: Omit<FocusRow, 'id' | 'endedOn'>): Promise<string | undefined> {
    await tx.query(
      `update organisation.student_focus set ended_on = until_on, ended_by = $5
        where jurisdiction_id = $1 and student_id = $2 and code = $3 and ended_on is null and until_on < $4`,
      [mark.jurisdictionId, mark.studentId, mark.code, mark.fromOn, actorRef(tx.actor)],
    );
    const rows = await tx.query<{ id: string }>(
      `insert into organisation.student_focus (jurisdiction_id, id, school_id, student_id, code, source, from_on, until_on, set_by, set_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id`,
      [
        mark.jurisdictionId, newId(tx.now.getTime()), mark.schoolId, mark.studentId, mark.code, mark.source, mark.fromOn, mark.untilOn,
        actorRef(tx.actor), tx.now,
      ],
    );
    return rows[0]?.id;
  }

  async end(tx: Tx, mark: Pick<FocusRow, 'jurisdictionId' | 'id'>, on: SchoolDay): Promise<void> {
    await tx.query(
      `update organisation.student_focus set ended_on = $3, ended_by = $4 where jurisdiction_id = $1 and id = $2 and ended_on is null`,
      [mark.jurisdictionId, mark.id, on, actorRef(tx.actor)],
    );
  }
}

const within = (tx: Tx, params: unknown[]) =>
  scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id', class: 's.class_id' }, params);
