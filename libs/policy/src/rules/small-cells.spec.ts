import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disclose, type CountTable, type DisclosedTable } from './small-cells.js';

const limits = { minDenominator: 10, minCell: 5 };
const table = (...rows: number[][]): CountTable => ({
  columns: rows[0]!.map((_, i) => `level ${i}`),
  rows: rows.map((cells, i) => ({ label: `group ${i}`, cells })),
});

describe('small cells', () => {
  it('shows a table whose every cell is large enough as it is', () => {
    expect(disclose(table([50, 20, 10], [60, 30, 12]), limits)).toMatchObject({
      rows: [{ label: 'group 0', cells: [50, 20, 10], total: 80 }, { label: 'group 1', cells: [60, 30, 12], total: 102 }],
      columnTotals: [110, 50, 22], total: 182,
    });
  });

  it.each([[4, null], [5, 5], [1, null], [0, 0]])('a cell of %i in a row of its own shows as %s', (value, shown) => {
    const { rows } = disclose(table([value, 100, 100, 100], [100, 100, 100, 100], [100, 100, 100, 100]), limits);
    expect(rows[0]!.cells[0]).toBe(shown);
  });

  it('never leaves one hidden cell alone in its line or column', () => {
    const { rows } = disclose(table([3, 100, 90], [40, 60, 50], [70, 80, 95]), limits);
    expect(rows[0]!.cells.filter((cell) => cell === null).length).toBeGreaterThanOrEqual(2);
    expect(rows.filter((row) => row.cells[0] === null).length).toBeGreaterThanOrEqual(2);
  });

  it.each([[9, null], [10, 10]])('a group of %i pupils shows %s as its size', (size, shown) => {
    const result = disclose(table([size, 0], [100, 100], [100, 100]), limits);
    expect(result.rows[0]!.total).toBe(shown);
  });

  it('hides a telling level that would hold a whole group, and shows one that tells nothing', () => {
    const rows = [[0, 40], [30, 40], [40, 30]];
    const whole = (tellingColumns: string[]) => disclose({ ...table(...rows), tellingColumns }, limits).rows[0]!.cells;
    expect(whole(['level 1'])[1]).toBeNull();
    expect(whole([])).toEqual([0, 40]);
  });

  it('keeps a hidden cell hidden when the same table is shown again a day later with one neighbour changed', () => {
    const first = disclose(table([3, 20, 30], [40, 60, 50], [70, 80, 95]), limits);
    const second = disclose(table([3, 20, 36], [40, 60, 50], [70, 80, 95]), limits, [first.published]);
    expect(first.rows[0]!.cells[0]).toBeNull();
    expect(second.rows[0]!.cells[0]).toBeNull();
    const cover = first.rows[0]!.cells[1] === null ? 1 : 2;
    expect(second.rows[0]!.cells[cover]).toBeNull(); // the cover may not be lifted while what it covers is still there
  });

  const cells = fc.integer({ min: 0, max: 3 }).chain((rows) => fc.array(
    fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 60 })), { minLength: 3, maxLength: 3 }),
    { minLength: rows + 1, maxLength: rows + 1 },
  ));

  it('never shows a cell from one to four', () => {
    fc.assert(fc.property(cells, (rows) => {
      const all = shownCells(disclose(table(...rows), limits));
      expect(all.filter((cell) => cell !== null && cell > 0 && cell < limits.minCell)).toEqual([]);
    }));
  });

  it('never lets a hidden cell be worked out by subtracting along lines and columns, however often', () => {
    fc.assert(fc.property(cells, (rows) => {
      const shown = disclose(table(...rows), limits);
      expect(solvedBySubtraction(shown)).toBe(0);
    }), { numRuns: 500 });
  });

  it('lets none be worked out either when the size of each group is told elsewhere', () => {
    fc.assert(fc.property(cells, (rows) => {
      const shown = disclose({ ...table(...rows), totalsAreKnown: true }, limits);
      expect(shown.rows.map((row) => row.total)).toEqual(rows.map((row) => row.reduce((a, b) => a + b, 0)));
      expect(solvedBySubtraction(shown)).toBe(0);
    }), { numRuns: 500 });
  });
});

function shownCells(shown: DisclosedTable): (number | null)[] {
  return [...shown.rows.flatMap((row) => [...row.cells, row.total]), ...shown.columnTotals, shown.total];
}

/** What an attacker does: wherever a line has one unknown, fill it in, and look again. How many cells fall? */
function solvedBySubtraction(shown: DisclosedTable): number {
  const grid = [...shown.rows.map((row) => [...row.cells, row.total]), [...shown.columnTotals, shown.total]];
  const height = grid.length;
  const width = grid[0]!.length;
  const lines = [
    ...grid.map((_, r) => grid[0]!.map((__, c) => [r, c] as const)),
    ...grid[0]!.map((_, c) => grid.map((__, r) => [r, c] as const)),
  ];
  let solved = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const line of lines) {
      const unknown = line.filter(([r, c]) => grid[r]![c] === null);
      if (unknown.length !== 1) continue;
      const [r, c] = unknown[0]!;
      const margin = line.at(-1)!;
      const parts = line.slice(0, -1).filter(([pr, pc]) => pr !== r || pc !== c).map(([pr, pc]) => grid[pr]![pc]!);
      const total = parts.reduce((a, b) => a + b, 0);
      grid[r]![c] = margin[0] === r && margin[1] === c ? total : grid[margin[0]]![margin[1]]! - total;
      solved++;
      changed = true;
    }
  }
  expect(height * width).toBeGreaterThan(0);
  return solved;
}
