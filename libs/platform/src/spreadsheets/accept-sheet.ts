import { refuse } from '@heliotrope/kernel';
import { acceptFile } from '../files/file-kind.js';
import { ZipFault } from '../files/zip-directory.js';
import type { ByteSource } from './byte-source.js';
import { packedEntries } from './zip-archive.js';

const KINDS = ['xlsx', 'xls', 'csv'] as const;
const HEAD = 64 * 1024;
const MAX_XLS = 30 * 1024 * 1024;

/**
 * Is this large file a spreadsheet we take? Told from its bytes, of which only the telling ones are read.
 * @throws Refusal for anything else, and for a workbook that carries a program.
 */
export async function acceptSheet(source: ByteSource): Promise<void> {
  const start = await source.read(0, HEAD);
  if (start.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return acceptWorkbook(source);
  const isOle = start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]));
  if (isOle && source.size > MAX_XLS) throw refuse('platform/sheet-too-large');
  await acceptFile(isOle ? await source.read(0, source.size) : wholeCharacters(start, source.size), KINDS);
}

async function acceptWorkbook(source: ByteSource): Promise<void> {
  const names: string[] = await packedEntries(source).then(
    (entries) => [...entries.keys()].map((name) => name.toLowerCase()),
    (error: unknown): string[] => {
      if (error instanceof ZipFault) return [];
      throw error;
    },
  );
  if (names.some((name) => name.endsWith('.bin') && /vbaproject|activex/.test(name))) throw refuse('platform/file-macros');
  if (!names.includes('[content_types].xml') || !names.includes('xl/workbook.xml')) throw refuse('platform/file-kind', { kinds: KINDS.join('、') });
}

/** Text cut at a line's end: half a character would make UTF-8 look like something else. */
function wholeCharacters(start: Buffer, size: number): Buffer {
  const line = start.lastIndexOf(0x0a);
  return start.length === size || line < 0 ? start : start.subarray(0, line + 1);
}
