import { Readable } from 'node:stream';
import { guarded } from './cell-text.js';

const field = (value: string | number | null): string => {
  const text = value === null ? '' : typeof value === 'string' ? guarded(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A CSV file as Excel and WPS open it rightly: UTF-8 with its mark, CRLF, formulas made harmless. */
export function writeCsv(
  header: readonly string[],
  rows: AsyncIterable<readonly (string | number | null)[]> | Iterable<readonly (string | number | null)[]>,
): Readable {
  async function* lines() {
    yield `\ufeff${header.map(field).join(',')}\r\n`;
    for await (const row of rows) yield `${row.map(field).join(',')}\r\n`;
  }
  return Readable.from(lines(), { objectMode: false });
}
