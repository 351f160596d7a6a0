import type { Readable } from 'node:stream';

export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface ListedFile {
  readonly key: string;
  readonly writtenAt: Date;
}

export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

export interface SignedUrlOptions {
  readonly expiresAt: Date;
  /** The name the browser saves it under. */
  readonly fileName: string;
  readonly type: string;
}

/**
 * Where files lie: on this machine's disk or in S3-compatible storage. A key is a relative path of plain letters,
 * never made from what a user typed. A file is either there whole or not at all.
 */
export abstract class FileStore {
  abstract put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredFile>;
  /**
   * The whole file, or the bytes from `from` up to, not including, `to`.
   * @throws Refusal platform/file-absent
   */
  abstract get(key: string, range?: ByteRange): Promise<Readable>;
  abstract stat(key: string): Promise<{ readonly bytes: number } | null>;
  /** Every file under a folder, in no order. */
  abstract list(folder: string): AsyncGenerator<ListedFile>;
  /** Removes what puts that were killed left half written since before that time; none of it is a file yet. */
  abstract forgetBroken(before: Date): Promise<void>;
  /** Deleting what is not there is no fault. */
  abstract delete(key: string): Promise<void>;
  /** An address that opens this one file until it expires, without a session. */
  abstract signedUrl(key: string, options: SignedUrlOptions): Promise<string>;
}

const KEY = /^[A-Za-z0-9][\w.:-]*(?:\/[A-Za-z0-9][\w.:-]*)*$/;

/** @throws Error for a key that could climb out of its folder: a bug, not a user's mistake. */
export function checkedKey(key: string): string {
  if (!KEY.test(key) || key.includes('..') || key.length > 400) throw new Error(`not a file key: ${JSON.stringify(key)}`);
  return key;
}

/** The header by which a browser saves a file under a Chinese name. RFC 6266, RFC 8187. */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
