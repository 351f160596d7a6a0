import type { FieldFault, SchoolDay } from '@heliotrope/kernel';
import type { DataKey } from '@heliotrope/platform/sealing';
import type { RosterDirectory, RosterField } from '../../rules/index.js';

// What goes to the mills and comes back. Apart from them, since they bring the dictionary of readings with them: 15 MB
// that whoever only hands them rows must not pay for.

/** Everything that judging and sealing a row takes. */
export interface MillSetup {
  readonly importId: string;
  readonly columns: ReadonlyMap<RosterField, number>;
  readonly directory: RosterDirectory;
  readonly day: SchoolDay;
  readonly seal: DataKey;
  readonly index: DataKey;
}

/** Rows of a sheet in one string, since many small ones are slow to carry to another thread. */
export interface Grist {
  readonly rows: string;
  readonly numbers: readonly number[];
  /** Row by its place in `numbers` → columns whose digits the spreadsheet program has lost. */
  readonly imprecise: readonly (readonly [number, readonly number[]])[];
}

export interface WrongRow {
  readonly rowNo: number;
  readonly faults: readonly FieldFault[];
  readonly raw: Uint8Array;
  readonly name: string | null;
}

export interface Flour {
  /** Rows for COPY, without its header and trailer. */
  readonly rows: Uint8Array<ArrayBuffer>;
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly wrong: readonly WrongRow[];
}

export const CELL = '\x1f';
export const ROW = '\x1e';
/** Between the numbers of a block's rows and the rows. */
export const BLOCK_END = '\x1d';
