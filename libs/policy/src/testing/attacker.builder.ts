import { type Counted, type Disclosure, figureName, type Published, TOTAL } from '../rules/published-counts.js';

export interface Finding {
  readonly name: string;
  /** What it really is: a figure has another value at another date. */
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Somebody who has kept every table that was ever shown, knows which figures did not change from one to the next, and can
 * do linear programming. What can he say about each figure that was hidden? Shares no code with the rule.
 */
export function attack(moments: readonly (Published & { readonly counted: ReadonlyMap<string, number> })[]): Finding[] {
  const known: (number | null)[] = [];
  const truths: { readonly name: string; readonly value: number }[] = [];
  const version = new Map<string, { value: number; variable: number }>();
  const equations: [number, number][][] = [];
  for (const moment of moments) {
    const here = new Map<string, number>();
    for (const [name, value] of moment.counted) {
      const before = version.get(name);
      const variable = before && before.value === value ? before.variable : known.push(null) - 1;
      truths[variable] = { name, value };
      version.set(name, { value, variable });
      here.set(name, variable);
      const group = moment.groups.find(({ id }) => name.startsWith(`${id}|`))!;
      const isTold = group.isPublished !== false && (!moment.hidden.includes(name) || (name.endsWith(TOTAL) && moment.totalsAreKnown === true));
      if (isTold) known[variable] = value;
    }
    for (const { id, parts } of moment.groups) {
      equations.push([[here.get(figureName(id, TOTAL))!, -1], ...moment.columns.map((column) => [here.get(figureName(id, column))!, 1] as [number, number])]);
      if (parts) for (const column of [...moment.columns, TOTAL]) equations.push([[here.get(figureName(id, column))!, -1], ...parts.map((part) => [here.get(figureName(part, column))!, 1] as [number, number])]);
    }
  }
  const unknown = known.flatMap((value, variable) => (value === null ? [variable] : []));
  const place = new Map(unknown.map((variable, n) => [variable, n]));
  const matrix = equations.map((terms) => {
    const row = new Float64Array(unknown.length + 1);
    for (const [variable, sign] of terms) {
      const value = known[variable];
      row[value == null ? place.get(variable)! : unknown.length]! += value == null ? sign : -sign * value;
    }
    return row;
  }).filter((row) => row.some((value) => value !== 0));
  const tableau = new Tableau(matrix, unknown.length);
  return unknown.map((variable, n) => ({ ...truths[variable]!, from: -tableau.most(n, -1), to: tableau.most(n, 1) }));
}

const isNil = (value: number) => value < 1e-9 && value > -1e-9;

/** A whole tableau with artificial numbers first, then one objective after another from wherever the last one ended. */
class Tableau {
  private readonly basis: number[];
  private cost: Float64Array;

  constructor(
    private readonly rows: Float64Array[],
    private readonly width: number,
  ) {
    for (const row of rows) if (row[width]! < 0) row.forEach((value, k) => (row[k] = -value));
    this.basis = rows.map((_, i) => width + 1 + i);
    this.cost = new Float64Array(width + 1);
    for (const row of rows) row.forEach((value, k) => (this.cost[k]! += value));
    this.climb();
    if (!isNil(this.cost[width]!)) throw new Error('what was shown contradicts itself');
    for (let i = rows.length - 1; i >= 0; i -= 1) {
      if (this.basis[i]! <= width) continue;
      const k = rows[i]!.findIndex((value, c) => c < width && !isNil(value));
      if (k >= 0) this.pivot(i, k);
      else [rows, this.basis].forEach((list) => list.splice(i, 1));
    }
  }

  /** The largest value of one unknown (direction 1), or the negative of its smallest (−1). */
  most(unknown: number, direction: 1 | -1): number {
    this.cost = new Float64Array(this.width + 1);
    this.cost[unknown] = direction;
    const at = this.basis.indexOf(unknown);
    if (at >= 0) this.rows[at]!.forEach((value, k) => (this.cost[k]! -= direction * value));
    return this.climb() ? direction * (this.rows[this.basis.indexOf(unknown)]?.[this.width] ?? 0) : Infinity;
  }

  private climb(): boolean {
    for (;;) {
      const k = this.cost.findIndex((value, c) => c < this.width && value > 1e-9);
      if (k < 0) return true;
      let best = -1;
      this.rows.forEach((row, i) => {
        if (row[k]! <= 1e-9) return;
        const difference = best < 0 ? -1 : row[this.width]! / row[k]! - this.rows[best]![this.width]! / this.rows[best]![k]!;
        if (difference < -1e-9 || (isNil(difference) && this.basis[i]! < this.basis[best]!)) best = i;
      });
      if (best < 0) return false;
      this.pivot(best, k);
    }
  }

  private pivot(at: number, k: number): void {
    const row = this.rows[at]!;
    const by = row[k]!;
    row.forEach((value, c) => (row[c] = isNil(value / by) ? 0 : value / by));
    for (const other of [...this.rows, this.cost]) {
      const times = other === row ? 0 : other[k]!;
      if (times !== 0) row.forEach((value, c) => (other[c] = isNil(other[c]! - times * value) ? 0 : other[c]! - times * value));
    }
    this.basis[at] = k;
  }
}

/** Every figure of a moment by name, as it really is. */
export function trueFigures({ columns, groups }: Counted): Map<string, number> {
  const cells = new Map<string, readonly number[]>();
  const of = (id: string): readonly number[] => {
    const group = groups.find((one) => one.id === id)!;
    const values = cells.get(id) ?? group.cells ?? columns.map((_, c) => group.parts!.reduce((sum, part) => sum + of(part)[c]!, 0));
    cells.set(id, values);
    return values;
  };
  return new Map(groups.flatMap(({ id }) => [...columns.map((column, c) => [figureName(id, column), of(id)[c]!] as const), [figureName(id, TOTAL), of(id).reduce((a, b) => a + b, 0)] as const]));
}

/** The hidden figures of which the attacker knows more than he may. */
export function leaks(findings: readonly Finding[], limits: Disclosure): Finding[] {
  return findings.filter(({ from, to }) => to - from < limits.minCell);
}
