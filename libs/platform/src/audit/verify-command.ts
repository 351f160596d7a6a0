import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { parseArgs } from 'node:util';
import { KeyRing } from '../crypto/key-provider.js';
import { readAnchors, type AnchorsRead } from './anchor-files.js';
import type { ChainEntry } from './chain.js';
import { withChains } from './chain.repository.js';
import { verifyChains, type ChainReport } from './verify-chain.js';

const USAGE = `Checks that no entry of the audit log was edited, removed, reordered or cut off.

  npm run audit:verify [-- options]

  --file <path>      check an exported NDJSON file instead of a database
  --database <url>   the database; else DATABASE_URL, else the one \`npm start\` runs now
  --anchors <dir>    where the anchors lie; else AUDIT_ANCHORS_DIR, else .data/anchors
  --keys <path>      the keys file that signed them; else KEYS_PATH, else .data/keys.json
  --export <path>    also write the entries read to an NDJSON file
  --json             print the report as JSON
`;

export interface VerifySurroundings {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the installation: `.data` lies in it. */
  readonly root: string;
  print(line: string): void;
}

/** The offline verifier as a command. @returns its exit code: 0 whole, 1 a fault was found, 2 it could not be checked. */
export async function verifyCommand({ argv, env, root, print }: VerifySurroundings): Promise<0 | 1 | 2> {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const options = { file: text, database: text, anchors: text, keys: text, export: text, json: flag, help: flag };
    const { values } = parseArgs({ args: [...argv], options });
    if (values.help) {
      print(USAGE);
      return 0;
    }
    const local = (...parts: string[]) => path.join(root, '.data', ...parts);
    const stack = runningStack(local('stack.json'));
    const keysFile = values.keys ?? env['KEYS_PATH'] ?? stack.KEYS_PATH ?? local('keys.json');
    const keys = fs.existsSync(keysFile) ? KeyRing.fromFile(keysFile) : null;
    // Anchors first: an entry written while we read is then newer than every anchor we hold.
    const anchorsDir = values.anchors ?? env['AUDIT_ANCHORS_DIR'] ?? stack.AUDIT_ANCHORS_DIR ?? local('anchors');
    const anchors = await readAnchors(anchorsDir, keys);
    const check = (entries: AsyncIterable<ChainEntry>) =>
      verifyChains(values.export ? alsoTo(values.export, entries) : entries, anchors.heads);
    const url = values.database ?? env['DATABASE_URL'] ?? stack.DATABASE_URL;
    if (!values.file && !url) throw new Error('no database: give --database or DATABASE_URL, or run `npm start` first');
    const report = values.file ? await check(entriesOf(values.file)) : await withChains(url!, check);
    print(values.json ? JSON.stringify({ ...report, anchors: summary(anchors) }) : human(report, anchors));
    return report.faults.length + anchors.faults.length > 0 ? 1 : 0;
  } catch (error) {
    print(`The audit log could not be checked: ${(error as Error).message}`);
    return 2;
  }
}

/** What the platform that `npm start` runs now told about itself. */
function runningStack(file: string): Partial<Record<'DATABASE_URL' | 'KEYS_PATH' | 'AUDIT_ANCHORS_DIR', string>> {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

async function* entriesOf(file: string): AsyncGenerator<ChainEntry> {
  let number = 0;
  for await (const line of readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      yield JSON.parse(line) as ChainEntry;
    } catch {
      throw new Error(`${file}, line ${number}: not JSON`);
    }
  }
}

async function* alsoTo(file: string, entries: AsyncIterable<ChainEntry>): AsyncGenerator<ChainEntry> {
  const handle = fs.openSync(file, 'w', 0o600);
  try {
    for await (const entry of entries) {
      fs.writeSync(handle, `${JSON.stringify(entry)}\n`);
      yield entry;
    }
  } finally {
    fs.closeSync(handle);
  }
}

const summary = ({ anchors, faults, unchecked }: AnchorsRead) => ({ read: anchors, faults, unchecked });

function human(report: ChainReport, anchors: AnchorsRead): string {
  const lines = [
    `Audit log: ${report.entries} entries in ${report.chains} chains, ${anchors.anchors} anchors for ${report.anchoredHeads} heads.`,
  ];
  for (const fault of report.faults) lines.push(`  ✗ bureau ${fault.jurisdictionId}, entry ${fault.seq}: ${fault.kind}: ${fault.says}`);
  for (const fault of anchors.faults) lines.push(`  ✗ ${fault}`);
  if (anchors.unchecked > 0) lines.push(`  ! ${anchors.unchecked} anchors could not be checked: their signing key is not at hand.`);
  if (anchors.anchors === 0) lines.push('  ! No anchors: entries cut off at the end, or a chain computed anew, cannot be seen.');
  lines.push(report.faults.length + anchors.faults.length > 0 ? 'NOT WHOLE.' : 'Whole: nothing was edited, removed, reordered or cut off.');
  return lines.join('\n');
}
