import { actorRef } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface StaffCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly wrong: number;
  /** Rows that also name a post. */
  readonly posts: number;
}

export interface StaffImportRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly fileName: string;
  readonly state: 'checked' | 'applied' | 'cancelled';
  readonly cellsEnc: Buffer | null;
  readonly counts: StaffCounts;
  readonly overtaken: number;
}

/** A person of the sheet as the accounts know the user name. */
export interface KnownAccount {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly isHers: boolean;
}

@Injectable()
export class StaffImportRepository {
  async add(tx: Tx, one: { jurisdictionId: number; id: string; fileName: string; cellsEnc: Buffer; counts: StaffCounts }): Promise<void> {
    await tx.query(
      `insert into organisation.staff_import
         (jurisdiction_id, id, file_name, cells_enc, new_count, changed_count, unchanged_count, wrong_count, post_count, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        one.jurisdictionId, one.id, one.fileName, one.cellsEnc, one.counts.new, one.counts.changed, one.counts.unchanged, one.counts.wrong, one.counts.posts,
        actorRef(tx.actor), tx.now,
      ],
    );
  }

  /** Only whoever uploaded a sheet sees it. */
  async byId(tx: Tx, id: string, lock: 'for update' | '' = ''): Promise<StaffImportRow | undefined> {
    const rows = await tx.query<StaffImportRow>(
      `select i.jurisdiction_id as "jurisdictionId", i.id, i.file_name as "fileName", i.state, i.cells_enc as "cellsEnc", i.overtaken_count as overtaken,
              json_build_object('new', i.new_count, 'changed', i.changed_count, 'unchanged', i.unchanged_count, 'wrong', i.wrong_count, 'posts', i.post_count) as counts
         from organisation.staff_import i
        where i.id = $1 and i.created_by = $2 and i.jurisdiction_id = any($3::int[]) ${lock}`,
      [id, actorRef(tx.actor), tx.scopes.flatMap((scope) => scope.jurisdictions)],
    );
    return rows[0];
  }

  /** Done with: of the sheet only what is still wrong is kept, to be mended. */
  async finish(tx: Tx, of: Pick<StaffImportRow, 'jurisdictionId' | 'id'>, state: 'applied' | 'cancelled', overtaken: number, cellsEnc: Buffer | null = null): Promise<void> {
    await tx.query(
      `update organisation.staff_import set state = $3, overtaken_count = $4, finished_at = $5, cells_enc = $6 where jurisdiction_id = $1 and id = $2`,
      [of.jurisdictionId, of.id, state, overtaken, tx.now, cellsEnc],
    );
  }

  /** Sheets nobody has come back to. Returns how many. */
  async forgetBefore(tx: Tx, bureaus: readonly number[], before: Date): Promise<number> {
    const rows = await tx.query(
      `update organisation.staff_import
          set cells_enc = null, state = case when state = 'checked' then 'cancelled' else state end, finished_at = coalesce(finished_at, $3)
        where jurisdiction_id = any($1::int[]) and cells_enc is not null and created_at < $2 returning 1`,
      [[...bureaus], before, tx.now],
    );
    return rows.length;
  }

  known(tx: Tx, usernames: readonly string[]): Promise<KnownAccount[]> {
    const params: unknown[] = [[...usernames]];
    const hers = tx.scopes.map((scope) => `all_of <@ $${params.push([...scope.jurisdictions])}::int[]`).join(' or ');
    return tx.query<KnownAccount>(
      `select a.id, a.username, a.name, cardinality(all_of) > 0 and (${hers}) as "isHers"
         from organisation.account a
         cross join lateral (select array(select j.jurisdiction_id from organisation.account_jurisdiction j where j.account_id = a.id) as all_of) j
        where a.username = any($1::text[])`,
      params,
    );
  }
}
