import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const CLIENTS = 16;

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

export const versionOf = (binary) => spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout.trim();

/**
 * Runs one script with prepared statements.
 * @param {{ binary: string, url: string, script: string, seconds: number, variables?: Record<string, string>,
 *           options?: string }} run `variables` are sent as parameters of the statement; `options` go with the connection
 * @returns {Promise<{ rate: number, transactions: number }>} transactions a second, without the time to connect, and in all
 */
export async function pgbench({ binary, url, script, seconds, variables = {}, options = '' }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-pgbench-'));
  const file = path.join(folder, 'script.sql');
  fs.writeFileSync(file, script);
  const defined = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const { username, password, hostname, port, pathname } = new URL(url);
  const run = spawn(
    binary,
    ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '2', '-T', String(seconds), ...defined, '-f', file, pathname.slice(1)],
    { env: { ...process.env, PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password, PGOPTIONS: options } },
  );
  let said = '';
  run.stdout.on('data', (chunk) => (said += chunk));
  run.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => run.once('close', resolve));
  fs.rmSync(folder, { recursive: true, force: true });
  const rate = /tps = ([\d.]+)/.exec(said)?.[1];
  if (code !== 0 || !rate || /aborted/.test(said)) throw new Error(`pgbench failed (${code})\n${said.slice(-2000)}`);
  return { rate: Number(rate), transactions: Number(/actually processed: (\d+)/.exec(said)?.[1]) };
}
