import { Readable } from 'node:stream';
import { Refusal } from '@heliotrope/kernel';
import { readRows, writeXlsxSheets } from '@heliotrope/platform';
import type { InstrumentDefinition } from '../../rules/instrument.js';
import { instrumentTables, SHEET_NOTES_FOR_FILLING, SHEETS } from '../../rules/instrument-table.js';
import type { ReadLine } from '../../rules/instrument-table-reading.js';

const MOST_ROWS = 5_000;

/** A definition as a workbook, or the empty template: lists in the cells, how to fill it on a sheet of its own. */
export async function instrumentWorkbook(definition?: InstrumentDefinition): Promise<Readable> {
  const sheets = instrumentTables(definition).map(({ name, columns, rows }, at) => ({
    plan: { name, columns: columns.map((column) => ({ ...column, text: true })), ...(at === 0 ? { notes: SHEET_NOTES_FOR_FILLING } : {}) },
    rows,
  }));
  return Readable.from([await writeXlsxSheets(sheets)], { objectMode: false });
}

/** The lines of every sheet that is there. @throws Refusal when it is no workbook at all. */
export async function workbookTables(bytes: Uint8Array): Promise<Record<string, ReadLine[]>> {
  const tables: Record<string, ReadLine[]> = {};
  for (const { name } of Object.values(SHEETS)) {
    try {
      const lines: ReadLine[] = [];
      for await (const { number, cells } of readRows(bytes, { sheet: name, maxRows: MOST_ROWS })) lines.push({ number, cells });
      tables[name] = lines;
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'platform/sheet-absent') throw error; // which one is gone is said with the other faults
    }
  }
  return tables;
}
