import { printedCell, type ReportTable } from '../../rules/index.js';

const LEAST = 3;
const MOST = 16;

/** A Chinese sign takes the room of two Latin ones. */
const room = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 1 : 0.55), 0);

/** How wide is each column of a table, as shares of 1? By its longest text, between limits: one long reason must not squeeze the numbers. */
export function columnWidths({ head, rows }: ReportTable): number[] {
  const wanted = head.map((word, c) => {
    const longest = Math.max(room(word), ...rows.map((row) => room(printedCell(row[c] ?? ''))));
    return Math.min(MOST, Math.max(LEAST, longest + 1));
  });
  const all = wanted.reduce((a, b) => a + b, 0);
  return wanted.map((one) => one / all);
}

/** Numbers stand at the right, words at the left: a column of words is one that holds any. */
export function isNumeric({ rows }: ReportTable, column: number): boolean {
  return rows.length > 0 && rows.every((row) => typeof row[column] !== 'string' || /^[\d.%（）*—]*$/.test(row[column] as string));
}
