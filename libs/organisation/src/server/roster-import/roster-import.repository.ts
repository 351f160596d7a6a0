import type { FieldFault } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export type RosterImportState = 'received' | 'checking' | 'checked' | 'applying' | 'applied' | 'undoing' | 'undone' | 'cancelled' | 'failed';

/** Why a pupil cannot be put back as he was before the import. */
export interface UndoObstacle {
  readonly studentId: string;
  readonly name: string;
  readonly reason: 'changed-since' | 'guardian-changed-since' | 'has-records' | 'transferring' | 'in-later-place';
}

export interface RosterImportRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string | null;
  readonly fileKey: string;
  readonly fileName: string;
  /** Of the file as it was uploaded. */
  readonly fileBytes: number;
  readonly state: RosterImportState;
  readonly failure: string | null;
  readonly header: readonly string[] | null;
  /** A sheet of faults that came back: it does not name whole classes, so nobody is missing from it. */
  readonly partial: boolean;
  /** Made of a OneRoster package, which tells of leavers beside its lines. */
  readonly packageKind: 'bulk' | 'delta' | null;
  readonly checkedThrough: number;
  readonly totalRows: number;
  readonly newCount: number;
  readonly changedCount: number;
  readonly unchangedCount: number;
  readonly leavingCount: number;
  readonly wrongCount: number;
  readonly overtakenCount: number;
  readonly applyLeaving: boolean;
  /** May its importer set marks of special attention in this place? */
  readonly mayFocus: boolean;
  readonly checkRunId: string | null;
  readonly applyRunId: string | null;
  readonly undoRunId: string | null;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
  readonly undoneAt: Date | null;
  /** What stands in the way of taking it back: the first of them, and how many there are. */
  readonly obstacles: readonly UndoObstacle[] | null;
  readonly obstacleCount: number;
  readonly finishedAt: Date | null;
}

/** A part of a roster does not say who is missing from it; the part a package has changed says who has left. */
export const saysWhoLeft = (row: Pick<RosterImportRow, 'partial' | 'packageKind'>): boolean => !row.partial || row.packageKind === 'delta';

/** One wrong row, as it was written and sealed. */
export interface FaultyRow {
  readonly rowNo: number;
  readonly faults: readonly FieldFault[];
  readonly raw: Uint8Array;
  readonly name: string | null;
  readonly studentId: string | null;
}

const COLUMNS = {
  jurisdictionId: 'jurisdiction_id', id: 'id', schoolId: 'school_id', fileKey: 'file_key', fileName: 'file_name', fileBytes: 'file_bytes', state: 'state',
  failure: 'failure', header: 'header', partial: 'partial', packageKind: 'package_kind', checkedThrough: 'checked_through',
  totalRows: 'total_rows', newCount: 'new_count', changedCount: 'changed_count', unchangedCount: 'unchanged_count',
  leavingCount: 'leaving_count', wrongCount: 'wrong_count', overtakenCount: 'overtaken_count', applyLeaving: 'apply_leaving', mayFocus: 'may_focus',
  checkRunId: 'check_run_id', applyRunId: 'apply_run_id', undoRunId: 'undo_run_id', createdAt: 'created_at', appliedAt: 'applied_at',
  undoneAt: 'undone_at', obstacles: 'obstacles', obstacleCount: 'obstacle_count', finishedAt: 'finished_at',
} as const satisfies Record<keyof RosterImportRow, string>;

const SELECTED = Object.entries(COLUMNS).map(([property, column]) => `i.${column} as "${property}"`).join(', ');

type Changes = Partial<Omit<RosterImportRow, 'jurisdictionId' | 'id'>>;

/** An import belongs to whoever uploaded it. */
const PLACE = {
  jurisdiction: 'i.jurisdiction_id', school: 'i.school_id',
  own: `case when i.created_by like 'account:%' then cast(substr(i.created_by, 9) as uuid) end`,
};

@Injectable()
export class RosterImportRepository {
  async add(tx: Tx, row: Pick<RosterImportRow, 'jurisdictionId' | 'id' | 'schoolId' | 'fileKey' | 'fileName' | 'fileBytes' | 'mayFocus'> & { createdBy: string }): Promise<void> {
    await tx.query(
      `insert into organisation.roster_import (jurisdiction_id, id, school_id, file_key, file_name, file_bytes, may_focus, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [row.jurisdictionId, row.id, row.schoolId, row.fileKey, row.fileName, row.fileBytes, row.mayFocus, row.createdBy, tx.now],
    );
  }

  async keepWord(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>, word: { kind: 'bulk' | 'delta'; leavers: readonly string[]; staying: readonly string[] }): Promise<void> {
    await tx.query(
      `update organisation.roster_import set package_kind = $3, leaver_ids = $4::uuid[], staying_ids = $5::uuid[] where jurisdiction_id = $1 and id = $2`,
      [of.jurisdictionId, of.id, word.kind, [...word.leavers], [...word.staying]],
    );
  }

  async byId(tx: Tx, id: string, lock: 'for update' | '' = ''): Promise<RosterImportRow | undefined> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, PLACE, params);
    return (await tx.query<RosterImportRow>(`select ${SELECTED} from organisation.roster_import i where i.id = $1 and ${scope} ${lock}`, params))[0];
  }

  async page(tx: Tx, before: string | undefined, limit: number): Promise<RosterImportRow[]> {
    const params: unknown[] = [limit, before ?? null];
    const scope = scopeWhere(tx.scopes, PLACE, params);
    return tx.query<RosterImportRow>(
      `select ${SELECTED} from organisation.roster_import i
        where ${scope} and ($2::uuid is null or i.id < $2) order by i.id desc limit $1`,
      params,
    );
  }

  /** Imports in this state since before that time which still keep something that can be forgotten. */
  async inState(tx: Tx, state: 'checked' | 'applied', before: Date): Promise<Pick<RosterImportRow, 'jurisdictionId' | 'id'>[]> {
    const kept = `exists (select from organisation.roster_import_before b where b.jurisdiction_id = i.jurisdiction_id and b.import_id = i.id)
        or exists (select from organisation.roster_import_fault f where f.jurisdiction_id = i.jurisdiction_id and f.import_id = i.id)`;
    const params: unknown[] = [state, before];
    return tx.query(
      `select i.jurisdiction_id as "jurisdictionId", i.id from organisation.roster_import i
        where ${scopeWhere(tx.scopes, { jurisdiction: 'i.jurisdiction_id', school: 'i.school_id' }, params)} and i.state = $1 and i.created_at < $2
          and ($1 = 'checked' or ${kept})`,
      params,
    );
  }

  /** Which of these files does an import still need? */
  async filesNeeded(tx: Tx, keys: readonly string[]): Promise<string[]> {
    const params: unknown[] = [[...keys]];
    const rows = await tx.query<{ key: string }>(
      `select i.file_key as key from organisation.roster_import i
        where i.file_key = any($1::text[]) and i.state in ('received', 'checking', 'checked', 'applying') and ${scopeWhere(tx.scopes, { jurisdiction: 'i.jurisdiction_id', school: 'i.school_id' }, params)}`,
      params,
    );
    return rows.map(({ key }) => key);
  }

  async change(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>, changes: Changes): Promise<void> {
    const params: unknown[] = [of.jurisdictionId, of.id];
    const sets = Object.entries(changes).map(([property, value]) => {
      const stored = property === 'header' || property === 'obstacles' ? JSON.stringify(value) : value;
      return `${COLUMNS[property as keyof Changes]} = $${params.push(stored)}`;
    });
    await tx.query(`update organisation.roster_import set ${sets.join(', ')} where jurisdiction_id = $1 and id = $2`, params);
  }

  async addFaults(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>, rows: readonly FaultyRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx.query(
      `insert into organisation.roster_import_fault (jurisdiction_id, import_id, row_no, faults, raw_enc, name, student_id)
       select $1, $2, f.row_no, f.faults::jsonb, f.raw, f.name, f.student from unnest($3::int[], $4::text[], $5::bytea[], $6::text[], $7::uuid[]) as f (row_no, faults, raw, name, student)`,
      [of.jurisdictionId, of.id, rows.map((row) => row.rowNo), rows.map((row) => JSON.stringify(row.faults)), rows.map((row) => Buffer.from(row.raw)), rows.map((row) => row.name), rows.map((row) => row.studentId)],
    );
  }

  async countFaults(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`select count(*) as count from organisation.roster_import_fault where jurisdiction_id = $1 and import_id = $2`, [of.jurisdictionId, of.id]);
    return row!.count;
  }

  /** Wrong rows in the order of the sheet, from after `rowNo`. */
  async faulty(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>, afterRow: number, limit: number) {
    return tx.query<{ rowNo: number; faults: FieldFault[]; rawEnc: Buffer }>(
      `select row_no as "rowNo", faults, raw_enc as "rawEnc" from organisation.roster_import_fault
        where jurisdiction_id = $1 and import_id = $2 and row_no > $3 order by row_no limit $4`,
      [of.jurisdictionId, of.id, afterRow, limit],
    );
  }

  /** Faults of the first wrong rows, for the page that shows the result of the dry run. */
  async firstFaults(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>, limit: number): Promise<FieldFault[]> {
    const rows = await tx.query<{ faults: FieldFault[] }>(
      `select faults from organisation.roster_import_fault where jurisdiction_id = $1 and import_id = $2 order by row_no limit $3`,
      [of.jurisdictionId, of.id, limit],
    );
    return rows.flatMap((row) => row.faults);
  }

  async forgetFaults(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>): Promise<void> {
    await tx.query(`delete from organisation.roster_import_fault where jurisdiction_id = $1 and import_id = $2`, [of.jurisdictionId, of.id]);
  }
}
