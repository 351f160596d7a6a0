import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { unpacked } from './debian.mjs';
import { guarded } from './guard.mjs';
import { waitForPort } from './ports.mjs';

/**
 * Starts Redis: the machine's own, else the distribution's package unpacked without root.
 * @param {{ dir: string, port: number, password?: string }} options the same password again keeps the address after a crash
 * @returns its address, process id and a way to stop; throws with the command to run when none can be had.
 */
export async function startRedis({ dir, port, password = crypto.randomBytes(18).toString('base64url') }) {
  const { binary, env } = findRedis();
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const settings = path.join(dir, 'redis.conf'); // a file, because everybody on the machine can read a command line
  fs.writeFileSync(
    settings,
    [`port ${port}`, 'bind 127.0.0.1', 'set-proc-title no', `dir "${dir}"`, 'appendonly yes', 'maxmemory-policy noeviction', 'save ""', `requirepass ${password}`, ''].join('\n'),
    { mode: 0o600 },
  );
  const server = guarded(binary, [settings], { signal: 'TERM', env: { ...process.env, ...env } });
  await waitForPort(port, server);
  return { url: `redis://:${password}@127.0.0.1:${port}`, password, binary, port, pid: await server.pid, ended: server.ended, stop: server.stop };
}

function findRedis() {
  if (!process.env.HELIOTROPE_UNPACK?.split(',').includes('redis')) {
    for (const name of ['valkey-server', 'redis-server']) {
      const binary = spawnSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).stdout.trim();
      if (binary) return { binary, env: {} };
    }
  }
  const { root, env } = unpacked('redis', ['redis-server']);
  return { binary: path.join(root, 'usr/bin/redis-server'), env };
}
