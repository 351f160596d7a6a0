import type { FieldFault } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export type RosterImportState = 'received' | 'checking' | 'checked' | 'applying' | 'applied' | 'cancelled' | 'failed';

export interface RosterImportRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string | null;
  readonly fileKey: string;
  readonly fileName: string;
  readonly state: RosterImportState;
  readonly failure: string | null;
  readonly header: readonly string[] | null;
  /** A sheet of faults that came back: it does not name whole classes, so nobody is missing from it. */
  readonly partial: boolean;
  readonly checkedThrough: number;
  readonly appliedThrough: number;
  readonly totalRows: number;
  readonly newCount: number;
  readonly changedCount: number;
  readonly unchangedCount: number;
  readonly leavingCount: number;
  readonly wrongCount: number;
  readonly overtakenCount: number;
  readonly applyLeaving: boolean;
  readonly checkRunId: string | null;
  readonly applyRunId: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const COLUMNS = {
  jurisdictionId: 'jurisdiction_id', id: 'id', schoolId: 'school_id', fileKey: 'file_key', fileName: 'file_name', state: 'state',
  failure: 'failure', header: 'header', partial: 'partial', checkedThrough: 'checked_through', appliedThrough: 'applied_through',
  totalRows: 'total_rows', newCount: 'new_count', changedCount: 'changed_count', unchangedCount: 'unchanged_count',
  leavingCount: 'leaving_count', wrongCount: 'wrong_count', overtakenCount: 'overtaken_count', applyLeaving: 'apply_leaving',
  checkRunId: 'check_run_id', applyRunId: 'apply_run_id', createdAt: 'created_at', finishedAt: 'finished_at',
} as const satisfies Record<keyof RosterImportRow, string>;

const SELECTED = Object.entries(COLUMNS).map(([property, column]) => `i.${column} as "${property}"`).join(', ');

type Changes = Partial<Omit<RosterImportRow, 'jurisdictionId' | 'id'>>;

@Injectable()
export class RosterImportRepository {
  async add(tx: Tx, row: Pick<RosterImportRow, 'jurisdictionId' | 'id' | 'schoolId' | 'fileKey' | 'fileName'> & { createdBy: string }): Promise<void> {
    await tx.query(
      `insert into organisation.roster_import (jurisdiction_id, id, school_id, file_key, file_name, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [row.jurisdictionId, row.id, row.schoolId, row.fileKey, row.fileName, row.createdBy, tx.now],
    );
  }

  async byId(tx: Tx, id: string, lock: 'for update' | '' = ''): Promise<RosterImportRow | undefined> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 'i.jurisdiction_id', school: 'i.school_id' }, params);
    return (await tx.query<RosterImportRow>(`select ${SELECTED} from organisation.roster_import i where i.id = $1 and ${scope} ${lock}`, params))[0];
  }

  async page(tx: Tx, before: string | undefined, limit: number): Promise<RosterImportRow[]> {
    const params: unknown[] = [limit, before ?? null];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 'i.jurisdiction_id', school: 'i.school_id' }, params);
    return tx.query<RosterImportRow>(
      `select ${SELECTED} from organisation.roster_import i
        where ${scope} and ($2::uuid is null or i.id < $2) order by i.id desc limit $1`,
      params,
    );
  }

  async change(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>, changes: Changes): Promise<void> {
    const params: unknown[] = [of.jurisdictionId, of.id];
    const sets = Object.entries(changes).map(([property, value]) => {
      const stored = property === 'header' ? JSON.stringify(value) : value;
      return `${COLUMNS[property as keyof Changes]} = $${params.push(stored)}`;
    });
    await tx.query(`update organisation.roster_import set ${sets.join(', ')} where jurisdiction_id = $1 and id = $2`, params);
  }

  /** Counts of the verdicts staged so far. */
  async counts(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>): Promise<Required<Pick<Changes, 'totalRows' | 'newCount' | 'changedCount' | 'unchangedCount' | 'wrongCount'>>> {
    const [row] = await tx.query<{ totalRows: number; newCount: number; changedCount: number; unchangedCount: number; wrongCount: number }>(
      `select count(*) as "totalRows", count(*) filter (where verdict = 'new') as "newCount",
              count(*) filter (where verdict = 'changed') as "changedCount",
              count(*) filter (where verdict = 'unchanged') as "unchangedCount",
              count(*) filter (where verdict = 'wrong') as "wrongCount"
         from organisation.roster_import_row where jurisdiction_id = $1 and import_id = $2`,
      [of.jurisdictionId, of.id],
    );
    return row!;
  }

  /** Faults of the first wrong rows, for the page that shows the result of the dry run. */
  async firstFaults(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>, limit: number): Promise<FieldFault[]> {
    const rows = await tx.query<{ faults: FieldFault[] }>(
      `select faults from organisation.roster_import_row
        where jurisdiction_id = $1 and import_id = $2 and verdict = 'wrong' order by row_no limit $3`,
      [of.jurisdictionId, of.id, limit],
    );
    return rows.flatMap((row) => row.faults);
  }

  /** Forgets staged rows: all of them, or all but the wrong ones, which the importer may still want back. */
  async forgetRows(tx: Tx, of: Pick<RosterImportRow, 'jurisdictionId' | 'id'>, which: 'all' | 'right'): Promise<void> {
    await tx.query(
      `delete from organisation.roster_import_row where jurisdiction_id = $1 and import_id = $2 and ($3 = 'all' or verdict <> 'wrong')`,
      [of.jurisdictionId, of.id, which],
    );
  }
}
