import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import type { Writable } from 'node:stream';
import { BackupFault } from './backup-fault.js';

/*
 * How does a backup lie on a disk that strangers may read? As frames, each sealed by AES-256-GCM under a key made for
 * this file alone. The nonce is the frame's number, so frames can be neither altered, swapped, dropped nor added; the
 * last frame says that it is the last, so a file cut short is seen. Nothing is ever on disk in the clear: a frame is
 * opened in memory and handed on.
 *
 *   file  = magic (20) · salt (16) · frame …
 *   frame = kind (1) · length (4, big-endian) · sealed content (length) · tag (16)
 */

export const FRAME = { manifest: 1, table: 2, file: 3, data: 4, close: 5, end: 6 } as const;
export type FrameKind = (typeof FRAME)[keyof typeof FRAME];

export interface Frame {
  readonly kind: FrameKind;
  readonly content: Buffer;
}

const MAGIC = Buffer.from('HELIOTROPE BACKUP 1\n');
const SALT = 16;
const HEADER = 5;
const TAG = 16;
/** What a writer never exceeds and a reader refuses: a damaged length must not ask for gigabytes. */
export const MOST_A_FRAME = 8 << 20;

const keyOf = (backupKey: Buffer, salt: Buffer): Buffer => Buffer.from(hkdfSync('sha256', backupKey, salt, 'heliotrope/backup/1', 32));

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 6, 6);
  return nonce;
}

function headerOf(kind: FrameKind, length: number): Buffer {
  const header = Buffer.alloc(HEADER);
  header[0] = kind;
  header.writeUInt32BE(length, 1);
  return header;
}

export class SealedWriter {
  private number = 0;
  private readonly key: Buffer;
  private readonly beginning: Buffer;

  constructor(
    private readonly sink: Writable,
    backupKey: Buffer,
  ) {
    const salt = randomBytes(SALT);
    this.key = keyOf(backupKey, salt);
    this.beginning = Buffer.concat([MAGIC, salt]);
  }

  async put(kind: FrameKind, content: Buffer): Promise<void> {
    const header = headerOf(kind, content.length);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonceOf(this.number)).setAAD(header);
    const sealed = [header, cipher.update(content), cipher.final(), cipher.getAuthTag()];
    const bytes = Buffer.concat(this.number === 0 ? [this.beginning, ...sealed] : sealed);
    this.number += 1;
    if (!this.sink.write(bytes)) await once(this.sink, 'drain');
  }
}

/**
 * The frames of a backup, each proved before it is handed out.
 * @throws BackupFault when the file is none of ours, is damaged or cut short, or the key is another's.
 */
export async function* openFrames(file: string, backupKey: Buffer): AsyncGenerator<Frame> {
  const handle = await fs.promises.open(file);
  try {
    const take = async (length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(length);
      for (let at = 0; at < length; ) {
        const { bytesRead } = await handle.read(bytes, at, length - at);
        if (bytesRead === 0) throw new BackupFault('cut-short', `${file} ends in the middle: it was not written to its end`);
        at += bytesRead;
      }
      return bytes;
    };
    const beginning = await take(MAGIC.length).catch(() => Buffer.alloc(0));
    if (!beginning.equals(MAGIC)) throw new BackupFault('not-a-backup', `${file} is not a backup of Heliotrope`);
    const key = keyOf(backupKey, await take(SALT));
    for (let number = 0; ; number += 1) {
      const header = await take(HEADER);
      const length = header.readUInt32BE(1);
      if (length > MOST_A_FRAME) throw new BackupFault('damaged', `${file}: frame ${number} is damaged`);
      const content = opened(key, number, header, await take(length), await take(TAG), file);
      const kind = header[0] as FrameKind;
      yield { kind, content };
      if (kind === FRAME.end) return;
    }
  } finally {
    await handle.close();
  }
}

function opened(key: Buffer, number: number, header: Buffer, sealed: Buffer, tag: Buffer, file: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number)).setAAD(header).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    if (number === 0) throw new BackupFault('wrong-key', `${file} does not open with this key`);
    throw new BackupFault('damaged', `${file}: frame ${number} is damaged`);
  }
}
