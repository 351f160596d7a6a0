/** One entry of a zip archive, as its central directory tells it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly compressed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly local: number;
}

/** Not a zip archive, or one that lies about itself. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

export const LOCAL_HEADER = 30;
export const LONGEST_END = 65_557; // the record and the longest remark that may follow it

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const WIDE = 0xffffffff; // the number stands in a zip64 field
const STORED = 0;
const DEFLATED = 8;

/**
 * What does this archive say it holds? Reads only headers, inflates nothing. Refuses archives whose two directories
 * disagree, whose sizes are missing, or whose parts overlap: that is how zip bombs are packed.
 * @throws ZipFault
 */
export function zipDirectory(bytes: Buffer): ZipEntry[] {
  const { count, from } = endRecord(bytes.subarray(Math.max(0, bytes.length - LONGEST_END)));
  const entries = centralEntries(bytes.subarray(from), count, bytes.length);
  for (const entry of entries) checkLocal(entry, bytes.subarray(entry.local, entry.local + LOCAL_HEADER));
  return entries;
}

/** Where the central directory lies and how much it names, by the record at the archive's end. @throws ZipFault */
export function endRecord(tail: Buffer): { readonly count: number; readonly size: number; readonly from: number } {
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END) return { count: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), from: tail.readUInt32LE(at + 16) };
  }
  throw new ZipFault('not a zip archive');
}

/** The entries of the central directory these bytes begin with, of an archive of so many bytes. @throws ZipFault */
export function centralEntries(central: Buffer, count: number, archiveSize: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let packed = 0;
  for (let n = 0, at = 0; n < count; n += 1) {
    if (at + 46 > central.length || central.readUInt32LE(at) !== CENTRAL) throw new ZipFault('broken central directory');
    const nameLength = central.readUInt16LE(at + 28);
    const entry = {
      name: central.toString('utf8', at + 46, at + 46 + nameLength),
      method: central.readUInt16LE(at + 10), compressed: central.readUInt32LE(at + 20), size: central.readUInt32LE(at + 24), local: central.readUInt32LE(at + 42),
    };
    if (entry.compressed === WIDE || entry.size === WIDE || entry.local === WIDE) throw new ZipFault('zip64 archives are not read');
    packed += entry.compressed;
    entries.push(entry);
    at += 46 + nameLength + central.readUInt16LE(at + 30) + central.readUInt16LE(at + 32);
  }
  if (packed > archiveSize) throw new ZipFault('overlapping entries');
  return entries;
}

/** Does an entry's local header say the same of it? @returns where its packed bytes begin. @throws ZipFault */
export function checkLocal({ name, method, compressed, size, local }: ZipEntry, head: Buffer): number {
  if (head.length < LOCAL_HEADER || head.readUInt32LE(0) !== LOCAL) throw new ZipFault(`no local header: ${name}`);
  const localSize = head.readUInt32LE(22);
  if (localSize !== 0 && localSize !== size) throw new ZipFault(`two sizes: ${name}`);
  if (size === 0 && compressed > 2) throw new ZipFault(`no size: ${name}`);
  if (method === STORED && compressed !== size) throw new ZipFault(`stored with two sizes: ${name}`);
  if (method !== STORED && method !== DEFLATED) throw new ZipFault(`packed in a way we do not read: ${name}`);
  return local + LOCAL_HEADER + head.readUInt16LE(26) + head.readUInt16LE(28);
}
