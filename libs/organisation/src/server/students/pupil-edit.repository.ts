import type { SchoolDay } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { pinyinOf } from '../roster-import/pinyin-name.js';
import type { PupilRow } from './pupil-page.repository.js';

export interface SealedNumber {
  readonly enc: Buffer;
  readonly index: Buffer;
}

export interface PupilChange {
  readonly name: string;
  readonly sex: number;
  readonly bornOn: SchoolDay | null;
  readonly boarding: boolean | null;
  readonly studentNumber?: SealedNumber;
  readonly citizenNumber?: SealedNumber;
}

type Of = Pick<PupilRow, 'jurisdictionId' | 'id' | 'schoolId'>;

@Injectable()
export class PupilEditRepository {
  /** Does another pupil of the bureau bear one of these numbers? */
  async isNumberTaken(tx: Tx, of: Of, indexes: { student?: Buffer; citizen?: Buffer }): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from organisation.student where jurisdiction_id = $1 and id <> $2 and (student_number_index = $3 or citizen_number_index = $4)`,
      [of.jurisdictionId, of.id, indexes.student ?? null, indexes.citizen ?? null],
    );
    return rows.length > 0;
  }

  async save(tx: Tx, of: Of, change: PupilChange): Promise<void> {
    const words = pinyinOf(change.name);
    await tx.query(
      `update organisation.student
          set name = $3, pinyin = $4, initials = $5, sex = $6, born_on = $7, boarding = $8,
              student_number_enc = coalesce($9, student_number_enc), student_number_index = coalesce($10, student_number_index),
              citizen_number_enc = coalesce($11, citizen_number_enc), citizen_number_index = coalesce($12, citizen_number_index),
              updated_at = $13, version = version + 1
        where jurisdiction_id = $1 and id = $2`,
      [
        of.jurisdictionId, of.id, change.name, words.pinyin, words.initials, change.sex, change.bornOn, change.boarding,
        change.studentNumber?.enc ?? null, change.studentNumber?.index ?? null, change.citizenNumber?.enc ?? null, change.citizenNumber?.index ?? null, tx.now,
      ],
    );
  }

  async suspend(tx: Tx, of: Of, from: SchoolDay, kind: string): Promise<void> {
    await tx.query(`update organisation.student set state = 'suspended', updated_at = $3, version = version + 1 where jurisdiction_id = $1 and id = $2`, [of.jurisdictionId, of.id, tx.now]);
    await tx.query(
      `insert into organisation.student_suspension (jurisdiction_id, id, school_id, student_id, from_on, kind) values ($1, $2, $3, $4, $5, $6)`,
      [of.jurisdictionId, newId(tx.now.getTime()), of.schoolId, of.id, from, kind],
    );
  }

  /** Back to school, in the class he left or in another of the school. */
  async takeBack(tx: Tx, of: Of, on: SchoolDay, classId: string): Promise<void> {
    await tx.query(
      `update organisation.student set state = 'enrolled', class_id = $3, updated_at = $4, version = version + 1 where jurisdiction_id = $1 and id = $2`,
      [of.jurisdictionId, of.id, classId, tx.now],
    );
    await tx.query(
      `update organisation.student_suspension set returned_on = $3 where jurisdiction_id = $1 and student_id = $2 and returned_on is null`,
      [of.jurisdictionId, of.id, on],
    );
  }

  async hasClass(tx: Tx, of: Of, classId: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from organisation.class where jurisdiction_id = $1 and school_id = $2 and id = $3 and closed_on is null`, [of.jurisdictionId, of.schoolId, classId],
    );
    return rows.length > 0;
  }
}
