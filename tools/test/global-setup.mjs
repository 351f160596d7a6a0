import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { swcBuild } from '../swc-build.mjs';
import { freePort, startPostgres, startRedis } from '../devstack.mjs';
import { isAlive } from '../start/lock.mjs';
import globalTeardown from './global-teardown.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TEMPLATE = 'heliotrope_template';

/**
 * A real PostgreSQL and Redis for one run of Jest, with a migrated database that every database spec copies.
 * TEST_STACK (JSON with DATABASE_URL, DATABASE_SERVICE_URL, REDIS_URL) points at servers that are already there.
 */
export default async function globalSetup() {
  if (process.env.TEST_STACK) {
    Object.assign(process.env, JSON.parse(process.env.TEST_STACK));
    return;
  }
  try {
    await startStack();
  } catch (error) {
    await globalTeardown(); // Jest does not call it after a failed set-up
    throw error;
  }
}

async function startStack() {
  clearAway();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `heliotrope-test-${process.pid}-`));
  fs.chmodSync(folder, 0o711); // PostgreSQL of root runs as nobody and must walk in
  const stack = { folder };
  globalThis.heliotropeTestStack = stack;
  [stack.postgres, stack.redis] = await Promise.all([
    startPostgres({ dir: path.join(folder, 'postgres'), port: await freePort(), fast: true }),
    startRedis({ dir: path.join(folder, 'redis'), port: await freePort() }).catch(withoutRedis),
  ]);
  process.env.DATABASE_URL = stack.postgres.urlOf(TEMPLATE);
  process.env.DATABASE_SERVICE_URL = stack.postgres.serviceUrlOf(TEMPLATE);
  process.env.REDIS_URL = stack.redis?.url ?? '';
  process.env.TEST_FILES_DIR = path.join(folder, 'files');
  process.env.TEST_KEYS_PATH = path.join(folder, 'keys.json');
  fs.writeFileSync(
    process.env.TEST_KEYS_PATH,
    JSON.stringify({ masters: [{ id: 'test', key: randomBytes(32).toString('base64') }], current: 'test' }),
  );
  await migrateTemplate(stack.postgres);
}

/** An empty REDIS_URL means: the queue lives in PostgreSQL. Said aloud, because it is not what a district would run. */
function withoutRedis(error) {
  console.log(`! No Redis here: ${error.message}\n! These tests keep the queue in PostgreSQL.`);
}

/** A run that was killed leaves its folder behind, never its processes. */
function clearAway() {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const [, pid] = /^heliotrope-test-(\d+)-/.exec(name) ?? [];
    const folder = path.join(os.tmpdir(), name);
    if (!pid || isAlive(Number(pid)) || fs.statSync(folder).uid !== process.getuid?.()) continue;
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function migrateTemplate(postgres) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  await swcBuild(path.join(ROOT, 'database'));
  const { migrate } = await import(pathToFileURL(path.join(ROOT, 'database/dist/index.js')).href);
  await migrate(postgres.urlOf(TEMPLATE));
}
