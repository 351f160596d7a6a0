import fs from 'node:fs';

/** Bytes that can be read at any place without holding all of them: a file on disk, a sealed file, a buffer. */
export interface ByteSource {
  readonly size: number;
  /** Exactly these bytes, fewer only at the end. */
  read(at: number, length: number): Promise<Buffer>;
}

export function bufferSource(bytes: Buffer): ByteSource {
  return { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) };
}

/** A file that stays open until `close`. */
export async function fileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const handle = await fs.promises.open(path);
  const { size } = await handle.stat();
  return {
    size,
    read: async (at, length) => {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - at)));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, at);
      return bytes.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  };
}

/** The bytes from one place to another, a slice at a time. */
export async function* slicesOf(source: ByteSource, from: number, to: number, slice: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; ) {
    const bytes = await source.read(at, Math.min(slice, to - at));
    if (bytes.length === 0) return;
    yield bytes;
    at += bytes.length;
  }
}
