import fs from 'node:fs';
import path from 'node:path';
import { anchorFiles } from '../../libs/platform/dist/index.js';
import { restoreBackup } from '../../database/dist/index.js';
import { openFolder, stampOf } from '../start/folder.mjs';
import { emptyCluster } from './place.mjs';
import { finishRestore, markRestored, putAside } from './swap.mjs';

/** Into the empty database DATABASE_URL names; files into FILES_DIR when they lie on a disk, once all came back. */
export async function replaceServer(backup) {
  const { DATABASE_URL, S3_ENDPOINT, FILES_DIR, AUDIT_ANCHORS_DIR } = process.env;
  const stamp = stampOf(new Date());
  const fresh = S3_ENDPOINT || !FILES_DIR ? null : `${path.resolve(FILES_DIR)}.restoring`;
  if (fresh) fs.rmSync(fresh, { recursive: true, force: true });
  const restored = await restoreBackup({ ...backup, databaseUrl: DATABASE_URL, filesDir: fresh, now: new Date() });
  const aside = [];
  if (fresh) {
    aside.push(putAside(path.resolve(FILES_DIR), stamp));
    fs.mkdirSync(fresh, { recursive: true });
    fs.renameSync(fresh, path.resolve(FILES_DIR));
  }
  if (AUDIT_ANCHORS_DIR) aside.push(putAnchorsAside(AUDIT_ANCHORS_DIR, stamp));
  return { ...restored, aside };
}

/**
 * Into the folder of an embedded installation. All is restored beside what is there, and takes its place only when it
 * came back whole: killed at any moment, the folder holds the old platform, or the next start puts the new one in place.
 */
export async function replaceFolder(data, backup) {
  const lock = openFolder(data);
  const stamp = stampOf(new Date());
  const fresh = path.join(data, 'restoring');
  try {
    fs.rmSync(fresh, { recursive: true, force: true, maxRetries: 3 });
    fs.mkdirSync(path.join(fresh, 'files'), { recursive: true, mode: 0o711 });
    const cluster = await emptyCluster(path.join(fresh, 'postgres'));
    let restored;
    try {
      restored = await restoreBackup({ ...backup, databaseUrl: cluster.url, filesDir: path.join(fresh, 'files'), now: new Date() });
    } finally {
      await cluster.stop();
    }
    const anchors = putAnchorsAside(process.env.AUDIT_ANCHORS_DIR ?? path.join(data, 'anchors'), stamp);
    markRestored(data, stamp);
    return { ...restored, aside: [...finishRestore(data), anchors] };
  } finally {
    if (!fs.existsSync(path.join(fresh, 'complete'))) fs.rmSync(fresh, { recursive: true, force: true, maxRetries: 3 });
    lock.release();
  }
}

/** Anchors newer than the backup witness entries that are lost now: they are kept, but no longer asked. */
function putAnchorsAside(dir, stamp) {
  const aside = path.join(dir, `before-${stamp}`);
  for (const file of anchorFiles(dir)) {
    fs.mkdirSync(aside, { recursive: true });
    fs.renameSync(file, path.join(aside, path.basename(file)));
  }
  return aside;
}
