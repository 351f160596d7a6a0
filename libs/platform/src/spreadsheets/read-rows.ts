import fs from 'node:fs/promises';
import { refuse } from '@heliotrope/kernel';
import { cellText } from './cell-text.js';
import type { RawRow } from './raw-row.js';
import { csvRecords } from './read-csv.js';
import { workbookRows } from './read-workbook.js';
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

export type SheetSource = string | Uint8Array | AsyncIterable<Uint8Array>;

const MAX_BYTES = 60 * 1024 * 1024;
const MAX_ROWS = 500_000;

/**
 * The rows of a spreadsheet somebody uploaded, whatever made it: .xlsx and .xls of Excel and WPS, .csv in UTF-8 or
 * GB18030. What it is, is told from its first bytes, never from its name. Blank rows are left out.
 * @param source a path, the bytes, or a stream of them.
 * @throws Refusal with a sentence for the person who uploaded it.
 */
export async function* readRows(source: SheetSource, options: ReadRowsOptions = {}): AsyncGenerator<SheetRow> {
  const { maxRows = MAX_ROWS, maxBytes = MAX_BYTES } = options;
  const bytes = await bytesOf(source, maxBytes);
  let count = 0;
  for await (const row of rawRows(bytes, options.sheet)) {
    const read = readRow(row);
    if (!read) continue;
    count += 1;
    if (count > maxRows) throw refuse('platform/sheet-too-many-rows', { max: maxRows });
    yield read;
  }
}

function rawRows(bytes: Buffer, sheet: string | number | undefined): AsyncIterable<RawRow> {
  const isZip = bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'));
  const isOle = bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));
  if (isZip || isOle) return workbookRows(bytes, isZip ? 'xlsx' : 'xls', sheet);
  return csvRecords(bytes);
}

function readRow(row: RawRow): SheetRow | null {
  const texts = row.values.map(cellText);
  let length = texts.length;
  while (length > 0 && texts[length - 1]!.text === '') length -= 1;
  if (length === 0) return null;
  const imprecise: number[] = [];
  const cells = texts.slice(0, length).map((cell, column) => {
    if (cell.imprecise) imprecise.push(column);
    return cell.text;
  });
  return { number: row.index + 1, cells, imprecise };
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
