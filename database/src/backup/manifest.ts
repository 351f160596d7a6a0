import type { MasterMarks } from './backup-key.js';

/** The first frame: what must be known before anything is touched. */
export interface Manifest {
  readonly madeAt: string;
  readonly serverVersion: string;
  /** The names of the migrations that had made the schema, in order. */
  readonly migrations: readonly string[];
  readonly masters: MasterMarks;
  /** The newest audit entry of every bureau: a restored log must end in these. */
  readonly heads: readonly { readonly jurisdictionId: number; readonly seq: number; readonly hash: string }[];
}

export interface TableOpening {
  readonly table: string; // schema-qualified and quoted
  readonly columns: readonly string[];
}

export interface FileOpening {
  readonly path: string;
}

/** After the data of a table or a file. */
export interface Closing {
  readonly rows?: number;
  readonly bytes?: number;
}

/** The last frame. */
export interface Ending {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly sequences: readonly { readonly name: string; readonly value: string }[];
}
