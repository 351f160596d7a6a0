import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Stage } from '../../rules/index.js';

export interface MovingPupil {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly schoolName: string;
  readonly classId: string;
  readonly name: string;
  readonly sex: number;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
  readonly studentNumberEnc: Buffer | null;
  readonly citizenNumberEnc: Buffer | null;
}

export interface MovingGuardian {
  readonly id: string;
  readonly phoneEnc: Buffer | null;
}

/** A pupil of the receiving bureau's roster who answers to the numbers, or to the id, of one who comes. */
export interface StandingPupil {
  readonly id: string;
  readonly name: string;
  readonly schoolId: string;
  readonly state: string;
  readonly mergedInto: string | null;
}

/** Numbers of a pupil as they lie in the receiving bureau: sealed and fingerprinted with its keys. */
export interface ResealedNumbers {
  readonly studentNumberEnc: Buffer | null;
  readonly studentNumberIndex: Buffer | null;
  readonly citizenNumberEnc: Buffer | null;
  readonly citizenNumberIndex: Buffer | null;
  readonly identityIndex: Buffer | null;
}

@Injectable()
export class MovingPupilRepository {
  /** An enrolled pupil within the actor's scope. */
  async enrolled(tx: Tx, id: string): Promise<MovingPupil | undefined> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id' }, params);
    const rows = await tx.query<MovingPupil>(
      `select s.jurisdiction_id as "jurisdictionId", s.id, s.school_id as "schoolId", o.name as "schoolName", s.class_id as "classId", s.name, s.sex, c.stage,
              c.entry_year as "entryYear", c.schooling_length as "schoolingLength", c.number as "classNumber",
              s.student_number_enc as "studentNumberEnc", s.citizen_number_enc as "citizenNumberEnc"
         from organisation.student s
         join organisation.school o on o.jurisdiction_id = s.jurisdiction_id and o.id = s.school_id
         join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
        where s.id = $1 and s.state <> 'left' and ${scope} for update of s`,
      params,
    );
    return rows[0];
  }

  /** Schools by name, pinyin or code; the names of schools are public. */
  async schools(tx: Tx, text: string, limit: number) {
    return tx.query<{ jurisdictionId: number; id: string; name: string; bureauName: string }>(
      `select s.jurisdiction_id as "jurisdictionId", s.id, s.name, b.name as "bureauName" from organisation.school s join organisation.bureau b on b.id = s.jurisdiction_id
        where s.closed_on is null and s.search like $1 order by s.name, s.id limit $2`,
      [`%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`, limit],
    );
  }

  async school(tx: Tx, jurisdictionId: number, id: string): Promise<{ name: string } | undefined> {
    return (await tx.query<{ name: string }>(`select name from organisation.school where jurisdiction_id = $1 and id = $2 and closed_on is null`, [jurisdictionId, id]))[0];
  }

  /** Is this a class of the school which has not left yet? */
  async isOpenClass(tx: Tx, of: { jurisdictionId: number; schoolId: string }, classId: string, schoolYear: number): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from organisation.class where jurisdiction_id = $1 and school_id = $2 and id = $3 and closed_on is null and entry_year <= $4 and entry_year + schooling_length > $4`,
      [of.jurisdictionId, of.schoolId, classId, schoolYear],
    );
    return rows.length > 0;
  }

  /** From one school to another of the same bureau: the row stays, and what hangs on it follows by itself. */
  async moveWithin(tx: Tx, jurisdictionId: number, studentId: string, to: { schoolId: string; classId: string }): Promise<void> {
    await tx.query(
      `update organisation.student set school_id = $3, class_id = $4, state = 'enrolled', updated_at = $5, version = version + 1 where jurisdiction_id = $1 and id = $2`,
      [jurisdictionId, studentId, to.schoolId, to.classId, tx.now],
    );
  }

  async guardians(tx: Tx, jurisdictionId: number, studentId: string): Promise<MovingGuardian[]> {
    return tx.query(`select id, phone_enc as "phoneEnc" from organisation.guardian where jurisdiction_id = $1 and student_id = $2 order by position`, [jurisdictionId, studentId]);
  }

  async pastNumbers(tx: Tx, jurisdictionId: number, studentId: string): Promise<{ id: string; numberEnc: Buffer }[]> {
    return tx.query(`select id, number_enc as "numberEnc" from organisation.student_past_number where jurisdiction_id = $1 and student_id = $2`, [jurisdictionId, studentId]);
  }

  /** Everyone in the receiving bureau's roster with one of these numbers, and this very pupil; held until the move is done. */
  async alreadyThere(tx: Tx, jurisdictionId: number, studentId: string, numbers: Pick<ResealedNumbers, 'studentNumberIndex' | 'citizenNumberIndex'>): Promise<StandingPupil[]> {
    return tx.query(
      `select id, name, school_id as "schoolId", state, merged_into as "mergedInto" from organisation.student
        where jurisdiction_id = $1 and (id = $2 or student_number_index = $3 or citizen_number_index = $4) order by id for update`,
      [jurisdictionId, studentId, numbers.studentNumberIndex, numbers.citizenNumberIndex],
    );
  }

  /** A new row in the receiving bureau under the same id, with guardians, numbers and places before; the old row stays, as left. */
  async moveAcross(
    tx: Tx, pupil: MovingPupil,
    to: { jurisdictionId: number; schoolId: string; classId: string; studentId: string; leftOn: SchoolDay },
    numbers: ResealedNumbers, phones: readonly { id: string; phoneEnc: Buffer | null; phoneIndex: Buffer | null }[],
    pastNumbers: readonly { id: string; numberEnc: Buffer; numberIndex: Buffer }[],
  ): Promise<void> {
    const from = [pupil.jurisdictionId, pupil.id];
    const taken = await tx.query(
      `insert into organisation.student as s (jurisdiction_id, id, school_id, class_id, name, pinyin, initials, sex, born_on, boarding, student_number_enc,
         student_number_index, citizen_number_enc, citizen_number_index, identity_index, entered_on, created_at, updated_at)
       select $3::int, $4::uuid, $5::uuid, $6::uuid, o.name, o.pinyin, o.initials, o.sex, o.born_on, o.boarding, $7::bytea, $8::bytea, $9::bytea, $10::bytea, $11::bytea, $12::date, o.created_at, $13::timestamptz
         from organisation.student o where o.jurisdiction_id = $1 and o.id = $2
       on conflict (jurisdiction_id, id) do update set school_id = excluded.school_id, class_id = excluded.class_id, state = 'enrolled', left_on = null,
         updated_at = excluded.updated_at, version = s.version + 1
         where s.merged_into is null and (s.state = 'left' or s.school_id = excluded.school_id) returning s.id`,
      [
        ...from, to.jurisdictionId, to.studentId, to.schoolId, to.classId, numbers.studentNumberEnc, numbers.studentNumberIndex, numbers.citizenNumberEnc,
        numbers.citizenNumberIndex, numbers.identityIndex, to.leftOn, tx.now,
      ],
    );
    if (taken.length === 0) throw new Error(`pupil ${to.studentId} is enrolled elsewhere: the move should have been declined`);
    await tx.query(
      `insert into organisation.guardian (jurisdiction_id, id, school_id, student_id, position, name, relation, phone_enc, phone_index)
       select $3::int, g.id, $4::uuid, $5::uuid, g.position, g.name, g.relation, p.phone, p.index
         from organisation.guardian g join unnest($6::uuid[], $7::bytea[], $8::bytea[]) as p (id, phone, index) on p.id = g.id
        where g.jurisdiction_id = $1 and g.student_id = $2 on conflict do nothing`,
      [...from, to.jurisdictionId, to.schoolId, to.studentId, phones.map((one) => one.id), phones.map((one) => one.phoneEnc), phones.map((one) => one.phoneIndex)],
    );
    const into = [to.jurisdictionId, to.schoolId, to.studentId];
    await tx.query(
      `insert into organisation.student_past_class (jurisdiction_id, id, school_id, student_id, school_name, stage, entry_year, schooling_length, class_number, left_at)
       select $3::int, id, $4::uuid, $5::uuid, school_name, stage, entry_year, schooling_length, class_number, left_at from organisation.student_past_class where jurisdiction_id = $1 and student_id = $2
       union all select $3::int, $6::uuid, $4::uuid, $5::uuid, $7::text, $8::text, $9::int, $10::smallint, $11::smallint, $12::timestamptz
       on conflict do nothing`,
      [...from, ...into, newId(tx.now.getTime()), pupil.schoolName, pupil.stage, pupil.entryYear, pupil.schoolingLength, pupil.classNumber, tx.now],
    );
    await tx.query(
      `insert into organisation.student_past_number (jurisdiction_id, id, school_id, student_id, number_enc, number_index, replaced_at)
       select $3::int, n.id, $4::uuid, $5::uuid, p.number, p.index, n.replaced_at from organisation.student_past_number n
         join unnest($6::uuid[], $7::bytea[], $8::bytea[]) as p (id, number, index) on p.id = n.id where n.jurisdiction_id = $1 and n.student_id = $2 on conflict do nothing`,
      [...from, ...into, pastNumbers.map((one) => one.id), pastNumbers.map((one) => one.numberEnc), pastNumbers.map((one) => one.numberIndex)],
    );
    await tx.query(
      `insert into organisation.student_suspension (jurisdiction_id, id, school_id, student_id, from_on, returned_on, kind)
       select $3::int, id, $4::uuid, $5::uuid, from_on, returned_on, kind from organisation.student_suspension where jurisdiction_id = $1 and student_id = $2 on conflict do nothing`,
      [...from, ...into],
    );
    await tx.query(`update organisation.student set state = 'left', left_on = $3, updated_at = $4, version = version + 1 where jurisdiction_id = $1 and id = $2`, [...from, to.leftOn, tx.now]);
  }
}
