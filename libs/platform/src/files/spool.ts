import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

export interface Spooled {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes content to a new file in `dir`, down to the disk, counting and hashing on the way. Leaves nothing behind when it fails. */
export async function spool(dir: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Spooled> {
  await fs.mkdir(dir, { recursive: true });
  const file = path.join(dir, randomUUID());
  const handle = await fs.open(file, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await handle.writeFile(chunk); // writes at the handle's position, and all of it
    }
    await handle.sync();
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await fs.rm(file, { force: true });
    throw error;
  }
  return { path: file, bytes, sha256: hash.digest('hex') };
}

/** Removes what a kill left in `dir` before that time. */
export async function sweepSpool(dir: string, before: Date): Promise<void> {
  for (const name of await fs.readdir(dir).catch(() => [])) {
    const file = path.join(dir, name);
    const found = await fs.stat(file).catch(() => null); // its put may end while we look
    if (found && found.mtime < before) await fs.rm(file, { force: true });
  }
}
