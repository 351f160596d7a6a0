import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { filesOf } from '../lint/tree.mjs';
import { seconds } from './install.mjs';
import { alone } from './lock.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STAMP = path.join(ROOT, 'node_modules/.cache/heliotrope/built');
const RESULTS = ['apps/api/dist/main.js', 'apps/worker/dist/main.js', 'apps/console/dist/index.html', 'apps/student/dist/index.html', 'database/dist/index.js'];

/** Builds everything, unless the last build saw the same sources and its results still lie there. */
export function buildOnce() {
  return alone(path.join(ROOT, '.data/build.lock'), () => {
    const sources = digest();
    const isBuilt = RESULTS.every((file) => fs.existsSync(path.join(ROOT, file)));
    if (isBuilt && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === sources) return;
    console.log('Building …');
    const began = Date.now();
    const done = spawnSync(process.execPath, [path.join(ROOT, 'tools/build.mjs')], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (done.status !== 0) throw new Error(`the build failed\n${done.stdout}${done.stderr}`);
    fs.mkdirSync(path.dirname(STAMP), { recursive: true });
    fs.writeFileSync(STAMP, sources);
    console.log(`Built in ${seconds(began)}.`);
  });
}

function digest() {
  const hash = crypto.createHash('sha256').update(process.version);
  const places = ['apps', 'libs', 'database'].flatMap((place) => filesOf(ROOT, place));
  for (const file of [...places, 'package-lock.json', 'nx.json', '.swcrc', 'tsconfig.base.json', 'tools/swc-build.mjs'].sort()) {
    hash.update(file).update(fs.readFileSync(path.join(ROOT, file)));
  }
  return hash.digest('hex');
}
