// usage: npm run restore -- <file> [--data <folder>] [--key <file>] [--check]
// Brings a backup back. The platform must be stopped. What the folder held is put aside, never overwritten; with
// DATABASE_URL the backup goes into that server's database, which must be empty. --check only tries, and changes nothing.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, handOver, seconds } from './start/install.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const text = { type: 'string' };
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: text, key: text, check: { type: 'boolean' }, help: { type: 'boolean' } },
});

if (options.help || positionals.length !== 1) {
  console.log(`npm run restore -- <file> [options]
  --data <folder> the platform's folder; else .data
  --key <file>    the key of backups; else backup.key in the data folder
  --check         restore into a database that is thrown away, to see whether the backup is good`);
  process.exitCode = options.help ? 0 : 2;
} else {
  await ensureDependencies();
  if (!handOver(import.meta.filename)) process.exit(await main().then(() => 0, (error) => (console.error(`Nothing was restored: ${error.message}`), 1)));
}

async function main() {
  const began = Date.now();
  const { buildOnce } = await import('./start/build-once.mjs');
  await buildOnce();
  const { readBackupKey } = await import('../database/dist/index.js');
  const data = path.resolve(options.data ?? path.join(ROOT, '.data'));
  const { KEYS_PATH: keysFile = path.join(data, 'keys.json') } = process.env;
  const order = { file: path.resolve(positionals[0]), backupKey: readBackupKey(path.resolve(options.key ?? path.join(data, 'backup.key'))), keysFile };
  const { trial } = await import('./backup/trial.mjs');
  const { replaceServer, replaceFolder } = await import('./backup/replace.mjs');
  const restore = options.check ? trial : process.env.DATABASE_URL ? replaceServer : (backup) => replaceFolder(data, backup);
  const { madeAt, rows, files, auditEntries, aside = [] } = await restore(order);
  console.log(`${options.check ? 'The backup is good' : 'Restored'}: as it was at ${madeAt}, ${rows} rows, ${files} files, ${auditEntries} audit entries in whole chains (${seconds(began)}).`);
  for (const place of aside.filter((one) => fs.existsSync(one))) console.log(`What was there before lies in ${place}`);
  if (!options.check) console.log('Everybody has to sign in again. The audit log says that what followed the backup is lost.');
}
