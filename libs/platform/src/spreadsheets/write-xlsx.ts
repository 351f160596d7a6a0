import { Readable } from 'node:stream';
import {
  type CellStyle,
  type CellValue,
  colToLetter,
  type ColumnDef,
  type DataValidation,
  type WriteSheet,
  writeXlsx as writeWorkbook,
  writeXlsxStream,
} from 'hucre';
import { guarded } from './cell-text.js';

export interface SheetColumn {
  readonly header: string;
  readonly width?: number;
  /** Identity numbers, student numbers, phones: kept as text, or the program cuts their digits. */
  readonly text?: boolean;
  readonly required?: boolean;
  /** Offered as a list in every cell of the column. */
  readonly choices?: readonly string[];
  /** The column that says why a row was refused. */
  readonly reason?: boolean;
}

export interface SheetPlan {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Lines of the second sheet, 填写说明. */
  readonly notes?: readonly string[];
  /** Who made the file and when: printed on every page, and kept in the file. */
  readonly watermark?: string;
}

export type SheetCell = string | number | Date | null;
type Rows = AsyncIterable<readonly SheetCell[]> | Iterable<readonly SheetCell[]>;

// Beyond this many rows the file is streamed, so that memory stays flat; lists, colours and notes are then left out.
const STREAM_ABOVE = 20_000;
const LIST_ROWS = 20_000; // an empty template offers its lists this far down

const HEADER: CellStyle = {
  font: { bold: true, color: { rgb: '1F3D3A' } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'E3F0EC' } },
  alignment: { vertical: 'center', wrapText: true },
};
const REQUIRED: CellStyle = { ...HEADER, font: { bold: true, color: { rgb: 'A03A2E' } } };
const REASON: CellStyle = { font: { color: { rgb: 'A03A2E' } }, alignment: { wrapText: true } };

/** A workbook as a stream of bytes: header row, rows as they come, text format where digits matter. */
export function writeXlsx(plan: SheetPlan, rows: Rows): Readable {
  return Readable.from(chunks(plan, rows), { objectMode: false });
}

/** A small workbook of several sheets, whole in memory: reports, not rosters. */
export function writeXlsxSheets(sheets: readonly { plan: SheetPlan; rows: readonly (readonly SheetCell[])[] }[]): Promise<Uint8Array> {
  const watermarked = sheets.map(({ plan, rows }) => dataSheet(plan, rows.map((row) => row.map(cell))));
  const notes = { ...sheets[0]!.plan, notes: sheets.flatMap(({ plan }) => plan.notes ?? []) };
  return writeWorkbook({ sheets: [...watermarked, ...notesSheet(notes)] });
}

async function* chunks(plan: SheetPlan, rows: Rows): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  const first: CellValue[][] = [];
  let ended = false;
  try {
    while (!ended && first.length <= STREAM_ABOVE) {
      const { value, done } = await iterator.next();
      if (done) ended = true;
      else first.push(value.map(cell));
    }
    if (ended) {
      yield await writeWorkbook({ sheets: [dataSheet(plan, first), ...notesSheet(plan)] });
      return;
    }
    const all = (async function* () {
      yield* first;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value.map(cell);
      ended = true;
      if (plan.watermark) yield [plan.watermark];
    })();
    const columns = plan.columns.map((column) => ({ ...columnOf(column), header: column.header }));
    yield* writeXlsxStream(all, { name: plan.name, columns, freezePane: { rows: 1 } }) as unknown as AsyncIterable<Uint8Array>;
  } finally {
    if (!ended) await iterator.return?.(); // the reader went away: whatever feeds the rows is let go
  }
}

const cell = (value: SheetCell): CellValue => (typeof value === 'string' ? guarded(value) : value);

const columnOf = (column: SheetColumn): ColumnDef => ({
  width: column.width ?? Math.max(10, column.header.length * 2.4),
  style: { ...(column.reason ? REASON : {}), ...(column.text ? { numFmt: '@' } : {}) },
});

function dataSheet(plan: SheetPlan, rows: CellValue[][]): WriteSheet {
  const header = plan.columns.map((column) => column.header);
  const cells = new Map(plan.columns.map((column, at) => [`0,${at}`, { value: column.header, style: column.required ? REQUIRED : HEADER }]));
  if (rows.length === 0) keepEmptyCellsAsText(plan, cells);
  return {
    name: plan.name,
    columns: plan.columns.map(columnOf),
    rows: [header, ...rows],
    cells,
    freezePane: { rows: 1 },
    dataValidations: plan.columns.flatMap((column, at) => listOf(column, at, Math.max(LIST_ROWS, rows.length))),
    ...(plan.watermark ? { headerFooter: { oddHeader: `&L${plan.watermark.replaceAll('&', '&&')}`, oddFooter: '&C第 &P 页 / 共 &N 页' } } : {}),
  };
}

/** In a template the cells to be filled carry the text format already: a column's format alone is not honoured by all. */
function keepEmptyCellsAsText(plan: SheetPlan, cells: Map<string, { value: string | null; style: CellStyle }>): void {
  for (const [at, column] of plan.columns.entries()) {
    for (let row = 1; column.text && row <= 500; row += 1) cells.set(`${row},${at}`, { value: null, style: { numFmt: '@' } } as never);
  }
}

function listOf(column: SheetColumn, at: number, rows: number): DataValidation[] {
  if (!column.choices?.length) return [];
  const letter = colToLetter(at);
  return [
    {
      type: 'list',
      values: [...column.choices],
      range: `${letter}2:${letter}${rows + 1}`,
      allowBlank: true,
      showErrorMessage: true,
      errorStyle: 'stop',
      errorTitle: column.header,
      errorMessage: '请从下拉列表中选择。',
    },
  ];
}

function notesSheet(plan: SheetPlan): WriteSheet[] {
  const lines = [...(plan.notes ?? []), ...(plan.watermark ? [plan.watermark] : [])];
  if (lines.length === 0) return [];
  const style: CellStyle = { alignment: { wrapText: true, vertical: 'top' } };
  return [{ name: '填写说明', columns: [{ width: 90, style }], rows: lines.map((line) => [guarded(line)]) }];
}
