import fs from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { refuse } from '@heliotrope/kernel';
import { signToken, type TokenKeys } from '../crypto/signed-token.js';
import { type ByteRange, checkedKey, FileStore, type ListedFile, type SignedUrlOptions, type StoredFile } from './file-store.js';
import { spool, sweepSpool } from './spool.js';
import './refusals.js';

/** What a signed address of the local store carries. */
export interface FileClaims {
  readonly key: string;
  readonly name: string;
  readonly type: string;
}

const SPOOL = '.incoming'; // in the same file system, so that the last step is a rename

/** Files in a folder of this machine: for one server, and for `npm start`. */
export class LocalFileStore extends FileStore {
  constructor(
    private readonly dir: string,
    private readonly tokens: TokenKeys,
  ) {
    super();
  }

  async put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredFile> {
    const target = this.pathOf(key);
    const { path: incoming, bytes, sha256 } = await spool(path.join(this.dir, SPOOL), content);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.rename(incoming, target);
    return { key, bytes, sha256 };
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    try {
      return (await fs.open(this.pathOf(key))).createReadStream(range ? { start: range.from, end: range.to - 1 } : {});
    } catch (error) {
      if (isAbsent(error)) throw refuse('platform/file-absent');
      throw error;
    }
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    try {
      return { bytes: (await fs.stat(this.pathOf(key))).size };
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  async *list(folder: string): AsyncGenerator<ListedFile> {
    for (const entry of await fs.readdir(this.pathOf(folder), { withFileTypes: true }).catch(unlessAbsent([]))) {
      const key = `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* this.list(key);
      else {
        const found = await fs.stat(this.pathOf(key)).catch(unlessAbsent(null)); // it may go while we look
        if (found) yield { key, writtenAt: found.mtime };
      }
    }
  }

  forgetBroken(before: Date): Promise<void> {
    return sweepSpool(path.join(this.dir, SPOOL), before);
  }

  async delete(key: string): Promise<void> {
    await fs.rm(this.pathOf(key), { force: true });
  }

  async signedUrl(key: string, { expiresAt, fileName, type }: SignedUrlOptions): Promise<string> {
    const claims: FileClaims = { key: checkedKey(key), name: fileName, type };
    return `/api/files?token=${signToken(this.tokens, claims, expiresAt)}`;
  }

  private pathOf(key: string): string {
    return path.join(this.dir, checkedKey(key));
  }
}

const unlessAbsent = <T>(instead: T) => (error: unknown): T => {
  if (isAbsent(error)) return instead;
  throw error;
};

const isAbsent = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';
