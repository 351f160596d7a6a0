import type { SchoolDay } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Stage } from '../../rules/index.js';

export interface ResidentRow {
  readonly id: string;
  readonly name: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
  readonly fromOn: SchoolDay;
}

type At = { readonly jurisdictionId: number; readonly schoolId: string };

/** Who lives in which room, and since when. */
@Injectable()
export class StayRepository {
  async residents(tx: Tx, jurisdictionId: number, roomId: string): Promise<ResidentRow[]> {
    return tx.query<ResidentRow>(
      `select s.id, s.name, c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength", c.number as "classNumber", y.from_on as "fromOn"
         from organisation.dormitory_stay y
         join organisation.student s on s.jurisdiction_id = y.jurisdiction_id and s.id = y.student_id
         join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
        where y.jurisdiction_id = $1 and y.room_id = $2 and y.until_on is null order by y.from_on, s.id`,
      [jurisdictionId, roomId],
    );
  }

  async of(tx: Tx, jurisdictionId: number, studentId: string): Promise<{ roomId: string; dormitory: string; room: string; fromOn: SchoolDay } | undefined> {
    const rows = await tx.query<{ roomId: string; dormitory: string; room: string; fromOn: SchoolDay }>(
      `select r.id as "roomId", d.name as dormitory, r.number as room, y.from_on as "fromOn"
         from organisation.dormitory_stay y
         join organisation.dormitory_room r on r.jurisdiction_id = y.jurisdiction_id and r.id = y.room_id
         join organisation.dormitory d on d.jurisdiction_id = r.jurisdiction_id and d.id = r.dormitory_id
        where y.jurisdiction_id = $1 and y.student_id = $2 and y.until_on is null`,
      [jurisdictionId, studentId],
    );
    return rows[0];
  }

  /** Moves a pupil in; where he lived before he has moved out the same day. */
  async moveIn(tx: Tx, at: At, roomId: string, studentId: string, day: SchoolDay): Promise<void> {
    await this.moveOut(tx, at.jurisdictionId, studentId, day);
    await tx.query(
      `insert into organisation.dormitory_stay (jurisdiction_id, id, school_id, room_id, student_id, from_on) values ($1, $2, $3, $4, $5, $6)`,
      [at.jurisdictionId, newId(tx.now.getTime()), at.schoolId, roomId, studentId, day],
    );
    await tx.query(`update organisation.student set boarding = true where jurisdiction_id = $1 and id = $2 and boarding is distinct from true`, [at.jurisdictionId, studentId]);
  }

  /** False when he lived nowhere. With the bed goes the office held in that room. */
  async moveOut(tx: Tx, jurisdictionId: number, studentId: string, day: SchoolDay): Promise<boolean> {
    const rows = await tx.query(
      `update organisation.dormitory_stay set until_on = greatest(from_on, $3::date) where jurisdiction_id = $1 and student_id = $2 and until_on is null returning id`,
      [jurisdictionId, studentId, day],
    );
    await tx.query(
      `update organisation.committee_member set until_on = greatest(from_on, $3::date), version = version + 1
        where jurisdiction_id = $1 and student_id = $2 and until_on is null and role <> 'class'`,
      [jurisdictionId, studentId, day],
    );
    return rows.length > 0;
  }
}
