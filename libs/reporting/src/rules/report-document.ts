// What does a report consist of, whoever sets it? One content for the page, PDF, Word and the workbook: what is said is
// decided once, and the writers know nothing but blocks.

/** A text, a number, or null: a number that must not be shown. */
export type ReportCell = string | number | null;

export interface ReportTable {
  readonly kind: 'table';
  /** Names the sheet of a workbook: unique in the document, 31 signs at most. */
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ReportCell[])[];
  /** The last line adds the others up. */
  readonly hasTotal?: boolean;
}

export type ReportBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, words: string])[] }
  | ReportTable
  | { readonly kind: 'notes'; readonly lines: readonly string[] }
  /** Where whoever answers for the report signs. */
  | { readonly kind: 'seal'; readonly who: string; readonly on: string };

export interface ReportDocument {
  readonly title: string;
  /** Whose report it is: the class, school or bureau; for one pupil's, the school. */
  readonly unit: string;
  readonly lead: string;
  /** Who had it made and when: across every page. */
  readonly watermark: string;
  readonly blocks: readonly ReportBlock[];
}

/** What stands in the place of a hidden number. */
export const HIDDEN_SIGN = '*';

/** A cell as printed. Numbers that must not be shown are a sign, never an empty cell, which would read as nought. */
export function printedCell(cell: ReportCell): string {
  return cell === null ? HIDDEN_SIGN : String(cell);
}

/** A share as printed: one decimal; a dash where nobody is counted. */
export function printedShare(share: number | null): string {
  return share === null ? '—' : `${(share * 100).toFixed(1)}%`;
}
