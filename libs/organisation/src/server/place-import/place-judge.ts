import type { FieldFault } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import type { PlaceCells, Read } from '../../rules/index.js';

/** One row as judged against what is registered now, with what it takes to write it. */
export interface JudgedRow {
  readonly row: number;
  readonly verdict: 'new' | 'changed' | 'unchanged' | 'wrong';
  readonly faults: readonly FieldFault[];
  readonly apply?: () => Promise<void>;
}

export interface SheetPlace {
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
}

/** What knows one kind of sheet: it judges every row, and writes those that are new or changed when told to. */
export interface PlaceJudge {
  judge(tx: Tx, place: SheetPlace, rows: readonly { row: number; cells: PlaceCells }[]): Promise<JudgedRow[]>;
}

export const wrongRow = (row: number, faults: readonly FieldFault[]): JudgedRow => ({ row, verdict: 'wrong', faults });

export const fault = (row: number, field: string, reason: string, message: string): FieldFault => ({ field, row, code: `organisation/place-${reason}`, message });

/** Reads a row and, when it can be read, compares it; a key met before in the sheet is a fault of the later row. */
export async function judgeEach<T>(
  rows: readonly { row: number; cells: PlaceCells }[], read: (cells: PlaceCells, row: number) => Read<T>, keyOf: (value: T) => string,
  compare: (value: T, row: number) => JudgedRow | Promise<JudgedRow>,
): Promise<JudgedRow[]> {
  const met = new Map<string, number>();
  const judged: JudgedRow[] = [];
  for (const { row, cells } of rows) {
    const result = read(cells, row);
    if ('faults' in result) {
      judged.push(wrongRow(row, result.faults));
      continue;
    }
    const key = keyOf(result.value);
    const before = met.get(key);
    met.set(key, before ?? row);
    judged.push(before === undefined ? await compare(result.value, row) : wrongRow(row, [fault(row, '整行', 'twice', `与第${before}行重复`)]));
  }
  return judged;
}
