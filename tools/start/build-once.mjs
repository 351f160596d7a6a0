import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { isBuilt } from './build-stamp.mjs';
import { seconds } from './install.mjs';
import { alone } from './lock.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Builds everything, unless the last build saw the same sources and its results still lie there. */
export function buildOnce() {
  return alone(path.join(ROOT, '.data/build.lock'), () => {
    if (isBuilt()) return;
    console.log('Building …');
    const began = Date.now();
    const done = spawnSync(process.execPath, [path.join(ROOT, 'tools/build.mjs')], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (done.status !== 0) throw new Error(`the build failed\n${done.stdout}${done.stderr}`);
    console.log(`Built in ${seconds(began)}.`);
  });
}
