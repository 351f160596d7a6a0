import type { RawCell } from './cell-text.js';

/** One raw row: its 0-based place and its cells. */
export interface RawRow {
  readonly index: number;
  readonly values: readonly RawCell[];
}
