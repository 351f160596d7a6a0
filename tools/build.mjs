// usage: node tools/build.mjs [--libs]   builds everything through nx (cached); --libs only what runs on the server
// side without an app: libraries and the database, straight through swc, for the start of a test run.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { swcBuild } from './swc-build.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');

if (process.argv.includes('--libs')) {
  const libraries = fs.readdirSync(path.join(ROOT, 'libs')).map((name) => path.join(ROOT, 'libs', name));
  await Promise.all([...libraries, path.join(ROOT, 'database')].map(swcBuild));
} else {
  const { status } = spawnSync(process.execPath, [path.join(ROOT, 'node_modules/nx/dist/bin/nx.js'), 'run-many', '-t', 'build', '--output-style=static'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', NX_TASKS_RUNNER_DYNAMIC_OUTPUT: 'false' },
  });
  process.exit(status ?? 1);
}
