import { actorRef, type SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { latestSheetFocusEnd } from '../../rules/index.js';
import type { RosterImportRow } from './roster-import.repository.js';
import { type ImportKey, stageOf } from './roster-stage.repository.js';

type Leaving = Pick<RosterImportRow, 'jurisdictionId' | 'id' | 'packageKind'>;

/** From the stage into the roster, in sets, all of one import in one transaction: nobody sees half of it. */
@Injectable()
export class RosterApplyRepository {
  /** Who leaves: those missing from the sheet, and those a package says have left. */
  private leaving(of: Leaving): string {
    if (of.packageKind === null) return this.missing(of, inClassesNamed(of));
    const said = `select s.id from organisation.student s
      where s.jurisdiction_id = $1 and s.state = 'enrolled' and s.made_by_import is distinct from $2
        and s.id in (select unnest(i.leaver_ids) from organisation.roster_import i where i.jurisdiction_id = $1 and i.id = $2)
        and not exists (select from ${stageOf(of, 'held')} h where h.student_id = s.id)`;
    if (of.packageKind === 'delta') return said;
    const named = `select unnest(i.staying_ids) from organisation.roster_import i where i.jurisdiction_id = $1 and i.id = $2`;
    return `${said} union ${this.missing(of, `c.school_id in (select r.school_id from ${stageOf(of, 'rows')} r) and s.id not in (${named})`)}`;
  }

  /** Enrolled pupils of these classes who do not stand in the sheet, neither rightly nor with faults. */
  private missing(of: ImportKey, classes: string): string {
    return `select s.id from organisation.student s
       join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
      where s.jurisdiction_id = $1 and s.state = 'enrolled' and s.made_by_import is distinct from $2
        and ${classes}
        and not exists (select from ${stageOf(of, 'held')} h where h.student_id = s.id)
        and not exists (select from organisation.roster_import_fault f where f.jurisdiction_id = $1 and f.import_id = $2 and f.name = s.name)`;
  }

  async countLeaving(tx: Tx, of: Leaving): Promise<number> {
    return (await tx.query<{ count: number }>(`select count(*) as count from (${this.leaving(of)}) l`, [of.jurisdictionId, of.id]))[0]!.count;
  }

  /** Keeps the records as they are of pupils this import is about to change. */
  async keepBefore(tx: Tx, of: Leaving, which: 'changed' | 'leaving'): Promise<void> {
    const ids = which === 'leaving' ? this.leaving(of) : `select h.student_id from ${stageOf(of, 'held')} h where h.verdict = 'changed' and $2::uuid is not null`;
    await tx.query(
      `insert into organisation.roster_import_before (jurisdiction_id, import_id, student_id, student, guardian, ended_stays, ended_memberships)
       select $1, $2, s.id, to_jsonb(s), (select to_jsonb(g) from organisation.guardian g where g.jurisdiction_id = $1 and g.student_id = s.id and g.position = 1),
              array(select id from organisation.dormitory_stay d where d.jurisdiction_id = $1 and d.student_id = s.id and d.until_on is null),
              array(select id from organisation.committee_member m where m.jurisdiction_id = $1 and m.student_id = s.id and m.until_on is null)
         from organisation.student s where s.jurisdiction_id = $1 and s.id in (${ids})
       on conflict do nothing`,
      [of.jurisdictionId, of.id],
    );
  }

  /** @returns how many were changed; fewer than judged when the roster has changed since. */
  async change(tx: Tx, of: ImportKey): Promise<number> {
    const params = [of.jurisdictionId];
    const changed = await tx.query<{ count: number }>(
      `with changed as (
       update organisation.student s
          set school_id = c.school_id, class_id = c.id, name = r.name, pinyin = r.pinyin, initials = r.initials,
              sex = coalesce(nullif(r.sex, 0), s.sex), born_on = coalesce(r.born_on, s.born_on), boarding = coalesce(r.boarding, s.boarding),
              student_number_enc = coalesce(h.student_number_enc, s.student_number_enc),
              student_number_index = coalesce(r.student_number_index, s.student_number_index),
              citizen_number_enc = coalesce(h.citizen_number_enc, s.citizen_number_enc),
              citizen_number_index = coalesce(r.citizen_number_index, s.citizen_number_index),
              identity_index = case when coalesce(r.citizen_number_index, s.citizen_number_index) is null then coalesce(r.identity_index, s.identity_index) end,
              state = case s.state when 'left' then 'enrolled' else s.state end, left_on = null, updated_at = $2, version = s.version + 1
         from ${stageOf(of, 'held')} h join ${stageOf(of, 'rows')} r on r.row_no = h.row_no
         join organisation.class c on c.jurisdiction_id = $1 and c.school_id = r.school_id and c.stage = r.stage
          and c.entry_year = r.entry_year and c.number = r.class_number
        where h.verdict = 'changed' and s.jurisdiction_id = $1 and s.id = h.student_id
          and not exists (select from organisation.student o where o.jurisdiction_id = $1 and o.id <> s.id and o.student_number_index = r.student_number_index)
          and not exists (select from organisation.student o where o.jurisdiction_id = $1 and o.id <> s.id and o.citizen_number_index = r.citizen_number_index)
       returning s.id) select count(*) as count from changed`,
      [...params, tx.now],
    );
    await tx.query(
      `insert into organisation.guardian as g (jurisdiction_id, id, school_id, student_id, position, name, relation, phone_enc, phone_index, made_by_import)
       select $1, h.guardian_id, s.school_id, s.id, 1, r.guardian_name, coalesce(r.guardian_relation, ''), h.guardian_phone_enc, r.guardian_phone_index, $2
         from ${stageOf(of, 'held')} h join ${stageOf(of, 'rows')} r on r.row_no = h.row_no
         join organisation.student s on s.jurisdiction_id = $1 and s.id = h.student_id
        where h.verdict = 'changed' and r.guardian_name is not null
       on conflict (jurisdiction_id, student_id, position) do update
         set name = excluded.name, school_id = excluded.school_id, relation = coalesce(nullif(excluded.relation, ''), g.relation),
             phone_enc = coalesce(excluded.phone_enc, g.phone_enc), phone_index = coalesce(excluded.phone_index, g.phone_index), version = g.version + 1
       where g.id = excluded.id
         and (g.name, g.relation, g.phone_index) is distinct from
             (excluded.name, coalesce(nullif(excluded.relation, ''), g.relation), coalesce(excluded.phone_index, g.phone_index))`,
      [...params, of.id],
    );
    return changed[0]!.count;
  }

  /**
   * New pupils of one slice of the sheet. The plain insert fails when somebody else has entered one of them meanwhile;
   * with care those are passed over and the others counted, which costs a third more.
   */
  async add(tx: Tx, of: ImportKey, after: number, through: number, day: SchoolDay, care: boolean): Promise<number | void> {
    const insert = `insert into organisation.student
         (jurisdiction_id, id, school_id, class_id, name, pinyin, initials, sex, born_on, boarding, student_number_enc, student_number_index,
          citizen_number_enc, citizen_number_index, identity_index, entered_on, created_at, updated_at, made_by_import)
       select $1::int, r.student_id, c.school_id, c.id, r.name, r.pinyin, r.initials, r.sex, r.born_on, r.boarding, r.student_number_enc,
              r.student_number_index, r.citizen_number_enc, r.citizen_number_index, r.identity_index, $6::date, $5::timestamptz, $5::timestamptz, $2::uuid
         from ${stageOf(of, 'rows')} r
         join organisation.class c on c.jurisdiction_id = $1 and c.school_id = r.school_id and c.stage = r.stage
          and c.entry_year = r.entry_year and c.number = r.class_number
        where r.row_no > $3 and r.row_no <= $4 and not exists (select from ${stageOf(of, 'held')} h where h.row_no = r.row_no)
        order by r.student_number_index`; // fingerprints are random: in their order the index is filled page by page
    const params = [of.jurisdictionId, of.id, after, through, tx.now, day];
    if (!care) return void (await tx.query(insert, params));
    const [added] = await tx.query<{ count: number }>(`with added as (${insert} on conflict do nothing returning 1) select count(*) as count from added`, params);
    return added!.count;
  }

  async addGuardians(tx: Tx, of: ImportKey, after: number, through: number, care: boolean): Promise<void> {
    await tx.query(
      `insert into organisation.guardian (jurisdiction_id, id, school_id, student_id, position, name, relation, phone_enc, phone_index, made_by_import)
       select $1::int, r.guardian_id, r.school_id, r.student_id, 1, r.guardian_name, coalesce(r.guardian_relation, ''), r.guardian_phone_enc, r.guardian_phone_index, $2::uuid
         from ${stageOf(of, 'rows')} r
        where r.row_no > $3 and r.row_no <= $4 and r.guardian_name is not null and not exists (select from ${stageOf(of, 'held')} h where h.row_no = r.row_no)
          ${care ? 'and exists (select from organisation.student s where s.jurisdiction_id = $1 and s.id = r.student_id)' : ''}
        order by r.guardian_phone_index`,
      [of.jurisdictionId, of.id, after, through],
    );
  }

  /**
   * Marks of special attention the sheet names, for a year from today; one of the same name that has run out makes room.
   * A mark somebody has set since the dry run stays as it is.
   */
  async addFocus(tx: Tx, of: ImportKey, day: SchoolDay): Promise<number> {
    const named = `select s.id as student_id, s.school_id, said.code
       from ${stageOf(of, 'rows')} r left join ${stageOf(of, 'held')} h on h.row_no = r.row_no
       join organisation.student s on s.jurisdiction_id = $1 and s.id = coalesce(h.student_id, r.student_id)
       cross join unnest(string_to_array(r.focus, ',')) as said (code)
      where r.focus is not null and coalesce(h.verdict, 'new') in ('new', 'changed') and s.state <> 'left'`;
    await tx.query(
      `update organisation.student_focus f set ended_on = f.until_on, ended_by = $3 from (${named}) n
        where f.jurisdiction_id = $1 and f.student_id = n.student_id and f.code = n.code and f.ended_on is null and f.until_on < $2`,
      [of.jurisdictionId, day, actorRef(tx.actor)],
    );
    const [set] = await tx.query<{ count: number }>(
      `with set as (
         insert into organisation.student_focus (jurisdiction_id, id, school_id, student_id, code, source, from_on, until_on, set_by, set_at, made_by_import)
         select $1, uuidv7(), n.school_id, n.student_id, n.code, 'sheet', $3, $4,
                (select created_by from organisation.roster_import where jurisdiction_id = $1 and id = $2), $5, $2
           from (${named}) n on conflict do nothing returning 1) select count(*) as count from set`,
      [of.jurisdictionId, of.id, day, latestSheetFocusEnd(day), tx.now],
    );
    return set!.count;
  }

  async markLeaving(tx: Tx, of: Leaving, day: SchoolDay): Promise<number> {
    const [left] = await tx.query<{ count: number }>(
      `with gone as (update organisation.student set state = 'left', left_on = $3, updated_at = $4, version = version + 1
        where jurisdiction_id = $1 and id in (${this.leaving(of)}) returning 1) select count(*) as count from gone`,
      [of.jurisdictionId, of.id, day, tx.now],
    );
    return left!.count;
  }

  /** The roster may have grown many times over: the next statement must not be planned for as if it had not. */
  async refreshStatistics(tx: Tx, ...tables: ('student' | 'class' | 'guardian')[]): Promise<void> {
    await tx.query(`analyze ${tables.map((table) => `organisation.${table}`).join(', ')}`);
  }
}

/** A sheet of some classes says nothing of the others; a bulk package is of its schools entire. */
const inClassesNamed = (of: ImportKey): string =>
  `(c.school_id, c.stage, c.entry_year, c.number) in (select r.school_id, r.stage, r.entry_year, r.class_number from ${stageOf(of, 'rows')} r)`;
