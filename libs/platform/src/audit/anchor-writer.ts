import fs from 'node:fs/promises';
import path from 'node:path';
import type { KeyProvider } from '../crypto/key-provider.js';
import { signAnchor } from './anchor.js';
import { anchorFileOf, lastAnchor } from './anchor-files.js';
import type { ChainHead } from './chain.js';

/** Runs work with the heads of all chains, one process at a time: see `ChainHeads` for the database's. */
export type HeadSource = <T>(work: (heads: readonly ChainHead[]) => Promise<T>) => Promise<T>;

export interface AnchorSink {
  put(key: string, content: Buffer): Promise<unknown>;
}

/**
 * Writes the heads that moved since the last time to a file outside the database, and a copy to the object store.
 * The worker calls it every minute and once more when it stops.
 */
export class AnchorWriter {
  private readonly known = new Map<number, number>();
  private uncopied: { key: string; line: Buffer }[] = [];

  constructor(
    private readonly heads: HeadSource,
    private readonly keys: KeyProvider,
    private readonly dir: string,
    private readonly copyTo?: AnchorSink,
  ) {}

  /** @returns how many heads were anchored. */
  async write(now: Date): Promise<number> {
    const moved = await this.heads((heads) => this.append(now, heads));
    for (let copy = this.uncopied[0]; copy && this.copyTo; copy = this.uncopied[0]) {
      await this.copyTo.put(copy.key, copy.line); // an unreachable store keeps the rest for the next minute
      this.uncopied.shift();
    }
    return moved;
  }

  private async append(now: Date, heads: readonly ChainHead[]): Promise<number> {
    const moved = heads.filter((head) => this.known.get(head.jurisdictionId) !== head.seq);
    if (moved.length === 0) return 0;
    await fs.mkdir(this.dir, { recursive: true });
    const anchor = signAnchor(this.keys, now, moved, lastAnchor(this.dir)?.mac ?? '');
    const line = Buffer.from(`${JSON.stringify(anchor)}\n`);
    const file = await fs.open(anchorFileOf(this.dir, now), 'a', 0o640);
    try {
      await file.write(line);
      await file.sync(); // a witness that is lost with the power is none
    } finally {
      await file.close();
    }
    for (const head of moved) this.known.set(head.jurisdictionId, head.seq);
    if (this.copyTo) {
      this.uncopied.push({ key: path.posix.join('audit-anchors', `${anchor.at}-${anchor.mac.slice(0, 8)}.ndjson`), line });
    }
    return moved.length;
  }
}
