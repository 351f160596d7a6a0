import { isUtf8 } from 'node:buffer';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { refuse } from '@heliotrope/kernel';
import { type ByteSource, slicesOf } from './byte-source.js';
import type { RawRow } from './raw-row.js';

const SLICE = 64 * 1024;
const MOST_COLUMNS = 1_000;
const MOST_CHARACTERS = 1024 * 1024; // of one record

/**
 * The records of a CSV file (RFC 4180, read leniently), a slice of the file at a time. Its encoding and its separator are
 * found out: Excel and WPS write several of each. Between two slices everybody else has a turn: danger may be waiting to
 * be told. Written by hand because a parser that looks at each byte costs as much as all the checking of a roster row;
 * here a line without a quote is found and cut by the engine's own search.
 */
export async function* csvBatches(source: ByteSource): AsyncGenerator<RawRow[]> {
  const start = await source.read(0, 4 * SLICE);
  const decoder = new TextDecoder(encodingOf(start));
  let scanner: CsvScanner | undefined;
  for await (const bytes of slicesOf(source, 0, source.size, SLICE)) {
    const text = decoder.decode(bytes, { stream: true });
    if (text.includes('\0') || (!scanner && /^\s*</.test(text))) throw refuse('platform/sheet-unsupported'); // a web page, or no text at all
    scanner ??= new CsvScanner(separatorOf(text), newlineOf(text));
    const rows = scanner.push(text);
    if (rows.length > 0) yield rows;
    await othersTurn();
  }
  const rows = (scanner ?? new CsvScanner(',', '\n')).end(decoder.decode());
  if (rows.length > 0) yield rows;
}

/** Cuts text that comes in pieces into records; what is not yet whole waits for the next piece. */
class CsvScanner {
  private rest = '';
  private index = 0;

  constructor(
    private readonly separator: string,
    private readonly newline: string,
  ) {}

  push(text: string): RawRow[] {
    const all = this.rest === '' ? text : this.rest + text;
    const rows: RawRow[] = [];
    const quoted = all.includes('"');
    let at = 0;
    for (let end = all.indexOf(this.newline); end >= 0; end = all.indexOf(this.newline, at)) {
      const line = all.slice(at, end);
      if (quoted && line.includes('"')) {
        const record = this.quotedRecord(all, at);
        if (!record) break;
        rows.push(this.row(record.values));
        at = record.next;
      } else {
        rows.push(this.row(this.cut(line)));
        at = end + 1;
      }
    }
    this.rest = at === 0 ? all : all.slice(at);
    if (this.rest.length > MOST_CHARACTERS) throw refuse('platform/sheet-unreadable', { row: this.index + 1 });
    return rows;
  }

  end(text: string): RawRow[] {
    const rows = this.push(text);
    if (this.rest === '') return rows;
    const record = this.quotedRecord(`${this.rest}${this.newline}`, 0);
    if (!record) throw refuse('platform/sheet-unreadable', { row: this.index + 1 }); // a quote that is never closed
    this.rest = '';
    return [...rows, this.row(record.values)];
  }

  private cut(line: string): string[] {
    if (line.length > MOST_CHARACTERS) throw refuse('platform/sheet-unreadable', { row: this.index + 1 });
    return (line.endsWith('\r') ? line.slice(0, -1) : line).split(this.separator);
  }

  private row(values: string[]): RawRow {
    if (values.length > MOST_COLUMNS) throw refuse('platform/sheet-too-large');
    return { index: this.index++, values };
  }

  /** One record with quotes in it, which may go over several lines; nothing when its end has not come yet. */
  private quotedRecord(text: string, from: number): { values: string[]; next: number } | undefined {
    const values: string[] = [];
    let at = from;
    for (;;) {
      let value = '';
      if (text[at] === '"') {
        for (at += 1; ; at += 1) {
          const close = text.indexOf('"', at);
          if (close < 0) return undefined;
          value += text.slice(at, close);
          at = close + 1;
          if (text[at] !== '"') break;
          value += '"';
        }
      }
      // Up to the next separator or the line's end; what stands behind a closing quote is kept as it is.
      const line = text.indexOf(this.newline, at);
      const next = text.indexOf(this.separator, at);
      const end = next >= 0 && (line < 0 || next < line) ? next : line;
      if (end < 0) return undefined;
      const tail = text.slice(at, end);
      values.push(value + (end === line && tail.endsWith('\r') ? tail.slice(0, -1) : tail));
      at = end + 1;
      if (end === line) return { values, next: at };
    }
  }
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  // Text in GB18030 with even one Chinese character is practically never valid UTF-8. The last character may be cut.
  const whole = [0, 1, 2, 3].some((cut) => isUtf8(start.subarray(0, start.length - cut)));
  return whole ? 'utf-8' : 'gb18030';
}

const newlineOf = (text: string): string => (text.includes('\n') || !text.includes('\r') ? '\n' : '\r');

function separatorOf(text: string): string {
  const line = text.slice(0, 10_000).split(/\r?\n|\r/).find((one) => one.trim() !== '') ?? '';
  const count = (char: string) => line.split(char).length;
  return [',', '\t', ';'].reduce((best, char) => (count(char) > count(best) ? char : best));
}
