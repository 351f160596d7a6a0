import { buffer } from 'node:stream/consumers';
import { type ByteSource, type DataKey, decryptWith, encryptWith, type FileStore } from '@heliotrope/platform';
import { filePlace } from '../students/pupil-fields.js';

const CHUNK = 256 * 1024;

/** The uploaded file, sealed piece by piece as it comes in: it is full of identity numbers, and of any size. */
export async function* sealedChunks(key: DataKey, importId: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  let number = 0;
  const seal = (bytes: Buffer) => encryptWith(key, filePlace(importId, number++), bytes);
  for await (const piece of content) {
    waiting.push(piece);
    length += piece.length;
    if (length < CHUNK) continue;
    const whole = Buffer.concat(waiting);
    let at = 0;
    for (; at + CHUNK <= whole.length; at += CHUNK) yield seal(whole.subarray(at, at + CHUNK));
    waiting = [whole.subarray(at)];
    length = whole.length - at;
  }
  if (length > 0) yield seal(Buffer.concat(waiting));
}

export interface SealedPlace {
  readonly importId: string;
  readonly key: string;
  /** Of the file as it was uploaded. */
  readonly bytes: number;
}

/** Reads a sealed file at any place; only a few pieces of it are open at a time. */
export async function openSealedFile(files: FileStore, place: SealedPlace, dataKey: DataKey): Promise<ByteSource> {
  const chunks = Math.ceil(place.bytes / CHUNK);
  const stored = (await files.stat(place.key))?.bytes ?? 0;
  const added = chunks === 0 ? 0 : (stored - place.bytes) / chunks; // what sealing adds to each piece
  const held = new Map<number, Promise<Buffer>>();
  const opened = async (number: number): Promise<Buffer> => {
    const from = number * (CHUNK + added);
    const sealed = await buffer(await files.get(place.key, { from, to: Math.min(from + CHUNK + added, stored) }));
    return decryptWith(dataKey, filePlace(place.importId, number), sealed);
  };
  const chunk = (number: number): Promise<Buffer> => {
    let found = held.get(number);
    if (!found) {
      found = opened(number);
      held.set(number, found);
      if (held.size > 4) held.delete(held.keys().next().value!);
    }
    return found;
  };
  return {
    size: place.bytes,
    read: async (at, length) => {
      const end = Math.min(at + length, place.bytes);
      const pieces: Buffer[] = [];
      for (let from = at; from < end; ) {
        const number = Math.floor(from / CHUNK);
        const inside = from - number * CHUNK;
        const piece = (await chunk(number)).subarray(inside, inside + end - from);
        pieces.push(piece);
        from += piece.length;
      }
      return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
    },
  };
}
