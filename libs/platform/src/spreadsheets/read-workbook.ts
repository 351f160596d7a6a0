import { refuse } from '@heliotrope/kernel';
import { EncryptedFileError, HucreError, readXls, streamXlsxRows } from 'hucre';
import { zipDirectory, ZipFault } from '../files/zip-directory.js';
import type { RawRow } from './raw-row.js';

const MAX_ENTRIES = 2_000;
const MAX_INFLATED = 600 * 1024 * 1024;
const MAX_XLS = 30 * 1024 * 1024; // read whole: the old format cannot be streamed

/** The rows of one sheet of a workbook. @throws Refusal when it is encrypted, broken, or would blow up on opening. */
export async function* workbookRows(bytes: Buffer, kind: 'xlsx' | 'xls', sheet: string | number | undefined): AsyncGenerator<RawRow> {
  try {
    yield* kind === 'xlsx' ? xlsxRows(bytes, sheet) : xlsRows(bytes, sheet);
  } catch (error) {
    if (error instanceof EncryptedFileError) throw refuse('platform/sheet-encrypted');
    if (error instanceof HucreError || error instanceof ZipFault) throw refuse('platform/sheet-unreadable');
    throw error;
  }
}

async function* xlsxRows(bytes: Buffer, sheet: string | number | undefined): AsyncGenerator<RawRow> {
  const entries = zipDirectory(bytes);
  const inflated = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (entries.length > MAX_ENTRIES || inflated > MAX_INFLATED) throw refuse('platform/sheet-too-large');
  if (!entries.some((entry) => entry.name === 'xl/workbook.xml')) throw refuse('platform/sheet-unsupported');
  let any = false;
  for await (const row of streamXlsxRows(bytes, sheet === undefined ? {} : { sheet })) {
    any = true;
    yield row;
  }
  if (!any && sheet !== undefined) throw refuse('platform/sheet-absent', { sheet });
}

async function* xlsRows(bytes: Buffer, sheet: string | number | undefined): AsyncGenerator<RawRow> {
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw refuse('platform/sheet-encrypted');
  if (bytes.length > MAX_XLS) throw refuse('platform/sheet-too-large');
  const book = await readXls(bytes);
  const found = typeof sheet === 'string' ? book.sheets.find((one) => one.name === sheet) : book.sheets[sheet ?? 0];
  if (!found) throw refuse('platform/sheet-absent', { sheet: sheet ?? 1 });
  for (const [index, values] of found.rows.entries()) yield { index, values };
}
