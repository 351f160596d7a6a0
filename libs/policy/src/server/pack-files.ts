import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { readPack, type Pack, type PackFault } from '../rules/index.js';

/** The folder of the packs that come with the installation: the same distance from `src` and from `dist`. */
export const PACKS_DIR = fileURLToPath(new URL('../../../../policies/', import.meta.url));

export interface PackFile {
  readonly pack: Pack;
  /** Of the file's bytes: a comment changed is a new version too, because people read comments. */
  readonly checksum: string;
}

/**
 * Reads every pack of a folder. @throws Error naming file, line and field of every fault of every file: a platform
 * that started with half its rules would judge schools by the wrong ones.
 */
export function readPackFiles(dir: string = PACKS_DIR): readonly PackFile[] {
  const faults: string[] = [];
  const files: PackFile[] = [];
  for (const name of fs.readdirSync(dir).filter((one) => one.endsWith('.yaml')).sort()) {
    const text = fs.readFileSync(path.join(dir, name), 'utf8');
    const reading = readPackText(text);
    if (reading.pack === null) faults.push(...reading.faults.map((fault) => `${name}:${fault}`));
    else files.push({ pack: reading.pack, checksum: createHash('sha256').update(text).digest('hex') });
  }
  if (faults.length > 0) throw new Error(`The policy packs have faults:\n  ${faults.join('\n  ')}`);
  return files;
}

/** Reads the text of one pack; each fault begins with the line it stands on. */
export function readPackText(text: string): { readonly pack: Pack; readonly faults: readonly [] } | { readonly pack: null; readonly faults: readonly string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return { pack: null, faults: document.errors.map((error) => `${lines.linePos(error.pos[0]).line}: ${error.message}`) };
  }
  const reading = readPack(document.toJS());
  if (reading.pack !== null) return reading;
  const words = (fault: PackFault) => `${lineOf(document, lines, fault.path)}: ${fault.path.join('.') || 'the file'}: ${fault.message}`;
  return { pack: null, faults: reading.faults.map(words) };
}

/** A field that is missing has no line of its own: then the line of the table that should hold it. */
function lineOf(document: Document, lines: LineCounter, at: readonly (string | number)[]): number {
  for (let depth = at.length; depth > 0; depth--) {
    const parent: unknown = depth === 1 ? document.contents : document.getIn(at.slice(0, depth - 1), true);
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(at[depth - 1]));
      if (pair && isScalar(pair.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
    }
    const node = document.getIn(at.slice(0, depth), true) as { range?: readonly number[] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]!).line;
  }
  return 1;
}
