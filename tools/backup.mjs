// usage: npm run backup [-- --to <folder> --data <folder> --key <file> --keep <n> --no-verify]
// Writes everything the platform keeps into one sealed file, from one instant, while it works on; then proves the file
// by restoring it into a database that is thrown away. DATABASE_URL, FILES_DIR and KEYS_PATH name a real server's parts.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, handOver, seconds } from './start/install.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const text = { type: 'string' };
const { values: options } = parseArgs({
  options: { to: text, data: text, key: text, keep: text, 'no-verify': { type: 'boolean' }, help: { type: 'boolean' } },
});

if (options.help) {
  console.log(`npm run backup [-- options]
  --to <folder>   where the backup is written; else backups/ in the data folder. Another disk is better.
  --data <folder> the platform's folder; else .data
  --key <file>    the key of backups, made when absent; else backup.key in the data folder
  --keep <n>      afterwards keep only the newest n backups of that folder
  --no-verify     do not restore it on trial (a drill is then yours to hold)`);
} else {
  await ensureDependencies();
  if (!handOver(import.meta.filename)) process.exit(await main().then(() => 0, (error) => (console.error(`No backup was made: ${error.message}`), 1)));
}

async function main() {
  const began = Date.now();
  const { buildOnce } = await import('./start/build-once.mjs');
  await buildOnce();
  const { backupKeyOf, writeBackup } = await import('../database/dist/index.js');
  const { backupName, isBackupName, openPlace } = await import('./backup/place.mjs');
  const keep = options.keep === undefined ? Infinity : Number(options.keep);
  if (!(keep >= 1)) throw new Error('--keep takes a number from 1');
  const data = path.resolve(options.data ?? path.join(ROOT, '.data'));
  const place = await openPlace(data);
  const to = path.resolve(options.to ?? path.join(data, 'backups'));
  const keyFile = path.resolve(options.key ?? path.join(data, 'backup.key'));
  const file = path.join(to, backupName(new Date()));
  const { key: backupKey, isNew } = backupKeyOf(keyFile);
  try {
    fs.mkdirSync(to, { recursive: true, mode: 0o700 });
    const { tables, rows, files } = await writeBackup({ ...place, backupKey, file, now: new Date() });
    console.log(`${file}: ${tables} tables, ${rows} rows, ${files} files, ${(fs.statSync(file).size / 1e6).toFixed(1)} MB in ${seconds(began)}`);
  } finally {
    await place.close();
  }
  if (!place.filesDir) console.log('Files lie in the object store and are not in the backup: use its own versioning.');
  if (!options['no-verify']) await prove({ file, backupKey, keysFile: place.keysFile });
  removeOld(to, keep, isBackupName);
  if (isNew) console.log(`\n! A key of backups was made: ${keyFile}\n! Keep it and ${place.keysFile} where the backups are not. Without both of them no backup can be read.`);
}

async function prove(backup) {
  const began = Date.now();
  const { trial } = await import('./backup/trial.mjs');
  const { rows, auditEntries } = await trial(backup);
  console.log(`Restored on trial in ${seconds(began)}: ${rows} rows came back, ${auditEntries} audit entries are one whole chain.`);
}

function removeOld(folder, keep, isBackup) {
  const names = fs.readdirSync(folder).filter(isBackup).sort().reverse();
  for (const name of names.slice(keep)) {
    fs.rmSync(path.join(folder, name));
    console.log(`Removed ${name}: only the newest ${keep} are kept.`);
  }
}
