// usage: node tools/build.mjs [--libs]   builds everything through nx (cached); --libs only what runs on the server
// side without an app: libraries and the database, straight through swc, for the start of a test run.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { markBuilt } from './start/build-stamp.mjs';
import { swcBuild } from './swc-build.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');

if (process.argv.includes('--libs')) {
  const libraries = fs.readdirSync(path.join(ROOT, 'libs')).map((name) => path.join(ROOT, 'libs', name));
  await Promise.all([...libraries, path.join(ROOT, 'database')].map(swcBuild));
} else {
  const mark = markBuilt(); // what is edited while we build counts as not built
  const nx = path.join(ROOT, 'node_modules/nx/dist/bin/nx.js');
  const { status } = spawnSync(process.execPath, [nx, 'run-many', '-t', 'build', '--output-style=static'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' },
  });
  if (status === 0) mark();
  process.exitCode = status ?? 1;
}
