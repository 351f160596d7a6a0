import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Stage } from '../../rules/index.js';

export interface StudentRow {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly classId: string;
  readonly name: string;
  readonly sex: 0 | 1 | 2 | 9;
  readonly state: 'enrolled' | 'suspended' | 'left';
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
  readonly studentNumberEnc: Buffer | null;
  readonly citizenNumberEnc: Buffer | null;
  readonly guardianId: string | null;
  readonly guardianName: string | null;
  readonly guardianRelation: string | null;
  readonly guardianPhoneEnc: Buffer | null;
}

export interface StudentFilter {
  readonly schoolId?: string;
  readonly classId?: string;
  readonly text?: string;
  /** Fingerprints of a whole student or citizen number, one pair for each bureau looked in. */
  readonly numbers?: readonly { readonly jurisdictionId: number; readonly student: Buffer; readonly citizen: Buffer }[];
  readonly after?: string;
  readonly limit: number;
}

@Injectable()
export class StudentRepository {
  /** Pupils within the viewer's scope, oldest record first; those who left only when found by name. */
  async page(tx: Tx, filter: StudentFilter): Promise<StudentRow[]> {
    const params: unknown[] = [filter.limit];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id', class: 's.class_id' }, params);
    const where = [scope];
    if (filter.schoolId) where.push(`s.school_id = $${params.push(filter.schoolId)}`);
    if (filter.classId) where.push(`s.class_id = $${params.push(filter.classId)}`);
    if (filter.after) where.push(`s.id > $${params.push(filter.after)}`);
    if (filter.numbers) {
      const either = filter.numbers.map((one) => {
        const at = params.push(one.jurisdictionId, one.student, one.citizen);
        return `(s.jurisdiction_id = $${at - 2} and (s.student_number_index = $${at - 1} or s.citizen_number_index = $${at}
          or exists (select from organisation.student_past_number n where n.jurisdiction_id = $${at - 2} and n.number_index = $${at - 1} and n.student_id = s.id)))`;
      });
      where.push(`(${either.join(' or ')})`);
    } else if (filter.text) {
      const pattern = `${filter.text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
      const p = `$${params.push(pattern)}`;
      where.push(`(s.name like ${p} or s.pinyin like ${p} or s.initials like ${p})`);
    } else {
      where.push(`s.state <> 'left'`);
    }
    return tx.query<StudentRow>(
      `select s.id, s.jurisdiction_id as "jurisdictionId", s.school_id as "schoolId", s.class_id as "classId", s.name, s.sex, s.state,
              c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength", c.number as "classNumber",
              s.student_number_enc as "studentNumberEnc", s.citizen_number_enc as "citizenNumberEnc",
              g.id as "guardianId", g.name as "guardianName", g.relation as "guardianRelation", g.phone_enc as "guardianPhoneEnc"
         from organisation.student s
         join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
         left join organisation.guardian g on g.jurisdiction_id = s.jurisdiction_id and g.student_id = s.id and g.position = 1
        where ${where.join(' and ')}
        order by s.id limit $1`,
      params,
    );
  }
}
