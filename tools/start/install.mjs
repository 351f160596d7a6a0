// Only Node built-ins here: this runs before the first package is there.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { alone } from './lock.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHIPPED_NODE = 24;

/** Installs exactly what the lock file says, unless that is what lies there already. */
export async function ensureDependencies() {
  if (isInstalled()) return;
  await alone(path.join(ROOT, '.data/install.lock'), () => {
    if (isInstalled()) return; // somebody else was quicker
    console.log('Installing dependencies (npm ci) …');
    const began = Date.now();
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
    const done = spawnSync(npm[0], [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (done.status !== 0) {
      console.error('npm ci failed: see its words above. Is the package registry reachable?');
      process.exit(1);
    }
    console.log(`Dependencies installed in ${seconds(began)}.`);
  });
}

/** Compares npm's own note of what it installed with the lock file; an install that was cut off leaves no note. */
function isInstalled() {
  const note = path.join(ROOT, 'node_modules/.package-lock.json');
  if (!fs.existsSync(note)) return false;
  const { packages: wanted } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  const { packages: present } = JSON.parse(fs.readFileSync(note, 'utf8'));
  return Object.entries(wanted).every(
    ([place, { version, optional, link }]) => !place.startsWith('node_modules/') || link || optional || present[place]?.version === version,
  );
}

/**
 * The Node that we ship comes with the packages. When an older one runs this script, it hands over to the shipped one
 * and only waits for it. The channel between the two closes with either, so neither outlives the other.
 * @returns true when the shipped Node has taken over and the caller has nothing left to do
 */
export function handOver(script) {
  const shipped = path.join(ROOT, 'node_modules/.bin/node');
  if (Number(process.versions.node.split('.')[0]) >= SHIPPED_NODE || process.env.HELIOTROPE_HANDED_OVER) return false;
  if (!fs.existsSync(shipped) || spawnSync(shipped, ['--version'], { encoding: 'utf8' }).status !== 0) return false;
  const child = spawn(shipped, [script, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, HELIOTROPE_HANDED_OVER: '1', PATH: `${path.dirname(shipped)}${path.delimiter}${process.env.PATH}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  return true;
}

export const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`;
