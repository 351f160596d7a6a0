import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { ClassRow } from '../reading/school.repository.js';

type NewClass = Pick<ClassRow, 'jurisdictionId' | 'schoolId' | 'stage' | 'entryYear' | 'schoolingLength' | 'number' | 'campusId'>;

const CLASS = `c.jurisdiction_id as "jurisdictionId", c.id, c.school_id as "schoolId", c.stage, c.entry_year as "entryYear",
  c.schooling_length as "schoolingLength", c.number, c.campus_id as "campusId", c.closed_on as "closedOn", c.version`;

/** Writing classes, within the editor's scope. */
@Injectable()
export class ClassRepository {
  async forUpdate(tx: Tx, id: string): Promise<ClassRow | undefined> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id', class: 'c.id' }, params);
    return (await tx.query<ClassRow>(`select ${CLASS} from organisation.class c where c.id = $1 and ${scope} for update`, params))[0];
  }

  /** Adds a class; one that was closed under this very number opens again. Undefined: there is an open one already. */
  async add(tx: Tx, one: NewClass): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>(
      `insert into organisation.class (jurisdiction_id, id, school_id, stage, entry_year, schooling_length, number, campus_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (jurisdiction_id, school_id, stage, entry_year, number) do update
          set closed_on = null, campus_id = excluded.campus_id, version = class.version + 1
        where class.closed_on is not null
       returning id`,
      [one.jurisdictionId, newId(tx.now.getTime()), one.schoolId, one.stage, one.entryYear, one.schoolingLength, one.number, one.campusId],
    );
    return rows[0]?.id;
  }

  async isTaken(tx: Tx, one: ClassRow): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from organisation.class where jurisdiction_id = $1 and school_id = $2 and stage = $3 and entry_year = $4 and number = $5 and id <> $6`,
      [one.jurisdictionId, one.schoolId, one.stage, one.entryYear, one.number, one.id],
    );
    return rows.length > 0;
  }

  async save(tx: Tx, one: ClassRow): Promise<void> {
    await tx.query(
      `update organisation.class set number = $3, campus_id = $4, closed_on = $5, version = version + 1 where jurisdiction_id = $1 and id = $2`,
      [one.jurisdictionId, one.id, one.number, one.campusId, one.closedOn],
    );
  }

  async pupilsOf(tx: Tx, one: Pick<ClassRow, 'jurisdictionId' | 'id'>): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*) as count from organisation.student where jurisdiction_id = $1 and class_id = $2 and state <> 'left'`, [one.jurisdictionId, one.id],
    );
    return row!.count;
  }

  async hasCampus(tx: Tx, schoolId: string, campusId: string): Promise<boolean> {
    return (await tx.query(`select 1 from organisation.campus where school_id = $1 and id = $2 and closed_on is null`, [schoolId, campusId])).length > 0;
  }
}
