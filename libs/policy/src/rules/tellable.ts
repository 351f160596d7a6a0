import type { Disclosure } from './published-counts.js';

export type CountedPlace = 'class' | 'grade' | 'school' | 'bureau';

/** Who reads: the people of the school itself, or those above it. */
export type Audience = 'school' | 'bureau';

/** What may be told of a place: how many took part, how many stand at each level, or how many stand at ordinal 3 and 4 together. */
export type Tellable = 'coverage' | 'levels' | 'grave-total';

/**
 * What may a table say of a place at all, before any cell of it is looked at? In a class of forty a level is a name: classes
 * show how many took part, to everybody. Above the school a single school shows one number, the pupils at ordinal 3 and 4
 * together, and its grades show how many took part.
 *
 * Source: docs/domain-facts.md §4.3 (class level shows coverage only; county and above see counts by school only for
 * ordinal ≥ 3 totals).
 */
export function tellableOf(place: CountedPlace, audience: Audience): Tellable {
  if (place === 'class') return 'coverage';
  if (audience === 'school' || place === 'bureau') return 'levels';
  return place === 'school' ? 'grave-total' : 'coverage';
}

export interface PoolableRow {
  readonly label: string;
  readonly cells: readonly number[];
}

const sizeOf = ({ cells }: PoolableRow) => cells.reduce((a, b) => a + b, 0);

/**
 * Schools too small to stand alone stand together in one line; if even together they are too small, or there is only one
 * of them, the smallest of the others joins.
 *
 * Source: docs/domain-facts.md §4.3 (n ≥ 10, otherwise pooled).
 */
export function pooled<Row extends PoolableRow>(rows: readonly Row[], limits: Disclosure, label: string): PoolableRow[] {
  const bySize = [...rows].sort((a, b) => sizeOf(a) - sizeOf(b));
  const together = bySize.filter((row) => sizeOf(row) < limits.minDenominator);
  if (together.length === 0) return [...rows];
  for (const next of bySize.slice(together.length)) {
    if (together.length > 1 && together.reduce((sum, row) => sum + sizeOf(row), 0) >= limits.minDenominator) break;
    together.push(next);
  }
  const cells = together.reduce<number[]>((sum, row) => row.cells.map((cell, c) => cell + (sum[c] ?? 0)), []);
  return [...rows.filter((row) => !together.includes(row)), { label, cells }];
}
