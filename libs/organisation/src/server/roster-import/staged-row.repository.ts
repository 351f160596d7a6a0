import type { FieldFault, SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { RosterRecord } from '../../rules/index.js';
import type { RosterImportRow } from './roster-import.repository.js';

/** One judged row, sealed, as it waits to be applied. */
export interface StagedRow {
  readonly rowNo: number;
  readonly verdict: 'new' | 'changed' | 'unchanged' | 'wrong';
  readonly faults: readonly FieldFault[] | null;
  readonly rawEnc: Buffer | null;
  readonly studentId: string | null;
  readonly targetSchoolId: string | null;
  readonly stage: string | null;
  readonly entryYear: number | null;
  readonly schoolingLength: number | null;
  readonly classNumber: number | null;
  readonly name: string | null;
  readonly pinyin: string | null;
  readonly initials: string | null;
  readonly sex: number | null;
  readonly bornOn: SchoolDay | null;
  readonly boarding: boolean | null;
  readonly studentNumberEnc: Buffer | null;
  readonly studentNumberIndex: Buffer | null;
  readonly citizenNumberEnc: Buffer | null;
  readonly citizenNumberIndex: Buffer | null;
  readonly guardianId: string | null;
  readonly guardianName: string | null;
  readonly guardianRelation: string | null;
  readonly guardianPhoneEnc: Buffer | null;
  readonly guardianPhoneIndex: Buffer | null;
}

const COLUMNS: readonly [keyof StagedRow, string, string][] = [
  ['rowNo', 'row_no', 'int'], ['verdict', 'verdict', 'text'], ['faults', 'faults', 'text'], ['rawEnc', 'raw_enc', 'bytea'],
  ['studentId', 'student_id', 'uuid'], ['targetSchoolId', 'target_school_id', 'uuid'], ['stage', 'stage', 'text'],
  ['entryYear', 'entry_year', 'int'], ['schoolingLength', 'schooling_length', 'smallint'], ['classNumber', 'class_number', 'smallint'],
  ['name', 'name', 'text'], ['pinyin', 'pinyin', 'text'], ['initials', 'initials', 'text'], ['sex', 'sex', 'smallint'],
  ['bornOn', 'born_on', 'date'], ['boarding', 'boarding', 'boolean'],
  ['studentNumberEnc', 'student_number_enc', 'bytea'], ['studentNumberIndex', 'student_number_index', 'bytea'],
  ['citizenNumberEnc', 'citizen_number_enc', 'bytea'], ['citizenNumberIndex', 'citizen_number_index', 'bytea'],
  ['guardianId', 'guardian_id', 'uuid'], ['guardianName', 'guardian_name', 'text'], ['guardianRelation', 'guardian_relation', 'text'],
  ['guardianPhoneEnc', 'guardian_phone_enc', 'bytea'], ['guardianPhoneIndex', 'guardian_phone_index', 'bytea'],
];

export interface HeldStudent extends RosterRecord {
  readonly id: string;
  readonly guardianId: string | null;
}

type Of = Pick<RosterImportRow, 'jurisdictionId' | 'id'>;

@Injectable()
export class StagedRowRepository {
  /** All rows of a chunk in one statement. */
  async add(tx: Tx, of: Of, rows: readonly StagedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const arrays = COLUMNS.map(([property]) =>
      rows.map((row) => (property === 'faults' && row.faults ? JSON.stringify(row.faults) : row[property])),
    );
    const sources = COLUMNS.map(([, , type], at) => `$${at + 3}::${type}[]`).join(', ');
    const names = COLUMNS.map(([, column]) => column).join(', ');
    const values = COLUMNS.map(([property, column]) => (property === 'faults' ? 'r.faults::jsonb' : `r.${column}`)).join(', ');
    await tx.query(
      `insert into organisation.roster_import_row (jurisdiction_id, import_id, ${names})
       select $1, $2, ${values} from unnest(${sources}) as r (${names})`,
      [of.jurisdictionId, of.id, ...arrays],
    );
  }

  /** Pupils of the bureau who bear one of these numbers, in the shape the difference is judged by. */
  async held(tx: Tx, jurisdictionId: number, studentNumbers: readonly Buffer[], citizenNumbers: readonly Buffer[]): Promise<HeldStudent[]> {
    return tx.query<HeldStudent>(
      `select s.id, s.school_id as "schoolId", c.stage, c.entry_year as "entryYear", c.number as "classNumber", s.name, s.sex,
              s.born_on as "bornOn", s.boarding, encode(s.student_number_index, 'hex') as "studentNumber",
              encode(s.citizen_number_index, 'hex') as "citizenNumber", s.state, g.id as "guardianId", g.name as "guardianName",
              g.relation as "guardianRelation", encode(g.phone_index, 'hex') as "guardianPhone"
         from organisation.student s
         join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
         left join organisation.guardian g on g.jurisdiction_id = s.jurisdiction_id and g.student_id = s.id and g.position = 1
        where s.jurisdiction_id = $1 and s.id in (
          select id from organisation.student where jurisdiction_id = $1 and student_number_index = any($2::bytea[])
          union select id from organisation.student where jurisdiction_id = $1 and citizen_number_index = any($3::bytea[]))`,
      [jurisdictionId, [...studentNumbers], [...citizenNumbers]],
    );
  }

  /** Rows staged earlier that carry one of these numbers: a pupil may stand in a sheet only once. */
  async stagedNumbers(tx: Tx, of: Of, studentNumbers: readonly Buffer[], citizenNumbers: readonly Buffer[]) {
    // Two index searches put together: an OR would read every row staged so far, for each chunk again.
    const numbers = `row_no as "rowNo", encode(student_number_index, 'hex') as "studentNumber", encode(citizen_number_index, 'hex') as "citizenNumber"
      from organisation.roster_import_row where jurisdiction_id = $1 and import_id = $2 and verdict <> 'wrong'`;
    return tx.query<{ rowNo: number; studentNumber: string | null; citizenNumber: string | null }>(
      `select ${numbers} and student_number_index = any($3::bytea[]) union select ${numbers} and citizen_number_index = any($4::bytea[])
       order by "rowNo" desc`, // the first row that bears a number is the one to be named
      [of.jurisdictionId, of.id, [...studentNumbers], [...citizenNumbers]],
    );
  }

  /** Tells the planner what has been staged, before it is asked about all of it at once. */
  async refreshStatistics(tx: Tx): Promise<void> {
    await tx.query(`analyze organisation.roster_import_row`);
  }

  /** Wrong rows in the order of the sheet, from after `rowNo`. */
  async wrong(tx: Tx, of: Of, afterRow: number, limit: number) {
    return tx.query<{ rowNo: number; faults: FieldFault[]; rawEnc: Buffer }>(
      `select row_no as "rowNo", faults, raw_enc as "rawEnc" from organisation.roster_import_row
        where jurisdiction_id = $1 and import_id = $2 and verdict = 'wrong' and row_no > $3 order by row_no limit $4`,
      [of.jurisdictionId, of.id, afterRow, limit],
    );
  }
}
