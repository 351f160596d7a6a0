import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort, postgresFolder } from '../devstack.mjs';
import { keysFile } from '../start/folder.mjs';
import { answers, database, nodeProcess, redis } from '../start/services.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * The platform as `npm start` brings it up, in a folder of its own: the embedded databases with full durability, one API
 * process, and the worker when it is called for. No synthetic district: the bench populates its own.
 * @param {{ profile?: string }} options `profile`: a folder in which API and worker leave a CPU profile when they end
 */
export async function raiseGround({ profile } = {}) {
  for (const name of ['DATABASE_URL', 'DATABASE_SERVICE_URL', 'REDIS_URL']) delete process.env[name]; // the embedded ones
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-bench-'));
  fs.chmodSync(folder, 0o711); // PostgreSQL of root runs as nobody and must walk in
  const ends = [];
  const close = async () => {
    for (const end of ends.reverse()) await end();
    fs.rmSync(postgresFolder(path.join(folder, 'postgres')), { recursive: true, force: true });
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const keys = keysFile(folder, { hasData: false });
    const [postgres, queue] = await Promise.all([database(folder), redis(folder)].map((service) => service.then((up) => (ends.push(up.stop), up))));
    const { migrate } = await import('../../database/dist/index.js');
    await migrate(postgres.url);
    const owner = new pg.Pool({ connectionString: postgres.url, max: 3 });
    owner.on('error', () => undefined);
    ends.push(() => owner.end());
    const env = {
      DATABASE_URL: postgres.url,
      DATABASE_SERVICE_URL: postgres.serviceUrl,
      REDIS_URL: queue.url,
      ...(queue.url === '' ? { QUEUE_BACKEND: 'postgres' } : {}),
      KEYS_PATH: keys,
      FILES_DIR: path.join(folder, 'files'),
      AUDIT_ANCHORS_DIR: path.join(folder, 'anchors'),
      TRUST_PROXY: 'yes',
      ...(profile ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${path.resolve(profile)}` } : {}),
    };
    const raise = async (name, more, isReady) => {
      const script = path.join(ROOT, `apps/${name}/dist/main.js`);
      const up = await nodeProcess({ name, data: folder, script, env: { ...env, ...more }, isReady });
      ends.push(up.stop);
      return { pid: await up.pid, stop: up.stop };
    };
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    return {
      folder, owner, keys, address, port, close,
      ownerUrl: postgres.url,
      serviceUrl: postgres.serviceUrl,
      raiseApi: () => raise('api', { PORT: String(port) }, () => answers(`${address}/api/health/ready`)),
      raiseWorker: () => raise('worker', {}, (said) => said.includes('worker ready')),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
