import { isUtf8 } from 'node:buffer';
import { refuse } from '@heliotrope/kernel';
import { parse } from 'csv-parse';
import type { RawRow } from './raw-row.js';

/** The records of a CSV file. Its encoding and its separator are found out: Excel and WPS write several of each. */
export async function* csvRecords(bytes: Buffer): AsyncGenerator<RawRow> {
  const text = decode(bytes);
  if (/^\s*</.test(text) || text.includes('\0')) throw refuse('platform/sheet-unsupported'); // a web page, or no text at all
  const parser = parse(text, {
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: 1024 * 1024,
  });
  let index = 0;
  try {
    for await (const values of parser as AsyncIterable<string[]>) yield { index: index++, values };
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('CSV_')) throw refuse('platform/sheet-unreadable', { row: index + 1 });
    throw error;
  }
}

function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // Text in GB18030 with even one Chinese character is practically never valid UTF-8.
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'gb18030').decode(bytes);
}

function separatorOf(text: string): string {
  const line = text.slice(0, 10_000).split(/\r?\n/).find((one) => one.trim() !== '') ?? '';
  const count = (char: string) => line.split(char).length;
  return [',', '\t', ';'].reduce((best, char) => (count(char) > count(best) ? char : best));
}
