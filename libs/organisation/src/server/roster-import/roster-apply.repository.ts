import type { SchoolDay } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { RosterImportRow } from './roster-import.repository.js';

type Of = Pick<RosterImportRow, 'jurisdictionId' | 'id'>;

const RIGHT = `r.jurisdiction_id = $1 and r.import_id = $2 and r.verdict in ('new', 'changed')`;

/** Enrolled pupils of the classes the sheet names who do not stand in it, neither rightly nor with faults. */
const LEAVING = `
  select s.id from organisation.student s
    join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
   where s.jurisdiction_id = $1 and s.state = 'enrolled'
     and exists (select from organisation.roster_import_row r
                  where r.jurisdiction_id = $1 and r.import_id = $2 and r.verdict <> 'wrong' and r.target_school_id = c.school_id
                    and r.stage = c.stage and r.entry_year = c.entry_year and r.class_number = c.number)
     and not exists (select from organisation.roster_import_row r
                      where r.jurisdiction_id = $1 and r.import_id = $2 and r.student_id = s.id)
     and not exists (select from organisation.roster_import_row r
                      where r.jurisdiction_id = $1 and r.import_id = $2 and r.verdict = 'wrong' and r.name = s.name)`;

/** From the staged rows into the roster, in sets. Every statement may run again after a kill and change nothing twice. */
@Injectable()
export class RosterApplyRepository {
  async countLeaving(tx: Tx, of: Of): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`select count(*) as count from (${LEAVING}) l`, [of.jurisdictionId, of.id]);
    return row!.count;
  }

  /** Makes the classes the rows name and the school has not yet. */
  async addClasses(tx: Tx, of: Of): Promise<void> {
    const missing = await tx.query<{ schoolId: string; stage: string; entryYear: number; schoolingLength: number; number: number }>(
      `select r.target_school_id as "schoolId", r.stage, r.entry_year as "entryYear", max(r.schooling_length) as "schoolingLength", r.class_number as number
         from organisation.roster_import_row r
        where ${RIGHT} and not exists (
          select from organisation.class c
           where c.jurisdiction_id = $1 and c.school_id = r.target_school_id and c.stage = r.stage
             and c.entry_year = r.entry_year and c.number = r.class_number)
        group by 1, 2, 3, 5`,
      [of.jurisdictionId, of.id],
    );
    await tx.query(
      `insert into organisation.class (jurisdiction_id, id, school_id, stage, entry_year, schooling_length, number)
       select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::smallint[], $7::smallint[]) on conflict do nothing`,
      [
        of.jurisdictionId, missing.map(() => newId()), missing.map((c) => c.schoolId), missing.map((c) => c.stage),
        missing.map((c) => c.entryYear), missing.map((c) => c.schoolingLength), missing.map((c) => c.number),
      ],
    );
  }

  /** The last row of the next chunk, and how many rows it has; undefined when all are done. */
  async nextChunk(tx: Tx, of: Of, after: number, size: number): Promise<number | undefined> {
    const [row] = await tx.query<{ last: number | null }>(
      `select max(row_no) as last from (select r.row_no from organisation.roster_import_row r
        where ${RIGHT} and r.row_no > $3 order by r.row_no limit $4) c`,
      [of.jurisdictionId, of.id, after, size],
    );
    return row?.last ?? undefined;
  }

  /** One chunk of rows. Returns how many of them could not be applied because the roster has changed since the dry run. */
  async applyChunk(tx: Tx, of: Of, after: number, through: number, day: SchoolDay): Promise<number> {
    const params = [of.jurisdictionId, of.id, after, through, tx.now];
    const rows = `organisation.roster_import_row r
      join organisation.class c on c.jurisdiction_id = r.jurisdiction_id and c.school_id = r.target_school_id and c.stage = r.stage
       and c.entry_year = r.entry_year and c.number = r.class_number`;
    const chunk = `${RIGHT} and r.row_no > $3 and r.row_no <= $4`;
    const changed = await tx.query(
      `update organisation.student s
          set school_id = c.school_id, class_id = c.id, name = r.name, pinyin = r.pinyin, initials = r.initials,
              sex = coalesce(nullif(r.sex, 0), s.sex), born_on = coalesce(r.born_on, s.born_on), boarding = coalesce(r.boarding, s.boarding),
              student_number_enc = coalesce(r.student_number_enc, s.student_number_enc),
              student_number_index = coalesce(r.student_number_index, s.student_number_index),
              citizen_number_enc = coalesce(r.citizen_number_enc, s.citizen_number_enc),
              citizen_number_index = coalesce(r.citizen_number_index, s.citizen_number_index),
              state = case s.state when 'left' then 'enrolled' else s.state end, left_on = null, updated_at = $5
         from ${rows}
        where ${chunk} and r.verdict = 'changed' and s.jurisdiction_id = $1 and s.id = r.student_id
          and not exists (select from organisation.student o where o.jurisdiction_id = $1 and o.id <> s.id
            and (o.student_number_index = r.student_number_index or o.citizen_number_index = r.citizen_number_index))
       returning s.id`,
      params,
    );
    const added = await tx.query(
      `insert into organisation.student
         (jurisdiction_id, id, school_id, class_id, name, pinyin, initials, sex, born_on, boarding, student_number_enc, student_number_index,
          citizen_number_enc, citizen_number_index, entered_on, created_at, updated_at)
       select $1, r.student_id, c.school_id, c.id, r.name, r.pinyin, r.initials, r.sex, r.born_on, r.boarding, r.student_number_enc,
              r.student_number_index, r.citizen_number_enc, r.citizen_number_index, $6, $5, $5
         from ${rows} where ${chunk} and r.verdict = 'new'
       on conflict do nothing returning id`,
      [...params, day],
    );
    await tx.query(
      `insert into organisation.guardian (jurisdiction_id, id, school_id, student_id, position, name, relation, phone_enc, phone_index)
       select $1, r.guardian_id, s.school_id, s.id, 1, r.guardian_name, r.guardian_relation, r.guardian_phone_enc, r.guardian_phone_index
         from organisation.roster_import_row r
         join organisation.student s on s.jurisdiction_id = r.jurisdiction_id and s.id = r.student_id
        where ${chunk} and r.guardian_name is not null
       on conflict (jurisdiction_id, student_id, position) do update
         set name = excluded.name, school_id = excluded.school_id,
             relation = coalesce(nullif(excluded.relation, ''), guardian.relation),
             phone_enc = coalesce(excluded.phone_enc, guardian.phone_enc), phone_index = coalesce(excluded.phone_index, guardian.phone_index)
       where guardian.id = excluded.id`,
      params.slice(0, 4),
    );
    const [count] = await tx.query<{ count: number }>(`select count(*) as count from organisation.roster_import_row r where ${chunk}`, params.slice(0, 4));
    return count!.count - changed.length - added.length;
  }

  /** The roster may have grown many times over: the next reader must not be planned for as if it had not. */
  async refreshStatistics(tx: Tx): Promise<void> {
    await tx.query(`analyze organisation.student, organisation.class, organisation.guardian`);
  }

  async markLeaving(tx: Tx, of: Of, day: SchoolDay): Promise<number> {
    const left = await tx.query(
      `update organisation.student set state = 'left', left_on = $3, updated_at = $4
        where jurisdiction_id = $1 and id in (${LEAVING}) returning id`,
      [of.jurisdictionId, of.id, day, tx.now],
    );
    return left.length;
  }
}
