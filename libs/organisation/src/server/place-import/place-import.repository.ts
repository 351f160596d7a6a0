import { actorRef } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { PlaceKind } from '../../rules/index.js';

export interface PlaceImportRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string | null;
  readonly kind: PlaceKind;
  readonly fileName: string;
  readonly state: 'checked' | 'applied' | 'cancelled';
  readonly cellsEnc: Buffer | null;
  readonly newCount: number;
  readonly changedCount: number;
  readonly unchangedCount: number;
  readonly wrongCount: number;
  readonly overtakenCount: number;
}

export interface PlaceCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly wrong: number;
}

const IMPORT = `i.jurisdiction_id as "jurisdictionId", i.id, i.school_id as "schoolId", i.kind, i.file_name as "fileName", i.state, i.cells_enc as "cellsEnc",
  i.new_count as "newCount", i.changed_count as "changedCount", i.unchanged_count as "unchangedCount", i.wrong_count as "wrongCount",
  i.overtaken_count as "overtakenCount"`;

/** Uploaded sheets of places while they wait to be confirmed; only whoever uploaded one sees it. */
@Injectable()
export class PlaceImportRepository {
  newId(tx: Tx): string {
    return newId(tx.now.getTime());
  }

  async add(tx: Tx, one: Pick<PlaceImportRow, 'jurisdictionId' | 'id' | 'schoolId' | 'kind' | 'fileName'>, cellsEnc: Buffer, counts: PlaceCounts): Promise<void> {
    await tx.query(
      `insert into organisation.place_import
         (jurisdiction_id, id, school_id, kind, file_name, cells_enc, new_count, changed_count, unchanged_count, wrong_count, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        one.jurisdictionId, one.id, one.schoolId, one.kind, one.fileName, cellsEnc, counts.new, counts.changed, counts.unchanged, counts.wrong,
        actorRef(tx.actor), tx.now,
      ],
    );
  }

  async byId(tx: Tx, id: string, lock: 'for update' | '' = ''): Promise<PlaceImportRow | undefined> {
    const params: unknown[] = [id, actorRef(tx.actor)];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 'i.jurisdiction_id', school: 'i.school_id' }, params);
    return (await tx.query<PlaceImportRow>(`select ${IMPORT} from organisation.place_import i where i.id = $1 and i.created_by = $2 and ${scope} ${lock}`, params))[0];
  }

  /** Done with: the sheet itself is forgotten. */
  async finish(tx: Tx, of: Pick<PlaceImportRow, 'jurisdictionId' | 'id'>, state: 'applied' | 'cancelled', overtaken: number): Promise<void> {
    await tx.query(
      `update organisation.place_import set state = $3, overtaken_count = $4, finished_at = $5, cells_enc = null where jurisdiction_id = $1 and id = $2`,
      [of.jurisdictionId, of.id, state, overtaken, tx.now],
    );
  }
}
