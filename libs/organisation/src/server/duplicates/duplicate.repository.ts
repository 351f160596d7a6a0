import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Stage } from '../../rules/index.js';

export interface DuplicateRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly reason: 'same-number' | 'same-person';
  readonly state: 'open' | 'kept' | 'merged';
  readonly foundAt: Date;
  readonly oneId: string;
  readonly otherId: string;
}

export interface TwinRecord {
  readonly id: string;
  readonly schoolId: string;
  readonly schoolName: string;
  readonly classId: string;
  readonly name: string;
  readonly bornOn: string | null;
  readonly state: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
  readonly studentNumberEnc: Buffer | null;
  readonly citizenNumberEnc: Buffer | null;
  readonly createdAt: Date;
}

const ROW = `d.jurisdiction_id as "jurisdictionId", d.id, d.reason, d.state, d.found_at as "foundAt", d.one_id as "oneId", d.other_id as "otherId"`;

@Injectable()
export class DuplicateRepository {
  /**
   * Finds pairs that were not found before: one citizen number in two records (as such in one, inside a G number in the
   * other), or the same name, birthday and guardian's phone. @returns how many are new.
   */
  async find(tx: Tx, jurisdictionId: number): Promise<number> {
    const pairs = await tx.query<{ one: string; other: string; reason: string }>(
      `with people as (select s.id, s.name, s.born_on, coalesce(s.citizen_number_index, s.identity_index) as number, g.phone_index as phone
           from organisation.student s left join organisation.guardian g on g.jurisdiction_id = s.jurisdiction_id and g.student_id = s.id and g.position = 1
          where s.jurisdiction_id = $1 and s.state <> 'left')
       select distinct on (least(a.id, b.id), greatest(a.id, b.id)) least(a.id, b.id) as one, greatest(a.id, b.id) as other, m.reason
         from (select 'same-number' as reason, array_agg(id) as ids from people where number is not null group by number having count(*) > 1
               union all
               select 'same-person', array_agg(id) from people where phone is not null and born_on is not null group by name, born_on, phone having count(*) between 2 and 5) m
         cross join lateral unnest(m.ids) a(id) cross join lateral unnest(m.ids) b(id)
        where a.id < b.id
          and not exists (select from organisation.duplicate d where d.jurisdiction_id = $1 and d.one_id = a.id and d.other_id = b.id)
        order by 1, 2, m.reason`,
      [jurisdictionId],
    );
    if (pairs.length > 0) {
      await tx.query(
        `insert into organisation.duplicate (jurisdiction_id, id, reason, one_id, other_id, found_at)
         select $1, * , $6 from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[]) on conflict do nothing`,
        [jurisdictionId, pairs.map(() => newId()), pairs.map((pair) => pair.reason), pairs.map((pair) => pair.one), pairs.map((pair) => pair.other), tx.now],
      );
    }
    return pairs.length;
  }

  /** Open pairs of which at least one record lies within the viewer's scope. */
  async open(tx: Tx, before: string | undefined, limit: number): Promise<DuplicateRow[]> {
    const params: unknown[] = [limit, before ?? null];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id' }, params);
    return tx.query<DuplicateRow>(
      `select ${ROW} from organisation.duplicate d
        where d.state = 'open' and ($2::uuid is null or d.id < $2)
          and exists (select from organisation.student s where s.jurisdiction_id = d.jurisdiction_id and s.id in (d.one_id, d.other_id) and ${scope})
        order by d.id desc limit $1`,
      params,
    );
  }

  async byId(tx: Tx, id: string): Promise<DuplicateRow | undefined> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id' }, params);
    const rows = await tx.query<DuplicateRow>(
      `select ${ROW} from organisation.duplicate d where d.id = $1
          and exists (select from organisation.student s where s.jurisdiction_id = d.jurisdiction_id and s.id in (d.one_id, d.other_id) and ${scope}) for update`,
      params,
    );
    return rows[0];
  }

  /** The records of a pair; those of a school the viewer does not reach stay out. */
  async records(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<TwinRecord[]> {
    const params: unknown[] = [jurisdictionId, [...ids]];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id' }, params);
    return tx.query<TwinRecord>(
      `select s.id, s.school_id as "schoolId", o.name as "schoolName", s.class_id as "classId", s.name, s.born_on as "bornOn", s.state, c.stage, c.entry_year as "entryYear",
              c.schooling_length as "schoolingLength", c.number as "classNumber", s.student_number_enc as "studentNumberEnc",
              s.citizen_number_enc as "citizenNumberEnc", s.created_at as "createdAt"
         from organisation.student s
         join organisation.school o on o.jurisdiction_id = s.jurisdiction_id and o.id = s.school_id
         join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
        where s.jurisdiction_id = $1 and s.id = any($2::uuid[]) and ${scope} order by s.id`,
      params,
    );
  }

  async decide(tx: Tx, of: DuplicateRow, decision: { state: 'kept' | 'merged'; by: string; note: string }): Promise<void> {
    await tx.query(
      `update organisation.duplicate set state = $3, decided_by = $4, decided_at = $5, note = $6 where jurisdiction_id = $1 and id = $2`,
      [of.jurisdictionId, of.id, decision.state, decision.by, tx.now, decision.note],
    );
  }

  /** What the record that goes knows and the one that stays does not: its numbers (sealed anew by the caller), birthday, guardians, and where it was. */
  async takeOver(
    tx: Tx, jurisdictionId: number, kept: TwinRecord, gone: TwinRecord,
    numbers: { studentNumberEnc: Buffer | null; citizenNumberEnc: Buffer | null },
  ): Promise<void> {
    const params = [jurisdictionId, kept.id, gone.id];
    const [indexes] = await tx.query<{ student: Buffer | null; citizen: Buffer | null }>(
      `select student_number_index as student, citizen_number_index as citizen from organisation.student where jurisdiction_id = $1 and id = $2`, [jurisdictionId, gone.id]);
    await tx.query(
      `update organisation.student set state = 'left', left_on = coalesce(left_on, ($4::timestamptz at time zone 'Asia/Shanghai')::date), merged_into = $2, student_number_enc = null,
              student_number_index = null, citizen_number_enc = null, citizen_number_index = null, identity_index = null, updated_at = $4, version = version + 1
        where jurisdiction_id = $1 and id = $3`, [...params, tx.now]);
    await tx.query(
      `update organisation.student k set
          student_number_enc = coalesce(k.student_number_enc, $4), student_number_index = coalesce(k.student_number_index, $5),
          citizen_number_enc = coalesce(k.citizen_number_enc, $6), citizen_number_index = coalesce(k.citizen_number_index, $7),
          identity_index = case when coalesce(k.citizen_number_index, $7) is null then k.identity_index end,
          born_on = coalesce(k.born_on, g.born_on), boarding = coalesce(k.boarding, g.boarding), sex = coalesce(nullif(k.sex, 0), g.sex), updated_at = $8, version = k.version + 1
         from organisation.student g where k.jurisdiction_id = $1 and k.id = $2 and g.jurisdiction_id = $1 and g.id = $3`,
      [...params, numbers.studentNumberEnc, numbers.studentNumberEnc && indexes!.student, numbers.citizenNumberEnc, numbers.citizenNumberEnc && indexes!.citizen, tx.now],
    );
    // Guardians the kept record has not: a guardian's secrets are bound to the guardian, so the rows move as they lie.
    await tx.query(
      `update organisation.guardian g set student_id = $2, school_id = $4, version = g.version + 1,
              position = g.position + (select coalesce(max(position), 0) from organisation.guardian where jurisdiction_id = $1 and student_id = $2)
        where g.jurisdiction_id = $1 and g.student_id = $3
          and not exists (select from organisation.guardian k where k.jurisdiction_id = $1 and k.student_id = $2 and (k.name = g.name or k.phone_index = g.phone_index))`,
      [...params, kept.schoolId],
    );
    await tx.query(
      `insert into organisation.student_past_class (jurisdiction_id, id, school_id, student_id, school_name, stage, entry_year, schooling_length, class_number, left_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [jurisdictionId, newId(tx.now.getTime()), kept.schoolId, kept.id, gone.schoolName, gone.stage, gone.entryYear, gone.schoolingLength, gone.classNumber, tx.now],
    );
  }
}
