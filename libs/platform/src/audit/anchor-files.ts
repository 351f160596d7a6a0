import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { checkAnchor, type Anchor } from './anchor.js';
import type { ChainHead } from './chain.js';
import type { KeyProvider } from '../crypto/key-provider.js';

const NAME = /^anchors-\d{4}-\d{2}-\d{2}\.ndjson$/;

/** One file a day, oldest first. */
export function anchorFiles(dir: string): string[] {
  if (!fs.existsSync(dir)) return [];
  return fs.readdirSync(dir).filter((name) => NAME.test(name)).sort().map((name) => path.join(dir, name));
}

export function anchorFileOf(dir: string, at: Date): string {
  return path.join(dir, `anchors-${at.toISOString().slice(0, 10)}.ndjson`);
}

/** The newest anchor of a folder: the next one has to name its signature. */
export function lastAnchor(dir: string): Anchor | null {
  for (const file of anchorFiles(dir).reverse()) {
    const lines = fs.readFileSync(file, 'utf8').trimEnd();
    if (lines !== '') return parsed(lines.slice(lines.lastIndexOf('\n') + 1));
  }
  return null;
}

export interface AnchorsRead {
  readonly heads: readonly ChainHead[];
  readonly anchors: number;
  /** Lines that cannot be trusted, or that show that a line is missing. */
  readonly faults: readonly string[];
  /** Anchors whose signing key is not at hand. */
  readonly unchecked: number;
}

/**
 * Reads the anchors of a folder and judges them. Without keys (`null`) the heads are used as they stand and every
 * anchor counts as unchecked.
 */
export async function readAnchors(dir: string, keys: KeyProvider | null): Promise<AnchorsRead> {
  const heads = new Map<string, ChainHead>();
  const faults: string[] = [];
  let anchors = 0;
  let unchecked = 0;
  let prev: string | null = null; // the oldest line kept may name one that was archived
  for (const file of anchorFiles(dir)) {
    for await (const line of linesOf(file)) {
      anchors += 1;
      const where = `${path.basename(file)}, anchor ${anchors}`;
      const anchor = parsed(line);
      if (!anchor) {
        faults.push(`${where}: not an anchor`);
        continue;
      }
      const state = keys ? checkAnchor(keys, anchor) : 'unknown-key';
      if (state === 'forged') faults.push(`${where}: its signature does not fit`);
      if (state === 'unknown-key') unchecked += 1;
      if (prev !== null && anchor.prev !== prev) faults.push(`${where}: the anchor before it is missing`);
      prev = anchor.mac;
      if (state !== 'forged') for (const head of anchor.heads) heads.set(`${head.jurisdictionId}/${head.seq}`, head);
    }
  }
  return { heads: [...heads.values()], anchors, faults, unchecked };
}

function parsed(line: string): Anchor | null {
  try {
    const anchor = JSON.parse(line) as Anchor;
    return Array.isArray(anchor.heads) && typeof anchor.mac === 'string' ? anchor : null;
  } catch {
    return null;
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  for await (const line of readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() !== '') yield line;
  }
}
