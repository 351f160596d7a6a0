import { type Counted, cellsOf, type Disclosure, figureName, hiddenFigures, type Published, TOTAL } from './published-counts.js';

/** A table of counts: one line for each group, one column for each level. Margins are the sums of lines and columns. */
export interface CountTable {
  readonly rows: readonly { readonly label: string; readonly cells: readonly number[] }[];
  readonly columns: readonly string[];
  /** The size of every group is told elsewhere, so hiding it here covers nothing. */
  readonly totalsAreKnown?: boolean;
  /** Columns that would say something of each pupil if they held a whole group. */
  readonly tellingColumns?: readonly string[];
}

/** A number that may be shown, or null: hidden so that nobody can be told by it. */
export type Shown = number | null;

export interface DisclosedTable {
  readonly rows: readonly { readonly label: string; readonly cells: readonly Shown[]; readonly total: Shown }[];
  readonly columnTotals: readonly Shown[];
  readonly total: Shown;
}

/** A table together with what has to be kept of it, so that the next one can be held against it. */
export interface DisclosedOverTime extends DisclosedTable {
  readonly published: Published;
}

const ALL = '∀';

/**
 * Which cells of a table may be shown so that no hidden one can be worked out from the shown ones and the margins, nor
 * from the tables of the same groups that were shown before? Group sizes and cells that are small are hidden first, then
 * whatever would give them away (see `hiddenFigures`). A zero is shown unless it must serve as cover.
 *
 * Source: docs/domain-facts.md §4.3; the numbers come from policy `statistics.min-denominator` and `statistics.min-cell`.
 */
export function disclose(table: CountTable, limits: Disclosure, earlier: readonly Published[] = []): DisclosedOverTime {
  const { columns, rows } = table;
  const counted: Counted = {
    columns,
    groups: [...rows.map(({ label, cells }) => ({ id: label, cells })), { id: ALL, parts: rows.map(({ label }) => label) }],
    ...(table.totalsAreKnown ? { totalsAreKnown: true } : {}),
    ...(table.tellingColumns ? { tellingColumns: table.tellingColumns } : {}),
  };
  const hidden = hiddenFigures(counted, limits, earlier);
  const values = cellsOf(counted.groups);
  const line = (group: string) => {
    const cells = values.get(group) ?? [];
    const show = (value: number, column: string): Shown => (hidden.has(figureName(group, column)) ? null : value);
    return { cells: columns.map((column, c) => show(cells[c] ?? 0, column)), total: show(cells.reduce((a, b) => a + b, 0), TOTAL) };
  };
  const margin = line(ALL);
  return {
    rows: rows.map(({ label }) => ({ label, ...line(label) })),
    columnTotals: margin.cells,
    total: margin.total,
    published: { ...counted, hidden: [...hidden] },
  };
}
