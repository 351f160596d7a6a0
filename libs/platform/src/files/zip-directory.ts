/** One entry of a zip archive, as its central directory and its local header agree on. */
export interface ZipEntry {
  readonly name: string;
  readonly compressed: number;
  readonly size: number;
}

/** Not a zip archive, or one that lies about itself. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const ZIP64 = 0xffffffff;

/**
 * What does this archive say it holds? Reads only headers, inflates nothing. Refuses archives whose two directories
 * disagree, whose sizes are missing, or whose parts overlap: that is how zip bombs are packed.
 * @throws ZipFault
 */
export function zipDirectory(bytes: Buffer): ZipEntry[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  let packed = 0;
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw new ZipFault('broken central directory');
    const method = bytes.readUInt16LE(at + 10);
    const compressed = bytes.readUInt32LE(at + 20);
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    if (compressed === ZIP64 || size === ZIP64 || local === ZIP64) throw new ZipFault('zip64 archives are not read');
    if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL) throw new ZipFault(`no local header: ${name}`);
    const localSize = bytes.readUInt32LE(local + 22);
    if (localSize !== 0 && localSize !== size) throw new ZipFault(`two sizes: ${name}`);
    if (size === 0 && compressed > 2) throw new ZipFault(`no size: ${name}`);
    if (method === 0 && compressed !== size) throw new ZipFault(`stored with two sizes: ${name}`);
    packed += compressed;
    entries.push({ name, compressed, size });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (packed > bytes.length) throw new ZipFault('overlapping entries');
  return entries;
}

function findEnd(bytes: Buffer): number {
  const last = bytes.length - 22;
  for (let at = last; at >= Math.max(0, last - 65_535); at -= 1) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  throw new ZipFault('not a zip archive');
}
