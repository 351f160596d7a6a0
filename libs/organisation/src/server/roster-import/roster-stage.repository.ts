import { chinaDayOf } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { CopyRows } from './copy-row.js';
import type { RosterImportRow } from './roster-import.repository.js';
import { STAGED_COLUMNS } from './row-mill.js';

export type ImportKey = Pick<RosterImportRow, 'jurisdictionId' | 'id'>;

/** The tables on which the rows of one import wait: `rows` as they were read, `raw` as they were written, `held` what the roster already knows. */
export function stageOf({ jurisdictionId, id }: ImportKey, part: 'rows' | 'raw' | 'held'): string {
  if (!Number.isInteger(jurisdictionId) || !/^[0-9a-f-]{36}$/.test(id)) throw new Error('not an import');
  return `roster_stage.${part}_${jurisdictionId}_${id.replaceAll('-', '')}`;
}

/** A row that is well formed and yet wrong, by what else stands in the sheet or in the roster. */
export interface JudgedWrong {
  readonly rowNo: number;
  readonly fault: 'student-number-twice' | 'citizen-number-twice' | 'same-pupil' | 'two-pupils' | 'elsewhere';
  readonly otherRow: number | null;
  readonly studentId: string | null;
  readonly name: string;
}

export interface SecretToMove {
  readonly rowNo: number;
  readonly fromStudent: string;
  readonly fromGuardian: string;
  readonly toStudent: string;
  readonly toGuardian: string;
  readonly studentNumber: Buffer | null;
  readonly citizenNumber: Buffer | null;
  readonly guardianPhone: Buffer | null;
}

@Injectable()
export class RosterStageRepository {
  async open(tx: Tx, of: ImportKey): Promise<void> {
    await tx.query(`select organisation.open_roster_stage($1, $2)`, [of.jurisdictionId, of.id]);
  }

  /** From here on the stage takes no rows and may be read. */
  async close(tx: Tx, of: ImportKey): Promise<void> {
    await tx.query(`select organisation.close_roster_stage($1, $2)`, [of.jurisdictionId, of.id]);
  }

  async drop(tx: Tx, of: ImportKey): Promise<void> {
    await tx.query(`select organisation.drop_roster_stage($1, $2)`, [of.jurisdictionId, of.id]);
  }

  async fill(tx: Tx, of: ImportKey, rows: readonly Uint8Array[], raw: readonly Uint8Array[]): Promise<void> {
    const whole = (pieces: readonly Uint8Array[]) => [CopyRows.HEADER, ...pieces, CopyRows.TRAILER];
    await tx.copyIn(`copy ${stageOf(of, 'rows')} (${STAGED_COLUMNS.join(', ')}) from stdin (format binary)`, whole(rows));
    await tx.copyIn(`copy ${stageOf(of, 'raw')} (first_row, last_row, sealed) from stdin (format binary)`, whole(raw));
  }

  /** How many rows wait. Unlogged tables are empty after a fall of the database: then there are fewer than were staged. */
  async count(tx: Tx, of: ImportKey): Promise<number> {
    const [row] = await tx.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [stageOf(of, 'held')]);
    if (!row!.there) return 0;
    return (await tx.query<{ count: number }>(`select count(*) as count from ${stageOf(of, 'rows')}`))[0]!.count;
  }

  /** Memory for the database to hash and sort a slice of a large import in, for this transaction only. */
  async roomToSort(tx: Tx): Promise<void> {
    await tx.query(`set local work_mem = '96MB'`);
  }

  /** Holds all rows against each other and against the roster: `rosterChange` of the rules for a million rows at once. */
  async judge(tx: Tx, of: ImportKey, onlySchoolId: string | null): Promise<void> {
    const rows = stageOf(of, 'rows');
    const held = stageOf(of, 'held');
    await this.roomToSort(tx);
    await tx.query(
      `with first_student as (select student_number_index as key, min(row_no) as row_no from ${rows} where student_number_index is not null group by 1 having count(*) > 1),
            first_citizen as (select citizen_number_index as key, min(row_no) as row_no from ${rows} where citizen_number_index is not null group by 1 having count(*) > 1)
       insert into ${held} (row_no, verdict, fault, other_row)
       select distinct on (row_no) row_no, 'wrong', fault, other_row from (
         select r.row_no, 'student-number-twice' as fault, f.row_no as other_row, 1 as turn
           from ${rows} r join first_student f on f.key = r.student_number_index where r.row_no > f.row_no
         union all
         select r.row_no, 'citizen-number-twice', f.row_no, 2 from ${rows} r join first_citizen f on f.key = r.citizen_number_index where r.row_no > f.row_no) t
       order by row_no, turn`,
    );
    await tx.query(
      `with matched as (
         select r.row_no, coalesce(a.id, b.id) as id, a.id <> b.id as two
           from ${rows} r
           left join organisation.student a on a.jurisdiction_id = $1 and a.student_number_index = r.student_number_index
           left join organisation.student b on b.jurisdiction_id = $1 and b.citizen_number_index = r.citizen_number_index
          where (a.id is not null or b.id is not null))
       insert into ${held} (row_no, student_id, guardian_id, verdict, fault)
       select r.row_no, s.id, coalesce(g.id, r.guardian_id),
              case when m.two or ($2::uuid is not null and s.school_id <> $2) then 'wrong' when ${CHANGED} then 'changed' else 'unchanged' end,
              case when m.two then 'two-pupils' when $2::uuid is not null and s.school_id <> $2 then 'elsewhere' end
         from matched m
         join ${rows} r on r.row_no = m.row_no
         join organisation.student s on s.jurisdiction_id = $1 and s.id = m.id
         join organisation.class c on c.jurisdiction_id = $1 and c.id = s.class_id
         left join organisation.guardian g on g.jurisdiction_id = $1 and g.student_id = s.id and g.position = 1
       on conflict (row_no) do update set student_id = excluded.student_id`,
      [of.jurisdictionId, onlySchoolId, chinaDayOf(tx.now)],
    );
    await tx.query(
      `update ${held} h set verdict = 'wrong', fault = 'same-pupil', other_row = f.row_no
         from (select student_id, min(row_no) as row_no from ${held} where verdict <> 'wrong' group by 1 having count(*) > 1) f
        where h.student_id = f.student_id and h.row_no > f.row_no and h.verdict <> 'wrong'`,
    );
    await tx.query(`analyze ${held}`);
  }

  async judgedWrong(tx: Tx, of: ImportKey, after: number, limit: number): Promise<JudgedWrong[]> {
    return tx.query<JudgedWrong>(
      `select h.row_no as "rowNo", h.fault, h.other_row as "otherRow", h.student_id as "studentId", r.name
         from ${stageOf(of, 'held')} h join ${stageOf(of, 'rows')} r on r.row_no = h.row_no
        where h.verdict = 'wrong' and h.row_no > $1 order by h.row_no limit $2`,
      [after, limit],
    );
  }

  /** The blocks in which these rows lie as they were written. */
  async rawBlocks(tx: Tx, of: ImportKey, rowNos: readonly number[]): Promise<{ firstRow: number; sealed: Buffer }[]> {
    return tx.query(
      `select b.first_row as "firstRow", b.sealed from ${stageOf(of, 'raw')} b
        where exists (select from unnest($1::int[]) n where n between b.first_row and b.last_row)`,
      [rowNos],
    );
  }

  /** Numbers a changed row brings, sealed for a new pupil: they are to be sealed for the one the roster has. */
  async secretsToMove(tx: Tx, of: ImportKey, after: number, limit: number): Promise<SecretToMove[]> {
    return tx.query<SecretToMove>(
      `select h.row_no as "rowNo", r.student_id as "fromStudent", r.guardian_id as "fromGuardian", h.student_id as "toStudent", h.guardian_id as "toGuardian",
              case when s.student_number_index is distinct from r.student_number_index then r.student_number_enc end as "studentNumber",
              case when s.citizen_number_index is distinct from r.citizen_number_index then r.citizen_number_enc end as "citizenNumber",
              case when g.phone_index is distinct from r.guardian_phone_index then r.guardian_phone_enc end as "guardianPhone"
         from ${stageOf(of, 'held')} h
         join ${stageOf(of, 'rows')} r on r.row_no = h.row_no
         join organisation.student s on s.jurisdiction_id = $1 and s.id = h.student_id
         left join organisation.guardian g on g.jurisdiction_id = $1 and g.id = h.guardian_id
        where h.verdict = 'changed' and h.row_no > $2
          and (s.student_number_index is distinct from r.student_number_index or s.citizen_number_index is distinct from r.citizen_number_index
            or g.phone_index is distinct from r.guardian_phone_index)
        order by h.row_no limit $3`,
      [of.jurisdictionId, after, limit],
    );
  }

  async moveSecrets(tx: Tx, of: ImportKey, moved: readonly Pick<SecretToMove, 'rowNo' | 'studentNumber' | 'citizenNumber' | 'guardianPhone'>[]): Promise<void> {
    await tx.query(
      `update ${stageOf(of, 'held')} h set student_number_enc = m.a, citizen_number_enc = m.b, guardian_phone_enc = m.c
         from unnest($1::int[], $2::bytea[], $3::bytea[], $4::bytea[]) as m (row_no, a, b, c) where h.row_no = m.row_no`,
      [moved.map((one) => one.rowNo), moved.map((one) => one.studentNumber), moved.map((one) => one.citizenNumber), moved.map((one) => one.guardianPhone)],
    );
  }

  async verdicts(tx: Tx, of: ImportKey): Promise<{ newCount: number; changedCount: number; unchangedCount: number }> {
    const [row] = await tx.query<{ staged: number; held: number; changed: number; unchanged: number }>(
      `select (select count(*) from ${stageOf(of, 'rows')}) as staged, count(*) as held, count(*) filter (where verdict = 'changed') as changed,
              count(*) filter (where verdict = 'unchanged') as unchanged from ${stageOf(of, 'held')}`,
    );
    return { newCount: row!.staged - row!.held, changedCount: row!.changed, unchangedCount: row!.unchanged };
  }

  /** Ends of slices of about so many rows each, in the order of the sheet. */
  async slices(tx: Tx, of: ImportKey, size: number): Promise<number[]> {
    const rows = await tx.query<{ last: number }>(`select max(row_no) as last from ${stageOf(of, 'rows')} group by row_no / $1 order by 1`, [size]);
    return rows.map((row) => row.last);
  }

  /** Makes the classes the rows name and the school has not yet. */
  async addClasses(tx: Tx, of: ImportKey): Promise<void> {
    const missing = await tx.query<{ schoolId: string; stage: string; entryYear: number; schoolingLength: number; number: number }>(
      `select r.school_id as "schoolId", r.stage, r.entry_year as "entryYear", max(r.schooling_length) as "schoolingLength", r.class_number as number
         from ${stageOf(of, 'rows')} r
         left join ${stageOf(of, 'held')} h on h.row_no = r.row_no
        where h.verdict is distinct from 'wrong' and h.verdict is distinct from 'unchanged'
        group by r.school_id, r.stage, r.entry_year, r.class_number
       having not exists (
          select from organisation.class c where c.jurisdiction_id = $1 and c.school_id = r.school_id and c.stage = r.stage
             and c.entry_year = r.entry_year and c.number = r.class_number)`,
      [of.jurisdictionId],
    );
    if (missing.length === 0) return;
    await tx.query(
      `insert into organisation.class (jurisdiction_id, id, school_id, stage, entry_year, schooling_length, number, made_by_import)
       select $1, *, $8 from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::smallint[], $7::smallint[]) on conflict do nothing`,
      [
        of.jurisdictionId, missing.map(() => newId()), missing.map((c) => c.schoolId), missing.map((c) => c.stage),
        missing.map((c) => c.entryYear), missing.map((c) => c.schoolingLength), missing.map((c) => c.number), of.id,
      ],
    );
  }
}

/** What the rule `changedFields` asks, in the words of SQL; a test holds the two together. r: the row, s, c, g: what the roster has, $3: today. */
export const CHANGED = `(
  s.school_id <> r.school_id or c.stage <> r.stage or c.entry_year <> r.entry_year or c.number <> r.class_number or s.name <> r.name
  or (r.sex <> 0 and s.sex <> r.sex) or (r.born_on is not null and s.born_on is distinct from r.born_on)
  or (r.boarding is not null and s.boarding is distinct from r.boarding)
  or (r.student_number_index is not null and s.student_number_index is distinct from r.student_number_index)
  or (r.citizen_number_index is not null and s.citizen_number_index is distinct from r.citizen_number_index)
  or (r.guardian_name is not null and g.name is distinct from r.guardian_name)
  or (coalesce(r.guardian_relation, '') <> '' and g.relation is distinct from r.guardian_relation)
  or (r.guardian_phone_index is not null and g.phone_index is distinct from r.guardian_phone_index)
  or (r.focus is not null and exists (select from unnest(string_to_array(r.focus, ',')) as said (code) where not exists (
        select from organisation.student_focus f where f.jurisdiction_id = s.jurisdiction_id and f.student_id = s.id and f.code = said.code
           and f.ended_on is null and f.until_on >= $3::date)))
  or s.state = 'left')`;
