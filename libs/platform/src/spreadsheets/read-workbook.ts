import { refuse } from '@heliotrope/kernel';
import { ZipFault } from '../files/zip-directory.js';
import type { ByteSource } from './byte-source.js';
import type { RawRow } from './raw-row.js';
import { openWorkbook } from './read-xlsx.js';

const MAX_XLS = 30 * 1024 * 1024; // read whole: the old format cannot be streamed, and holds no more than 65,536 rows

/** Some rows of one sheet; `sheet` counts from 0. */
export interface SheetPiece {
  readonly sheet: number;
  readonly rows: readonly RawRow[];
}

/**
 * The rows of a workbook: of the sheet asked for, or of all, one after the other.
 * @throws Refusal when it is encrypted, broken, or would blow up on opening.
 */
export async function* workbookRows(source: ByteSource, kind: 'xlsx' | 'xls', sheet: string | number | 'all', mostInflated: number): AsyncGenerator<SheetPiece> {
  try {
    yield* kind === 'xlsx' ? xlsxRows(source, sheet, mostInflated) : xlsRows(source, sheet);
  } catch (error) {
    if (error instanceof ZipFault) throw refuse('platform/sheet-unreadable');
    throw error;
  }
}

async function* xlsxRows(source: ByteSource, wanted: string | number | 'all', mostInflated: number): AsyncGenerator<SheetPiece> {
  const { sheets, close } = await openWorkbook(source, mostInflated);
  try {
    const chosen = sheets.map((sheet, at) => ({ sheet, at })).filter(({ sheet, at }) => wanted === 'all' || wanted === at || wanted === sheet.name);
    if (chosen.length === 0) throw refuse('platform/sheet-absent', { sheet: wanted });
    for (const { sheet, at } of chosen) for await (const rows of sheet.rows()) yield { sheet: at, rows };
  } finally {
    close();
  }
}

async function* xlsRows(source: ByteSource, wanted: string | number | 'all'): AsyncGenerator<SheetPiece> {
  if (source.size > MAX_XLS) throw refuse('platform/sheet-too-large');
  const bytes = await source.read(0, source.size);
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw refuse('platform/sheet-encrypted');
  const book = await openXls(bytes);
  const found = book.sheets.map(({ name, rows }, sheet) => ({ name, rows, sheet })).filter(({ name, sheet }) => wanted === 'all' || wanted === sheet || wanted === name);
  if (found.length === 0) throw refuse('platform/sheet-absent', { sheet: wanted });
  for (const { rows, sheet } of found) yield { sheet, rows: rows.map((values, index) => ({ index, values })) };
}

/** The library for the old format comes in only when an old file does: an import of today's has better use for the memory. */
async function openXls(bytes: Buffer) {
  const { EncryptedFileError, HucreError, readXls } = await import('hucre');
  return readXls(bytes).catch((error: unknown) => {
    if (error instanceof EncryptedFileError) throw refuse('platform/sheet-encrypted');
    if (error instanceof HucreError) throw refuse('platform/sheet-unreadable');
    throw error;
  });
}
