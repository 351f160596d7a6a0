/** A table of counts: one line for each group, one column for each level. Margins are the sums of lines and columns. */
export interface CountTable {
  readonly rows: readonly { readonly label: string; readonly cells: readonly number[] }[];
  readonly columns: readonly string[];
  /** The size of every group is told elsewhere, so hiding it here covers nothing. */
  readonly totalsAreKnown?: boolean;
}

export interface Disclosure {
  /** A group of fewer pupils shows nothing but its size class. */
  readonly minDenominator: number;
  /** A cell of one or more pupils but fewer than this is hidden. */
  readonly minCell: number;
}

/** A number that may be shown, or null: hidden so that nobody can be told by it. */
export type Shown = number | null;

export interface DisclosedTable {
  readonly rows: readonly { readonly label: string; readonly cells: readonly Shown[]; readonly total: Shown }[];
  readonly columnTotals: readonly Shown[];
  readonly total: Shown;
}

/**
 * Which cells of a table may be shown so that no hidden one can be worked out from the shown ones and the margins?
 * First what is small is hidden, and the whole line of a group that is too small. Then, as long as a line or a column
 * gives its hidden part away (one hidden cell; or hidden cells that can only be what they are), its smallest shown
 * cell is hidden too; a line that is out of cells hides its total, unless the totals are known anyway. A zero is shown unless it must serve as cover,
 * and then it is as unknown as the rest.
 *
 * Source: platform default after docs/domain-facts.md §4.3 (denominator < 10, cells 1–4, secondary suppression); the numbers
 * come from policy `statistics.min-denominator` and `statistics.min-cell`.
 * Does not guard against two tables of different days being subtracted.
 */
export function disclose(table: CountTable, limits: Disclosure): DisclosedTable {
  const grid = new Grid(table, limits);
  grid.hideWhatIsSmall();
  while (grid.coverOnce());
  return grid.result();
}

interface Line {
  readonly cells: readonly (readonly [row: number, column: number])[];
}

/** The table with its margins as a last row and a last column, and which of all these cells are hidden. */
class Grid {
  private readonly values: number[][];
  private readonly hidden: boolean[][];
  private readonly lines: Line[];

  constructor(
    private readonly table: CountTable,
    private readonly limits: Disclosure,
  ) {
    const rows = table.rows.map((row) => [...row.cells, sum(row.cells)]);
    const margins = [...table.columns, null].map((_, column) => sum(rows.map((row) => row[column]!)));
    this.values = [...rows, margins];
    this.hidden = this.values.map((row) => row.map(() => false));
    this.lines = [
      ...this.values.map((row, r) => ({ cells: row.map((_, c) => [r, c] as const) })),
      ...this.values[0]!.map((_, c) => ({ cells: this.values.map((_row, r) => [r, c] as const) })),
    ];
  }

  hideWhatIsSmall(): void {
    const width = this.table.columns.length;
    this.values.forEach((row, r) => {
      const groupIsSmall = row[width]! < this.limits.minDenominator;
      row.forEach((value, c) => {
        const cellIsSmall = value > 0 && value < this.limits.minCell;
        if ((groupIsSmall || cellIsSmall) && !this.isKnown(c)) this.hidden[r]![c] = true;
      });
    });
  }

  /** Finds one line that gives its hidden part away and hides one more cell of it. False when there is none. */
  coverOnce(): boolean {
    for (const line of this.lines) {
      const hidden = line.cells.filter(([r, c]) => this.hidden[r]![c]);
      const shown = line.cells.filter(([r, c]) => !this.hidden[r]![c] && !this.isKnown(c));
      if (hidden.length === 0 || shown.length === 0 || !this.givesAway(hidden)) continue;
      const [r, c] = shown.reduce((a, b) => (this.valueAt(b) < this.valueAt(a) ? b : a));
      this.hidden[r]![c] = true;
      return true;
    }
    return false;
  }

  /** Does a line give its hidden cells away? One alone does; several do when together they hold too few pupils to differ. */
  private givesAway(hidden: Line['cells']): boolean {
    if (hidden.length === 1) return true;
    const inner = hidden.filter(([r, c]) => r < this.values.length - 1 && c < this.table.columns.length);
    if (inner.length < hidden.length) return false; // the margin itself is hidden: the sum is unknown
    return sum(inner.map((place) => this.valueAt(place))) < this.limits.minCell + inner.length;
  }

  private isKnown(column: number): boolean {
    return column === this.table.columns.length && this.table.totalsAreKnown === true;
  }

  private valueAt([r, c]: readonly [number, number]): number {
    return this.values[r]![c]!;
  }

  result(): DisclosedTable {
    const shown = this.values.map((row, r) => row.map((value, c): Shown => (this.hidden[r]![c] ? null : value)));
    const margins = shown.at(-1)!;
    return {
      rows: this.table.rows.map((row, r) => ({ label: row.label, cells: shown[r]!.slice(0, -1), total: shown[r]!.at(-1)! })),
      columnTotals: margins.slice(0, -1),
      total: margins.at(-1)!,
    };
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
