import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** pgbench from PATH, else from the system's PostgreSQL: the yardstick is never one of our own making. */
export function findPgbench() {
  const onPath = spawnSync('/bin/sh', ['-c', 'command -v pgbench'], { encoding: 'utf8' }).stdout.trim();
  if (onPath) return onPath;
  const versions = fs.existsSync('/usr/lib/postgresql') ? fs.readdirSync('/usr/lib/postgresql').sort((a, b) => b - a) : [];
  for (const version of versions) {
    const binary = `/usr/lib/postgresql/${version}/bin/pgbench`;
    if (fs.existsSync(binary)) return binary;
  }
  throw new Error('pgbench was not found. Install it: apt-get install postgresql-contrib (or put pgbench on PATH)');
}

export function versionOf(binary) {
  return spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

/**
 * Runs one script with prepared statements and 16 clients.
 * @returns {Promise<number>} transactions a second
 */
export async function pgbench({ binary, url, script, seconds, clients = 16 }) {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-pgbench-')), 'script.sql');
  fs.writeFileSync(file, script);
  const run = spawn(binary, ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-f', file, url]);
  let said = '';
  run.stdout.on('data', (chunk) => (said += chunk));
  run.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => run.once('exit', resolve));
  fs.rmSync(path.dirname(file), { recursive: true, force: true });
  const tps = /tps = ([\d.]+)/.exec(said)?.[1];
  if (code !== 0 || !tps) throw new Error(`pgbench failed\n${said.slice(-2000)}`);
  return Number(tps);
}
