import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { seconds } from './install.mjs';

const LOADER = path.resolve(import.meta.dirname, '../../database/dist/demo/load.js');

/**
 * Loads the synthetic district into an empty database; the loader itself leaves a database alone that is not empty.
 * It writes one-time sign-ins into a file only this user can read; we print what it holds.
 * @returns {boolean} is this a demonstration?
 */
export function demoDistrict(data, env) {
  if (process.env.DEMO === 'no' || !fs.existsSync(LOADER)) return false;
  const signIns = path.join(data, 'demo-sign-ins.txt');
  const began = Date.now();
  const done = spawnSync(process.execPath, ['--enable-source-maps', LOADER], {
    env: { ...process.env, ...env, DEMO_SIGN_INS_FILE: signIns },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.status !== 0) throw new Error(`the synthetic district could not be loaded\n${done.stdout}${done.stderr}`);
  if (done.stdout.trim()) console.log(`${done.stdout.trim()} (${seconds(began)})`);
  if (!fs.existsSync(signIns)) return false;
  console.log(`\nOne-time sign-ins of the synthetic district (kept in ${signIns} until you delete it):\n${fs.readFileSync(signIns, 'utf8').trim()}\n`);
  return true;
}
