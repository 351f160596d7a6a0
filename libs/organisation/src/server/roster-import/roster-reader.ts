import { refuse } from '@heliotrope/kernel';
import { type ByteSource, readSheets } from '@heliotrope/platform/sealing';
import { readRosterHeader, type RosterHeader } from '../../rules/index.js';
import { CELL, type Grist, ROW } from './grist.js';

const HEADER_WITHIN = 10; // titles and notes above the headings
const BATCH = 1_000;
const LIMITS = { maxRows: 3_100_000, maxInflated: 4_000_000_000 };
/** A workbook's second sheet goes on counting here: a row is one number, and the sheets stay apart. */
export const SHEET_ROWS = 10_000_000;
const SEPARATORS = /[\x1e\x1f]/g;

export interface FoundHeader {
  readonly header: RosterHeader;
  readonly cells: readonly string[];
}

/**
 * The rows of a roster in batches, from behind `after`. The headings are told before the first batch; a sheet without any
 * (notes, lists to choose from) is passed over, unless no sheet has them.
 * @throws Refusal when no headings are found, when columns are missing, or when a second sheet has other headings.
 */
export async function* rosterBatches(source: ByteSource, after: number, onHeader: (found: FoundHeader) => Promise<void>): AsyncGenerator<Grist> {
  let found: FoundHeader | undefined;
  let sheet = -1;
  let within: { seen: number; headed: boolean } = { seen: 0, headed: false };
  let batch = new Batch();
  for await (const piece of readSheets(source, LIMITS)) {
    if (piece.sheet !== sheet) {
      sheet = piece.sheet;
      within = { seen: 0, headed: false };
    }
    for (const line of piece.rows) {
      if (!within.headed) {
        if ((within.seen += 1) > HEADER_WITHIN) break;
        const header = readRosterHeader(line.cells);
        if (!header) continue;
        within.headed = true;
        if (found && found.cells.join(CELL) !== line.cells.join(CELL)) throw refuse('organisation/sheets-differ', { sheet: sheet + 1 });
        if (!found) await onHeader((found = { header, cells: line.cells }));
        continue;
      }
      const rowNo = sheet * SHEET_ROWS + line.number;
      if (rowNo <= after) continue;
      batch.add(rowNo, line.cells, line.imprecise);
      if (batch.length < BATCH) continue;
      yield batch.grist();
      batch = new Batch();
    }
  }
  if (!found) throw refuse('organisation/header-missing');
  if (batch.length > 0) yield batch.grist();
}

class Batch {
  private readonly rows: string[] = [];
  private readonly numbers: number[] = [];
  private readonly imprecise: [number, readonly number[]][] = [];

  get length(): number {
    return this.rows.length;
  }

  add(rowNo: number, cells: readonly string[], imprecise: readonly number[]): void {
    if (imprecise.length > 0) this.imprecise.push([this.rows.length, imprecise]);
    const row = cells.join(CELL);
    // Two characters nobody types part the cells and the rows; a cell that has one would be two.
    this.rows.push(row.includes(ROW) || cells.some(hasSeparator) ? cells.map((cell) => cell.replace(SEPARATORS, '')).join(CELL) : row);
    this.numbers.push(rowNo);
  }

  grist(): Grist {
    return { rows: this.rows.join(ROW), numbers: this.numbers, imprecise: this.imprecise };
  }
}

const hasSeparator = (cell: string): boolean => cell.includes(CELL);
