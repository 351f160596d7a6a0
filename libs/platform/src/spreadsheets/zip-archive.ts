import { createInflateRaw } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { centralEntries, checkLocal, endRecord, LOCAL_HEADER, LONGEST_END, type ZipEntry, ZipFault } from '../files/zip-directory.js';
import { type ByteSource, slicesOf } from './byte-source.js';

/** One entry of an archive, and where its packed bytes lie. */
export interface PackedEntry extends ZipEntry {
  readonly at: number;
}

const MOST_ENTRIES = 2_000;
const SLICE = 128 * 1024;

/** The directory of an archive that is too large to be held in memory, with the refusals of `zipDirectory`. @throws ZipFault */
export async function packedEntries(source: ByteSource): Promise<Map<string, PackedEntry>> {
  const tailAt = Math.max(0, source.size - LONGEST_END);
  const { count, size, from } = endRecord(await source.read(tailAt, source.size - tailAt));
  if (count > MOST_ENTRIES || from + size > source.size) throw new ZipFault('broken central directory');
  const entries = new Map<string, PackedEntry>();
  for (const entry of centralEntries(await source.read(from, size), count, source.size)) {
    entries.set(entry.name, { ...entry, at: checkLocal(entry, await source.read(entry.local, LOCAL_HEADER)) });
  }
  return entries;
}

/** The bytes of one entry, unpacked as they are asked for. @throws ZipFault when it holds more than it says. */
export async function* unpacked(source: ByteSource, entry: PackedEntry): AsyncGenerator<Buffer> {
  const slices = slicesOf(source, entry.at, entry.at + entry.compressed, SLICE);
  let seen = 0;
  for await (const bytes of entry.method === 0 ? slices : inflated(slices)) {
    seen += bytes.length;
    if (seen > entry.size) throw new ZipFault(`larger than it says: ${entry.name}`);
    yield bytes;
  }
  if (seen !== entry.size) throw new ZipFault(`smaller than it says: ${entry.name}`);
}

async function* inflated(slices: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: SLICE });
  pipeline(Readable.from(slices, { highWaterMark: 1 }), inflate, () => undefined); // what goes wrong is met below
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_')) throw new ZipFault('broken packing');
    throw error;
  }
}
