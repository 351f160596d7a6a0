import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { RosterImportRow, UndoObstacle } from './roster-import.repository.js';
import type { ImportKey } from './roster-stage.repository.js';

/** Columns of a pupil and of his first guardian that an import writes, and that taking it back therefore writes as they were. */
const STUDENT = [
  'school_id', 'class_id', 'name', 'pinyin', 'initials', 'sex', 'born_on', 'boarding', 'student_number_enc', 'student_number_index',
  'citizen_number_enc', 'citizen_number_index', 'identity_index', 'state', 'left_on', 'updated_at', 'version',
];
const GUARDIAN = ['school_id', 'name', 'relation', 'phone_enc', 'phone_index', 'version'];
/** Rooms of the roster's own that hang on a pupil. */
const OWN_RECORDS = ['dormitory_stay', 'committee_member', 'student_focus', 'student_suspension', 'reveal', 'student_past_class', 'student_past_number', 'transfer_out'];

/** What the import itself has set does not stand in its way. */
const OWN_MARKS: Readonly<Record<string, string>> = { student_focus: ' and not (made_by_import is not distinct from $2 and ended_on is null)' };

const HISTORY = [['student_past_class', 'left_at'], ['student_past_number', 'replaced_at']] as const;

const named = (columns: readonly string[], from: string) => columns.map((column) => `${column} = ${from}.${column}`).join(', ');

@Injectable()
export class RosterUndoRepository {
  /** The pupils this import has made, as a SELECT for `$1` and `$2`. */
  readonly made = `select id from organisation.student where jurisdiction_id = $1 and made_by_import = $2`;

  /** Which pupils are not as the import has left them? */
  async obstacles(tx: Tx, of: ImportKey, elsewhere: ReadonlySet<string>, limit: number): Promise<{ count: number; first: UndoObstacle[] }> {
    const own = OWN_RECORDS.map((table) => `select student_id from organisation.${table} where jurisdiction_id = $1${OWN_MARKS[table] ?? ''}`).join(' union all ');
    const rows = await tx.query<UndoObstacle & { count: number }>(
      `select o."studentId", o.name, o.reason, count(*) over () as count from (
         select distinct on (s.id) s.id as "studentId", s.name, why.reason
           from organisation.student s
           left join organisation.roster_import_before b on b.jurisdiction_id = $1 and b.import_id = $2 and b.student_id = s.id
           left join organisation.guardian g on g.jurisdiction_id = $1 and g.student_id = s.id and g.position = 1
           cross join lateral (
             select 'transferring' as reason, 0 as turn where exists (
               select from organisation.transfer_out t where t.jurisdiction_id = $1 and t.student_id = s.id and t.state = 'proposed')
             union all select 'changed-since', 1 where s.version <> coalesce((b.student ->> 'version')::int + 1, 1)
             union all select 'guardian-changed-since', 2 where coalesce(g.version, 0) <> case when b.student_id is null then case when g.made_by_import = $2 then 1 else 0 end else coalesce(b.guardian_after, 0) end
                or (b.student_id is null and exists (select from organisation.guardian e where e.jurisdiction_id = $1 and e.student_id = s.id and e.made_by_import is distinct from $2))
             union all select 'has-records', 3 where b.student_id is null and (s.id = any($3::uuid[]) or s.id in (${own}))) why
          where s.jurisdiction_id = $1 and (s.made_by_import = $2 and s.merged_into is null or b.student_id is not null)
          order by s.id, why.turn) o
       order by o.name limit $4`,
      [of.jurisdictionId, of.id, [...elsewhere], limit],
    );
    return { count: rows[0]?.count ?? 0, first: rows.map(({ studentId, name, reason }) => ({ studentId, name, reason })) };
  }

  /** The guardian as the import has left him: only then can it be told whether somebody has changed him since. */
  async keepGuardianAfter(tx: Tx, of: ImportKey): Promise<void> {
    await tx.query(
      `update organisation.roster_import_before b set guardian_after = g.version from organisation.guardian g
        where b.jurisdiction_id = $1 and b.import_id = $2 and g.jurisdiction_id = $1 and g.student_id = b.student_id and g.position = 1`,
      [of.jurisdictionId, of.id],
    );
  }

  async removeMade(tx: Tx, of: ImportKey): Promise<number> {
    const params = [of.jurisdictionId, of.id];
    await tx.query(`delete from organisation.student_focus where jurisdiction_id = $1 and made_by_import = $2 and ended_on is null`, params);
    await tx.query(`delete from organisation.guardian where jurisdiction_id = $1 and made_by_import = $2`, params);
    const [removed] = await tx.query<{ count: number }>(
      `with gone as (delete from organisation.student where jurisdiction_id = $1 and made_by_import = $2 returning 1) select count(*) as count from gone`, params);
    return removed!.count;
  }

  async restoreChanged(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id' | 'appliedAt'>): Promise<number> {
    const params = [of.jurisdictionId, of.id];
    const mine = `b.jurisdiction_id = $1 and b.import_id = $2`;
    const genuine = new Map<string, string[]>();
    for (const [table, at] of HISTORY) genuine.set(table, await this.history(tx, of, table, at));
    const [restored] = await tx.query<{ count: number }>(
      `with back as (
         update organisation.student s set ${named(STUDENT, 'o')}
           from organisation.roster_import_before b, jsonb_populate_record(null::organisation.student, b.student) o
          where ${mine} and s.jurisdiction_id = $1 and s.id = b.student_id returning 1) select count(*) as count from back`, params);
    await tx.query(
      `update organisation.guardian g set ${named(GUARDIAN, 'o')}
         from organisation.roster_import_before b, jsonb_populate_record(null::organisation.guardian, b.guardian) o
        where ${mine} and b.guardian is not null and g.jurisdiction_id = $1 and g.id = o.id`, params);
    for (const [table, kept, version] of [['dormitory_stay', 'ended_stays', ''], ['committee_member', 'ended_memberships', ', version = t.version - 1']] as const) {
      await tx.query(
        `update organisation.${table} t set until_on = null, school_id = (b.student ->> 'school_id')::uuid${version} from organisation.roster_import_before b
          where ${mine} and t.jurisdiction_id = $1 and t.id = any(b.${kept}) and t.until_on is not null`, params);
    }
    // The import had moved them, and moving them back would be one more stay in a class that never was.
    for (const [table] of HISTORY) {
      await tx.query(
        `delete from organisation.${table} t using organisation.roster_import_before b
          where ${mine} and t.jurisdiction_id = $1 and t.student_id = b.student_id and t.id <> all($3::uuid[])`,
        [...params, genuine.get(table)],
      );
    }
    return restored!.count;
  }

  /** What stood in a pupil's history before the import. */
  private async history(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id' | 'appliedAt'>, table: string, at: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select t.id from organisation.${table} t join organisation.roster_import_before b on b.jurisdiction_id = $1 and b.import_id = $2 and b.student_id = t.student_id
        where t.jurisdiction_id = $1 and t.${at} < $3`,
      [of.jurisdictionId, of.id, of.appliedAt],
    );
    return rows.map((row) => row.id);
  }

  /** Classes the import has made and nobody is in any more. */
  async removeClasses(tx: Tx, of: ImportKey): Promise<void> {
    await tx.query(
      `delete from organisation.class c where c.jurisdiction_id = $1 and c.made_by_import = $2 and c.version = 1
          and not exists (select from organisation.student s where s.jurisdiction_id = $1 and s.class_id = c.id)
          and not exists (select from organisation.post p where p.jurisdiction_id = $1 and c.id = any(p.class_ids))
          and not exists (select from organisation.committee_member m where m.jurisdiction_id = $1 and m.class_id = c.id)`,
      [of.jurisdictionId, of.id],
    );
  }

  async forgetBefore(tx: Tx, of: ImportKey): Promise<void> {
    await tx.query(`delete from organisation.roster_import_before where jurisdiction_id = $1 and import_id = $2`, [of.jurisdictionId, of.id]);
  }
}
