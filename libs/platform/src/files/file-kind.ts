import { isUtf8 } from 'node:buffer';
import { refuse } from '@heliotrope/kernel';
import { fileTypeFromBuffer } from 'file-type';
import { zipDirectory, ZipFault } from './zip-directory.js';
import './refusals.js';

export type FileKind = 'xlsx' | 'xls' | 'csv' | 'docx' | 'pdf' | 'png' | 'jpeg' | 'webp';

const MIME: Record<string, FileKind> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
};

/**
 * What is this file, told from its bytes and never from its name or what the browser says? `null`: nothing we take:
 * web pages and SVG (they run scripts), programs, archives, other pictures.
 * @throws Refusal platform/file-macros when an Office document carries a program.
 */
export async function fileKindOf(bytes: Buffer): Promise<FileKind | null> {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return officeKind(bytes);
  if (bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) return oldOfficeKind(bytes);
  const found = isUtf16(bytes) ? undefined : await fileTypeFromBuffer(bytes);
  if (found) return MIME[found.mime] ?? null;
  return isPlainTable(bytes) ? 'csv' : null;
}

/** @throws Refusal when the file is of no kind that this place takes. */
export async function acceptFile<K extends FileKind>(bytes: Buffer, kinds: readonly K[]): Promise<K> {
  const kind = await fileKindOf(bytes);
  if (kind === null || !kinds.includes(kind as K)) throw refuse('platform/file-kind', { kinds: kinds.join('、') });
  return kind as K;
}

function officeKind(bytes: Buffer): FileKind | null {
  let names: string[];
  try {
    names = zipDirectory(bytes).map((entry) => entry.name.toLowerCase());
  } catch (error) {
    if (error instanceof ZipFault) return null;
    throw error;
  }
  if (!names.includes('[content_types].xml')) return null;
  if (names.some((name) => name.endsWith('.bin') && /vbaproject|activex/.test(name))) throw refuse('platform/file-macros');
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  return names.includes('word/document.xml') ? 'docx' : null;
}

function oldOfficeKind(bytes: Buffer): FileKind | null {
  const holds = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'));
  if (holds('_VBA_PROJECT')) throw refuse('platform/file-macros');
  return holds('Workbook') || holds('Book') ? 'xls' : null;
}

/** "Unicode text" as Excel saves it, told by its byte-order mark. */
const isUtf16 = (bytes: Buffer) => (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

function isPlainTable(bytes: Buffer): boolean {
  if (bytes.length === 0) return false;
  if (!isUtf16(bytes) && bytes.includes(0)) return false;
  const encoding = isUtf16(bytes) ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : isUtf8(bytes) ? 'utf-8' : 'gb18030';
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, 64 * 1024));
  const strange = text.match(/[\ufffd\x01-\x08\x0e-\x1f]/g)?.length ?? 0;
  return !/^\s*</.test(text) && strange <= text.length / 100;
}
