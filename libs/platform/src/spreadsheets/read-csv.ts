import { isUtf8 } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { refuse } from '@heliotrope/kernel';
import { parse, type Parser } from 'csv-parse';
import type { RawRow } from './raw-row.js';

const SLICE = 64 * 1024;
const MOST_COLUMNS = 1_000;
const MOST_BYTES = 1024 * 1024; // of one record

/** The records of a CSV file. Its encoding and its separator are found out: Excel and WPS write several of each. */
export async function* csvRecords(bytes: Buffer): AsyncGenerator<RawRow> {
  const text = decode(bytes);
  if (/^\s*</.test(text) || text.includes('\0')) throw refuse('platform/sheet-unsupported'); // a web page, or no text at all
  const parser = parse({
    delimiter: separatorOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: MOST_BYTES,
  });
  pipeline(Readable.from(slicesOf(Buffer.from(text), parser), { highWaterMark: 1 }), parser, () => undefined); // what goes wrong is met below, where the records are read
  let index = 0;
  try {
    for await (const values of parser as AsyncIterable<string[]>) {
      if (values.length > MOST_COLUMNS) throw refuse('platform/sheet-too-large');
      yield { index: index++, values };
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('CSV_')) throw refuse('platform/sheet-unreadable', { row: index + 1 });
    throw error;
  }
}

/**
 * The parser gets no more than its reader keeps up with, and everybody else a turn between: danger may be waiting to be
 * told. Its own limit counts what stands in the cells; a record of a million empty ones is stopped here.
 */
async function* slicesOf(text: Buffer, parser: Parser): AsyncGenerator<Buffer> {
  let records = 0;
  let since = 0;
  for (let at = 0; at < text.length; at += SLICE) {
    if (parser.info.records !== records) [records, since] = [parser.info.records, at];
    if (at - since > MOST_BYTES) throw refuse('platform/sheet-unreadable', { row: records + 1 });
    yield text.subarray(at, at + SLICE);
    await othersTurn();
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
