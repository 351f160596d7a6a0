import { createInflateRaw } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { ZipFault } from '../files/zip-directory.js';
import { type ByteSource, slicesOf } from './byte-source.js';

/** One entry of an archive, and where its packed bytes lie. */
export interface PackedEntry {
  readonly name: string;
  readonly method: number;
  readonly at: number;
  readonly compressed: number;
  readonly size: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const WIDE = 0xffffffff; // the size stands in a zip64 field
const MOST_ENTRIES = 2_000;
const SLICE = 128 * 1024;

/**
 * The directory of an archive that is too large to be held in memory. The same refusals as `zipDirectory`: directories
 * that disagree and parts that overlap are how zip bombs are packed. @throws ZipFault
 */
export async function packedEntries(source: ByteSource): Promise<Map<string, PackedEntry>> {
  const tailAt = Math.max(0, source.size - 65_557);
  const tail = await source.read(tailAt, source.size - tailAt);
  const end = findEnd(tail);
  const count = tail.readUInt16LE(end + 10);
  const size = tail.readUInt32LE(end + 12);
  const from = tail.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES || from === WIDE || from + size > source.size) throw new ZipFault('broken central directory');
  const central = await source.read(from, size);
  const entries = new Map<string, PackedEntry>();
  let packed = 0;
  for (let n = 0, at = 0; n < count; n += 1) {
    if (at + 46 > central.length || central.readUInt32LE(at) !== CENTRAL) throw new ZipFault('broken central directory');
    const method = central.readUInt16LE(at + 10);
    const compressed = central.readUInt32LE(at + 20);
    const inflated = central.readUInt32LE(at + 24);
    const nameLength = central.readUInt16LE(at + 28);
    const name = central.toString('utf8', at + 46, at + 46 + nameLength);
    const local = central.readUInt32LE(at + 42);
    if (compressed === WIDE || inflated === WIDE || local === WIDE) throw new ZipFault('zip64 archives are not read');
    const head = await source.read(local, 30);
    if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) throw new ZipFault(`no local header: ${name}`);
    const localSize = head.readUInt32LE(22);
    if (localSize !== 0 && localSize !== inflated) throw new ZipFault(`two sizes: ${name}`);
    if (inflated === 0 && compressed > 2) throw new ZipFault(`no size: ${name}`);
    if (method === 0 ? compressed !== inflated : method !== 8) throw new ZipFault(`packed in a way we do not read: ${name}`);
    packed += compressed;
    entries.set(name, { name, method, compressed, size: inflated, at: local + 30 + head.readUInt16LE(26) + head.readUInt16LE(28) });
    at += 46 + nameLength + central.readUInt16LE(at + 30) + central.readUInt16LE(at + 32);
  }
  if (packed > source.size) throw new ZipFault('overlapping entries');
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

function findEnd(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at -= 1) if (tail.readUInt32LE(at) === END) return at;
  throw new ZipFault('not a zip archive');
}
