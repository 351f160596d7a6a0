import fs from 'node:fs/promises';
import { refuse } from '@heliotrope/kernel';
import { bufferSource, type ByteSource } from './byte-source.js';
import { cellText } from './cell-text.js';
import type { RawRow } from './raw-row.js';
import { csvBatches } from './read-csv.js';
import { type SheetPiece, workbookRows } from './read-workbook.js';
import './refusals.js';

export interface SheetRow {
  /** As the spreadsheet program numbers it: the header is usually 1. */
  readonly number: number;
  /** Trimmed texts; empty cells at the end are left out. */
  readonly cells: readonly string[];
  /** Columns (0-based) where a long number was typed as a number, so that its last digits are lost. */
  readonly imprecise: readonly number[];
}

export interface ReadRowsOptions {
  /** Name or 0-based position; else the first sheet. A CSV file has only one. */
  readonly sheet?: string | number;
  /** More rows than this are refused, not cut off. */
  readonly maxRows?: number;
  readonly maxBytes?: number;
}

/** Some rows of one sheet of a file, in their order; `sheet` counts from 0. */
export interface SheetBatch {
  readonly sheet: number;
  readonly rows: readonly SheetRow[];
}

export type SheetSource = string | Uint8Array | AsyncIterable<Uint8Array>;

const MAX_BYTES = 60 * 1024 * 1024;
const MAX_ROWS = 500_000;
const MAX_INFLATED = 600 * 1024 * 1024;
const NONE: readonly number[] = [];

/**
 * The rows of a spreadsheet somebody uploaded, whatever made it: .xlsx and .xls of Excel and WPS, .csv in UTF-8 or
 * GB18030. What it is, is told from its first bytes, never from its name. Blank rows are left out.
 * @param source a path, the bytes, or a stream of them.
 * @throws Refusal with a sentence for the person who uploaded it.
 */
export async function* readRows(source: SheetSource, options: ReadRowsOptions = {}): AsyncGenerator<SheetRow> {
  const { maxRows = MAX_ROWS, maxBytes = MAX_BYTES } = options;
  const bytes = bufferSource(await bytesOf(source, maxBytes));
  for await (const { rows } of batches(bytes, { sheet: options.sheet ?? 0, maxRows, maxInflated: MAX_INFLATED })) yield* rows;
}

/**
 * The same for a file of any size, which is read where it lies and of which only a slice is in memory. All sheets of a
 * workbook, since one holds no more than 1,048,576 rows.
 */
export function readSheets(source: ByteSource, limits: { maxRows: number; maxInflated: number }): AsyncGenerator<SheetBatch> {
  return batches(source, { ...limits, sheet: 'all' });
}

async function* batches(source: ByteSource, { sheet, maxRows, maxInflated }: { sheet: string | number | 'all'; maxRows: number; maxInflated: number }): AsyncGenerator<SheetBatch> {
  let count = 0;
  for await (const piece of rawRows(source, sheet, maxInflated)) {
    const rows: SheetRow[] = [];
    for (const row of piece.rows) {
      const read = readRow(row);
      if (read) rows.push(read);
    }
    count += rows.length;
    if (count > maxRows) throw refuse('platform/sheet-too-many-rows', { max: maxRows });
    if (rows.length > 0) yield { sheet: piece.sheet, rows };
  }
}

async function* rawRows(source: ByteSource, sheet: string | number | 'all', maxInflated: number): AsyncGenerator<SheetPiece> {
  const start = await source.read(0, 4);
  const isZip = start.equals(Buffer.from('PK\x03\x04', 'latin1'));
  const isOle = start.equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));
  if (isZip || isOle) return yield* workbookRows(source, isZip ? 'xlsx' : 'xls', sheet, maxInflated);
  for await (const rows of csvBatches(source)) yield { sheet: 0, rows };
}

function readRow(row: RawRow): SheetRow | null {
  const cells: string[] = [];
  let imprecise: number[] | undefined;
  let length = 0;
  for (let column = 0; column < row.values.length; column += 1) {
    const cell = cellText(row.values[column]);
    cells.push(cell.text);
    if (cell.text !== '') length = column + 1;
    if (cell.imprecise) (imprecise ??= []).push(column);
  }
  if (length === 0) return null;
  if (length < cells.length) cells.length = length;
  return { number: row.index + 1, cells, imprecise: imprecise ?? NONE };
}

async function bytesOf(source: SheetSource, maxBytes: number): Promise<Buffer> {
  if (source instanceof Uint8Array) {
    if (source.byteLength > maxBytes) throw refuse('platform/sheet-too-large');
    return Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  }
  if (typeof source === 'string') {
    if ((await fs.stat(source)).size > maxBytes) throw refuse('platform/sheet-too-large');
    return fs.readFile(source);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > maxBytes) throw refuse('platform/sheet-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
