import { setImmediate as othersTurn } from 'node:timers/promises';
import { refuse } from '@heliotrope/kernel';
import { ZipFault } from '../files/zip-directory.js';
import type { ByteSource } from './byte-source.js';
import type { RawCell } from './cell-text.js';
import type { RawRow } from './raw-row.js';
import { StringTable } from './string-table.js';
import { unescaped, type WorkbookParts, workbookParts } from './workbook-parts.js';
import { packedEntries, unpacked } from './zip-archive.js';

const MOST_CHARACTERS = 4 * 1024 * 1024; // of one row
const MOST_COLUMNS = 16_384;
const DAY_MS = 86_400_000;

/** The rows of one sheet as they come. */
export interface WorkbookSheet {
  readonly name: string;
  rows(): AsyncGenerator<RawRow[]>;
}

/**
 * Opens a workbook of any size: nothing is held but the directory, the styles and a few pages of strings. Written by hand
 * because the libraries at hand keep every shared string (half a gigabyte for a million pupils).
 * @throws Refusal for what is no workbook or would blow up; ZipFault for a broken one.
 */
export async function openWorkbook(source: ByteSource, mostInflated: number): Promise<{ sheets: readonly WorkbookSheet[]; close(): void }> {
  const entries = await packedEntries(source);
  let inflated = 0;
  for (const entry of entries.values()) inflated += entry.size;
  if (inflated > mostInflated) throw refuse('platform/sheet-too-large');
  if (!entries.has('xl/workbook.xml')) throw refuse('platform/sheet-unsupported');
  const parts = await workbookParts(source, entries);
  const strings = new StringTable();
  let filled = false;
  const sheets = parts.sheets.map(({ name, path }) => ({
    name,
    rows: async function* () {
      if (!filled && parts.strings) for await (const texts of pieces(unpacked(source, parts.strings), '</si>', '</x:si>')) for (const item of itemsOf(texts)) strings.add(item);
      filled = true;
      yield* sheetRows(unpacked(source, entries.get(path)!), parts, strings);
    },
  }));
  return { sheets, close: () => strings.close() };
}

/** The text of a part, cut behind the last whole element of each piece. */
async function* pieces(bytes: AsyncGenerator<Buffer>, plainEnd: string, prefixedEnd: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let end: string | undefined;
  for await (const slice of bytes) {
    rest += decoder.decode(slice, { stream: true });
    if (!end) {
      const prefix = /<(?:(\w+):)?(?:sst|worksheet)\b/.exec(rest);
      if (prefix) end = prefix[1] ? prefixedEnd.replace('x:', `${prefix[1]}:`) : plainEnd;
    }
    const last = end ? rest.lastIndexOf(end) : -1;
    if (last >= 0) {
      const cut = last + end!.length;
      yield rest.slice(0, cut);
      rest = rest.slice(cut);
    }
    if (rest.length > MOST_CHARACTERS) throw new ZipFault('an element without an end');
    await othersTurn();
  }
}

function* itemsOf(text: string): Generator<string> {
  for (const [, empty, inside] of text.matchAll(/<(?:\w+:)?si(?:\s[^>]*)?(?:(\/)>|>([\s\S]*?)<\/(?:\w+:)?si>)/g)) yield empty ? '' : textOf(inside!);
}

/** All `t` of a text with several looks, without the reading aids (`rPh`) beside it. */
function textOf(inside: string): string {
  if (inside.startsWith('<t>') && inside.indexOf('<', 3) === inside.length - 4) return unescaped(inside.slice(3, -4));
  let text = '';
  for (const [, part] of inside.replace(/<(?:\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, '').matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g)) text += part;
  return unescaped(text);
}

const ROW = /<(?:\w+:)?row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?row>)/g;
const CELL = /<(?:\w+:)?c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g;

async function* sheetRows(bytes: AsyncGenerator<Buffer>, parts: WorkbookParts, strings: StringTable): AsyncGenerator<RawRow[]> {
  let next = 0;
  for await (const text of pieces(bytes, '</row>', '</x:row>')) {
    const rows: RawRow[] = [];
    for (const [, head, inside] of text.matchAll(ROW)) {
      const number = /\br="(\d+)"/.exec(head!)?.[1];
      const index = number === undefined ? next : Number(number) - 1;
      next = index + 1;
      if (inside !== undefined) rows.push({ index, values: cellsOf(inside, parts, strings) });
    }
    if (rows.length > 0) yield rows;
  }
}

function cellsOf(inside: string, parts: WorkbookParts, strings: StringTable): RawCell[] {
  const values: RawCell[] = [];
  for (const [, head, content] of inside.matchAll(CELL)) {
    const column = columnOf(head!) ?? values.length;
    if (column >= MOST_COLUMNS) throw refuse('platform/sheet-too-large');
    while (values.length < column) values.push(null);
    values[column] = content === undefined ? null : valueOf(head!, content, parts, strings);
  }
  return values;
}

function columnOf(head: string): number | undefined {
  let at = head.indexOf(' r="');
  if (at < 0) return undefined;
  let column = 0;
  for (at += 4; ; at += 1) {
    const code = head.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

function valueOf(head: string, content: string, parts: WorkbookParts, strings: StringTable): RawCell {
  const type = /\bt="(\w+)"/.exec(head)?.[1];
  if (type === 'inlineStr') return textOf(/<(?:\w+:)?is(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?is>/.exec(content)?.[1] ?? '');
  const value = elementOf(content);
  if (value === undefined) return null;
  if (type === 's') return strings.get(Number(value)) ?? null;
  if (type === 'str' || type === 'e') return unescaped(value);
  if (type === 'b') return value === '1';
  if (type === 'd') return unescaped(value).slice(0, 10);
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) return null;
  const style = /\bs="(\d+)"/.exec(head)?.[1];
  return style !== undefined && parts.dayStyles[Number(style)] ? dayOf(number, parts.from1904) : number;
}

/** What stands between `<v>` and `</v>`. */
function elementOf(content: string): string | undefined {
  const plain = content.indexOf('<v>');
  if (plain >= 0) return content.slice(plain + 3, content.indexOf('<', plain + 3));
  return /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/.exec(content)?.[1];
}

/** A spreadsheet counts days from the last day of 1899 and believes that 1900 was a leap year. */
function dayOf(serial: number, from1904: boolean): Date {
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  return new Date(Math.round((days - 25_569) * DAY_MS / 1000) * 1000);
}
