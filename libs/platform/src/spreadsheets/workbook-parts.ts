import { ZipFault } from '../files/zip-directory.js';
import type { ByteSource } from './byte-source.js';
import { type PackedEntry, unpacked } from './zip-archive.js';

export interface SheetPart {
  readonly name: string;
  readonly path: string;
}

/** What one must know of a workbook before its sheets can be read. */
export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly strings: PackedEntry | undefined;
  /** By number of the cell's style: does it show a day? */
  readonly dayStyles: readonly boolean[];
  /** Days are counted from 1904 on, as old Macintosh files do. */
  readonly from1904: boolean;
}

const MOST_BYTES = 16 * 1024 * 1024; // of a part that is read whole
const DAY_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** ECMA-376 part 1, §18.2 (workbook) and §18.8 (styles). @throws ZipFault */
export async function workbookParts(source: ByteSource, entries: ReadonlyMap<string, PackedEntry>): Promise<WorkbookParts> {
  const workbook = await wholePart(source, entries, 'xl/workbook.xml');
  const rels = await wholePart(source, entries, 'xl/_rels/workbook.xml.rels');
  const targets = new Map([...rels.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)].map(([, inside]) => [attribute(inside!, 'Id'), pathOf(attribute(inside!, 'Target'))]));
  const typed = (type: string) => [...rels.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g)].find(([, inside]) => attribute(inside!, 'Type').endsWith(`/${type}`))?.[1];
  const stringsPart = typed('sharedStrings');
  const stylesPart = typed('styles');
  const sheets = [...workbook.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g)].flatMap(([, inside]) => {
    const path = targets.get(/\b\w+:id="([^"]*)"/.exec(inside!)?.[1] ?? '');
    return path && entries.has(path) ? [{ name: unescaped(attribute(inside!, 'name')), path }] : [];
  });
  if (sheets.length === 0) throw new ZipFault('a workbook without sheets');
  const styles = stylesPart ? await wholePart(source, entries, pathOf(attribute(stylesPart, 'Target'))) : '';
  return {
    sheets,
    strings: stringsPart ? entries.get(pathOf(attribute(stringsPart, 'Target'))) : undefined,
    dayStyles: dayStylesOf(styles),
    from1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(1|true)"/.test(workbook),
  };
}

function dayStylesOf(styles: string): boolean[] {
  const own = new Map([...styles.matchAll(/<(?:\w+:)?numFmt\b([^>]*)>/g)].map(([, inside]) => [attribute(inside!, 'numFmtId'), unescaped(attribute(inside!, 'formatCode'))]));
  const cells = /<(?:\w+:)?cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(styles)?.[1] ?? '';
  return [...cells.matchAll(/<(?:\w+:)?xf\b([^>]*)>/g)].map(([, inside]) => {
    const id = attribute(inside!, 'numFmtId');
    const format = own.get(id);
    return format === undefined ? DAY_FORMATS.has(Number(id)) : /[ymdhs]/i.test(format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
  });
}

async function wholePart(source: ByteSource, entries: ReadonlyMap<string, PackedEntry>, name: string): Promise<string> {
  const entry = entries.get(name);
  if (!entry) return '';
  if (entry.size > MOST_BYTES) throw new ZipFault(`too large: ${name}`);
  const pieces: Buffer[] = [];
  for await (const bytes of unpacked(source, entry)) pieces.push(bytes);
  return Buffer.concat(pieces).toString('utf8');
}

const attribute = (inside: string, name: string): string => new RegExp(`(?:^|\\s)${name}=(?:"([^"]*)"|'([^']*)')`).exec(inside)?.slice(1).find((one) => one !== undefined) ?? '';

/** A target is relative to `xl/`, or begins at the root. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  return `xl/${target}`.split('/').reduce<string[]>((parts, part) => (part === '..' ? parts.slice(0, -1) : part === '.' ? parts : [...parts, part]), []).join('/');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities, numbered characters, and the `_x000D_` by which workbooks write control characters. */
export function unescaped(text: string): string {
  const plain = text.includes('&')
    ? text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
        hex ? characterOf(parseInt(hex, 16)) : decimal ? characterOf(Number(decimal)) : ENTITIES[name] ?? whole)
    : text;
  return plain.includes('_x') ? plain.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))) : plain;
}

const characterOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');
