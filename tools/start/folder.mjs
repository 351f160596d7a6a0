import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { takeLock } from './lock.mjs';

/** The folder in which one running platform keeps everything: one platform a folder. */
export function openFolder(data) {
  try {
    fs.mkdirSync(data, { recursive: true });
    fs.accessSync(data, fs.constants.W_OK);
  } catch {
    throw new Error(`${data} cannot be written by this user; give another folder: npm start -- --data <folder>`);
  }
  const lock = takeLock(path.join(data, 'start.lock'));
  if (lock.holder) throw new Error(alreadyRuns(data, lock.holder));
  return lock;
}

function alreadyRuns(data, holder) {
  const file = path.join(data, 'stack.json');
  const stack = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const addresses = stack.console ? `\n  console ${stack.console} · student ${stack.student} · API ${stack.api}` : ' (it is still starting)';
  return `Heliotrope already runs from ${data} (process ${holder})${addresses}\nStop that one, or start another beside it: npm start -- --data <folder>`;
}

/**
 * Everything but the lock, what was only unpacked to run the place, and the backups with the keys that they need: who
 * begins anew has not said that yesterday may never come back.
 */
export function emptyFolder(data) {
  const hasBackups = fs.existsSync(path.join(data, 'backups'));
  if (hasBackups && fs.existsSync(path.join(data, 'keys.json'))) {
    fs.renameSync(path.join(data, 'keys.json'), path.join(data, 'backups', `keys-until-${stampOf(new Date())}.json`));
  }
  for (const name of fs.readdirSync(data)) {
    const stays = /^start\.lock/.test(name) || ['debian', 'install.lock', 'build.lock', 'backups', 'backup.key'].includes(name);
    if (!stays) fs.rmSync(path.join(data, name), { recursive: true });
  }
}

/**
 * The master key of this installation, made once. A key lost while data are there is told and never made anew in
 * silence: what was encrypted under it could not be read any more.
 */
export function keysFile(data, { hasData }) {
  const file = path.join(data, 'keys.json');
  if (fs.existsSync(file)) return file;
  if (hasData) throw new Error(`${file} is missing, and the database in ${data} was encrypted under it. Put it back, or reset everything: npm start -- --fresh`);
  const id = new Date().toISOString().slice(0, 7);
  const keys = { masters: [{ id, key: crypto.randomBytes(32).toString('base64') }], current: id };
  fs.writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return file;
}

/** An instant in a file's name, in an order that sorts. */
export const stampOf = (now) => now.toISOString().replace(/[-:]|\.\d+/g, '');

/** Where the running platform is to be found, for the bench, the audit verifier and a second start. */
export function tellWhere(data, stack) {
  const file = path.join(data, 'stack.json');
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
  return () => fs.rmSync(file, { force: true });
}

/** Opens a log for a process; one that has grown large is put aside first. */
export function openLog(data, name) {
  const file = path.join(data, 'logs', `${name}.log`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (fs.existsSync(file) && fs.statSync(file).size > 20e6) fs.renameSync(file, `${file}.old`);
  return { file, from: fs.existsSync(file) ? fs.statSync(file).size : 0, descriptor: fs.openSync(file, 'a', 0o600) };
}
