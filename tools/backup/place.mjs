import fs from 'node:fs';
import path from 'node:path';
import { freePort, startPostgres } from '../devstack.mjs';
import { openFolder, stampOf } from '../start/folder.mjs';
import { isAlive } from '../start/lock.mjs';
import { finishRestore } from './swap.mjs';

/**
 * Where an installation keeps its things: a real server when DATABASE_URL names one, the platform that runs from the
 * folder, or the folder of one that is stopped, whose database is then started for as long as it is needed.
 * @returns {Promise<{ databaseUrl: string, filesDir: string | null, keysFile: string, close: () => Promise<void> }>}
 */
export async function openPlace(data) {
  const { DATABASE_URL, S3_ENDPOINT, FILES_DIR = path.join(data, 'files'), KEYS_PATH = path.join(data, 'keys.json') } = process.env;
  const own = { filesDir: S3_ENDPOINT ? null : FILES_DIR, keysFile: KEYS_PATH, close: async () => {} };
  if (DATABASE_URL) return { databaseUrl: DATABASE_URL, ...own };
  const running = runningFrom(data);
  if (running) return { ...own, databaseUrl: running.databaseUrl, filesDir: S3_ENDPOINT ? null : running.FILES_DIR, keysFile: running.KEYS_PATH };
  if (!fs.existsSync(path.join(data, 'postgres'))) throw new Error(`nothing is kept in ${data}; name another folder with --data, or a server with DATABASE_URL`);
  const lock = openFolder(data);
  finishRestore(data);
  const server = await startPostgres({ dir: path.join(data, 'postgres'), port: await freePort() });
  const close = async () => {
    await server.stop();
    lock.release();
  };
  return { ...own, databaseUrl: server.urlOf('heliotrope'), close };
}

function runningFrom(data) {
  const file = path.join(data, 'stack.json');
  if (!fs.existsSync(file)) return null;
  const stack = JSON.parse(fs.readFileSync(file, 'utf8'));
  return isAlive(stack.process) ? stack : null;
}

/** An empty database in a cluster of its own. `fast` gives up durability: for trials only. */
export async function emptyCluster(dir, { fast = false } = {}) {
  const server = await startPostgres({ dir, port: await freePort(), fast });
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('create database heliotrope');
  await client.end();
  return { url: server.urlOf('heliotrope'), stop: server.stop };
}

/** The name of a backup tells its instant, and sorts by it. */
export const backupName = (now) => `heliotrope-${stampOf(now)}.backup`;
export const isBackupName = (name) => /^heliotrope-\d{8}T\d{6}Z\.backup$/.test(name);

