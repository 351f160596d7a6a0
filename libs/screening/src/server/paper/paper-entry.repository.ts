import { actorRef } from '@heliotrope/kernel';
import { FieldCipher, type FieldPlace, newId, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { PaperTurn } from '../../rules/paper-entries.js';
import { roundKeyScope } from '../round-key.js';
import type { PaperBatchRow } from './paper-batch.repository.js';
import type { PaperTable } from './paper-workbook.js';

export interface PaperEntryRow {
  readonly id: string;
  readonly turn: PaperTurn;
  readonly fileName: string;
  readonly state: 'checked' | 'applied' | 'cancelled';
  readonly newCount: number;
  readonly changedCount: number;
  readonly unchangedCount: number;
  readonly wrongCount: number;
  readonly overtakenCount: number;
  /** The file as typed; null when it is done with. */
  readonly cells: Buffer | null;
}

export interface PaperCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly wrong: number;
}

const ENTRY = `id, turn, file_name as "fileName", state, new_count as "newCount", changed_count as "changedCount", unchanged_count as "unchangedCount",
  wrong_count as "wrongCount", overtaken_count as "overtakenCount", cells_enc as cells`;

/** Files of typed paper while they wait to be confirmed; only whoever typed one sees it, or the second reading would not be one. */
@Injectable()
export class PaperEntryRepository {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  async add(tx: Tx, batch: PaperBatchRow, file: { turn: PaperTurn; name: string; table: PaperTable }, counts: PaperCounts): Promise<string> {
    const id = newId(tx.now.getTime());
    const sealed = await this.cipher.encrypt(tx, keyOf(batch), placeOf(id), JSON.stringify(file.table));
    await tx.query(
      `insert into screening.paper_entry
         (jurisdiction_id, id, batch_id, school_id, turn, file_name, cells_enc, new_count, changed_count, unchanged_count, wrong_count, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        batch.jurisdictionId, id, batch.id, batch.schoolId, file.turn, file.name.slice(-120), sealed, counts.new, counts.changed, counts.unchanged, counts.wrong,
        actorRef(tx.actor), tx.now,
      ],
    );
    return id;
  }

  async byId(tx: Tx, batch: PaperBatchRow, id: string, lock: 'for update' | '' = ''): Promise<PaperEntryRow | undefined> {
    const [found] = await tx.query<PaperEntryRow>(
      `select ${ENTRY} from screening.paper_entry where jurisdiction_id = $1 and batch_id = $2 and id = $3 and created_by = $4 ${lock}`,
      [batch.jurisdictionId, batch.id, id, actorRef(tx.actor)],
    );
    return found;
  }

  async opened(tx: Tx, batch: PaperBatchRow, entry: PaperEntryRow): Promise<PaperTable | null> {
    return entry.cells && (JSON.parse(await this.cipher.decrypt(tx, keyOf(batch), placeOf(entry.id), entry.cells)) as PaperTable);
  }

  async finish(tx: Tx, batch: PaperBatchRow, id: string, state: 'applied' | 'cancelled', overtaken: number): Promise<void> {
    await tx.query(
      `update screening.paper_entry set state = $3, overtaken_count = $4, finished_at = $5, cells_enc = null where jurisdiction_id = $1 and id = $2`,
      [batch.jurisdictionId, id, state, overtaken, tx.now],
    );
  }
}

const keyOf = (batch: PaperBatchRow) => ({ jurisdictionId: batch.jurisdictionId, scope: roundKeyScope(batch.roundId) });
const placeOf = (id: string): FieldPlace => ({ table: 'screening.paper_entry', column: 'cells_enc', row: id });
