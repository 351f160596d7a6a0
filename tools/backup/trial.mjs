import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { emptyCluster } from './place.mjs';

/** Restores a backup into a database and a folder that are thrown away: only what came back once is a backup. */
export async function trial({ file, backupKey, keysFile }) {
  const { restoreBackup } = await import('../../database/dist/index.js');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-trial-'));
  fs.chmodSync(folder, 0o711); // PostgreSQL of root runs as nobody and must walk in
  let cluster;
  try {
    cluster = await emptyCluster(path.join(folder, 'postgres'), { fast: true });
    return await restoreBackup({ file, backupKey, keysFile, databaseUrl: cluster.url, filesDir: path.join(folder, 'files'), isTrial: true, now: new Date() });
  } finally {
    await cluster?.stop();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
