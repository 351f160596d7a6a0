import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { refuse } from '@heliotrope/kernel';
import { bufferSource } from '../spreadsheets/byte-source.js';
import { packedEntries, unpacked } from '../spreadsheets/zip-archive.js';
import { ZipFault } from './zip-directory.js';
import './refusals.js';

configure({ useWebWorkers: false });

/** Several files in one archive, as systems exchange them. */
export async function zipFiles(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, content] of files) await zip.add(name, new Uint8ArrayReader(content));
  return zip.close();
}

/**
 * The files with these names out of an archive somebody sent, wherever in its folders they lie.
 * @param limits.most bytes of all of them unpacked; an archive that holds more, or lies about it, is refused.
 */
export async function unzipFiles(bytes: Buffer, limits: { readonly names: ReadonlySet<string>; readonly most: number }): Promise<Map<string, Buffer>> {
  try {
    const source = bufferSource(bytes);
    const wanted = [...(await packedEntries(source)).values()].filter((entry) => limits.names.has(nameOf(entry.name)));
    if (wanted.reduce((sum, entry) => sum + entry.size, 0) > limits.most) throw refuse('platform/too-large');
    const files = new Map<string, Buffer>();
    for (const entry of wanted) {
      if (files.has(nameOf(entry.name))) throw new ZipFault(`twice: ${entry.name}`);
      const pieces: Buffer[] = [];
      for await (const piece of unpacked(source, entry)) pieces.push(piece);
      files.set(nameOf(entry.name), Buffer.concat(pieces));
    }
    return files;
  } catch (error) {
    if (error instanceof ZipFault) throw refuse('platform/file-kind', { kinds: 'zip' });
    throw error;
  }
}

const nameOf = (path: string): string => path.split('/').at(-1)!;
