import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { filesOf } from '../lint/tree.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STAMP = path.join(ROOT, 'node_modules/.cache/heliotrope/built');
const RESULTS = ['apps/api/dist/main.js', 'apps/worker/dist/main.js', 'apps/console/dist/index.html', 'apps/student/dist/index.html', 'database/dist/index.js'];

/** Did the last build see the sources as they are now, and do its results still lie there? */
export function isBuilt() {
  return RESULTS.every((file) => fs.existsSync(path.join(ROOT, file))) && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === digest();
}

/** Remembers the sources as they are now. @returns a function that says: these have been built. */
export function markBuilt() {
  const sources = digest();
  return () => {
    fs.mkdirSync(path.dirname(STAMP), { recursive: true });
    fs.writeFileSync(STAMP, sources);
  };
}

function digest() {
  const hash = crypto.createHash('sha256');
  const places = ['apps', 'libs', 'database'].flatMap((place) => filesOf(ROOT, place)).filter((file) => !/\.(?:spec|journey)\.ts$|\.md$/.test(file));
  for (const file of [...places, 'package-lock.json', 'nx.json', '.swcrc', 'tsconfig.base.json', 'tools/swc-build.mjs'].sort()) {
    hash.update(file).update(fs.readFileSync(path.join(ROOT, file)));
  }
  return hash.digest('hex');
}
