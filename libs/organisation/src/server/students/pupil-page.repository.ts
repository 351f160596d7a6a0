import type { SchoolDay } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Stage } from '../../rules/index.js';

export interface PupilRow {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly schoolName: string;
  readonly classId: string;
  readonly name: string;
  readonly sex: 0 | 1 | 2 | 9;
  readonly bornOn: SchoolDay | null;
  readonly boarding: boolean | null;
  readonly state: 'enrolled' | 'suspended' | 'left';
  readonly enteredOn: SchoolDay | null;
  readonly leftOn: SchoolDay | null;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
  readonly studentNumberEnc: Buffer | null;
  readonly citizenNumberEnc: Buffer | null;
  readonly version: number;
}

export interface PastClass {
  readonly schoolName: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
  readonly leftAt: Date;
}

const PUPIL = `s.id, s.jurisdiction_id as "jurisdictionId", s.school_id as "schoolId", h.name as "schoolName", s.class_id as "classId", s.name, s.sex,
  s.born_on as "bornOn", s.boarding, s.state, s.entered_on as "enteredOn", s.left_on as "leftOn", c.stage, c.entry_year as "entryYear",
  c.schooling_length as "schoolingLength", c.number as "classNumber", s.student_number_enc as "studentNumberEnc",
  s.citizen_number_enc as "citizenNumberEnc", s.version`;

/** One pupil, within the viewer's scope, and what lies behind him: earlier classes and numbers. */
@Injectable()
export class PupilPageRepository {
  async byId(tx: Tx, id: string): Promise<PupilRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<PupilRow>(
      `select ${PUPIL} from organisation.student s
         join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
         join organisation.school h on h.jurisdiction_id = s.jurisdiction_id and h.id = s.school_id
        where s.id = $1 and ${within(tx, params)}`,
      params,
    ))[0];
  }

  /** The same, held until the commit. */
  async forUpdate(tx: Tx, id: string): Promise<PupilRow | undefined> {
    const params: unknown[] = [id];
    const locked = await tx.query(`select 1 from organisation.student s where s.id = $1 and ${within(tx, params)} for update`, params);
    return locked.length === 0 ? undefined : this.byId(tx, id);
  }

  pastClasses(tx: Tx, of: Pick<PupilRow, 'jurisdictionId' | 'id'>): Promise<PastClass[]> {
    return tx.query<PastClass>(
      `select school_name as "schoolName", stage, entry_year as "entryYear", schooling_length as "schoolingLength", class_number as "classNumber", left_at as "leftAt"
         from organisation.student_past_class where jurisdiction_id = $1 and student_id = $2 order by left_at desc, id desc`,
      [of.jurisdictionId, of.id],
    );
  }

  pastNumbers(tx: Tx, of: Pick<PupilRow, 'jurisdictionId' | 'id'>): Promise<{ numberEnc: Buffer; replacedAt: Date }[]> {
    return tx.query(
      `select number_enc as "numberEnc", replaced_at as "replacedAt" from organisation.student_past_number
        where jurisdiction_id = $1 and student_id = $2 order by replaced_at desc, id desc`,
      [of.jurisdictionId, of.id],
    );
  }

  async suspension(tx: Tx, of: Pick<PupilRow, 'jurisdictionId' | 'id'>): Promise<{ fromOn: SchoolDay; kind: string } | undefined> {
    const rows = await tx.query<{ fromOn: SchoolDay; kind: string }>(
      `select from_on as "fromOn", kind from organisation.student_suspension
        where jurisdiction_id = $1 and student_id = $2 and returned_on is null order by from_on desc limit 1`,
      [of.jurisdictionId, of.id],
    );
    return rows[0];
  }
}

const within = (tx: Tx, params: unknown[]) =>
  scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id', class: 's.class_id' }, params);
