import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { isAlive } from '../start/lock.mjs';
import { freePort, preferPort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-devstack-'));
fs.chmodSync(folder, 0o711);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs a few lines as a process of its own, so that it can be killed. It prints JSON when it is up. */
async function launcher(lines: string) {
  const devstack = path.resolve(import.meta.dirname, '../devstack.mjs');
  const text = `import { freePort, guarded, startPostgres, startRedis } from ${JSON.stringify(devstack)};\n${lines}\nsetInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, pids: JSON.parse(said.toString()) as number[] };
}

async function gone(pids: number[], milliseconds = 15_000): Promise<boolean> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await pause(50)) {
    if (pids.every((pid) => !isAlive(pid))) return true;
  }
  return false;
}

describe('what the launcher starts', () => {
  it('ends when the launcher is killed with -9', async () => {
    const { child, pids } = await launcher(`
      const servers = await Promise.all([
        startPostgres({ dir: ${JSON.stringify(path.join(folder, 'killed'))}, port: await freePort(), fast: true }),
        startRedis({ dir: ${JSON.stringify(path.join(folder, 'redis'))}, port: await freePort() }),
      ]);
      console.log(JSON.stringify(servers.map((server) => server.pid)));`);
    expect(pids.map(isAlive)).toEqual([true, true]);
    child.kill('SIGKILL');
    expect(await gone(pids)).toBe(true);
  });

  it('ends by force when it does not listen to a polite word', async () => {
    const { child, pids } = await launcher(`
      const deaf = guarded('/bin/sh', ['-c', 'trap "" TERM; while :; do sleep 0.1; done'], { graceSeconds: 1 });
      console.log(JSON.stringify([await deaf.pid]));`);
    child.kill('SIGKILL');
    expect(await gone(pids)).toBe(true);
  });
});

describe('the embedded PostgreSQL', () => {
  it('keeps its data over kill -9, and its address when it is started again on its port', async () => {
    const place = { dir: path.join(folder, 'postgres'), port: await freePort() };
    const first = await startPostgres(place);
    await query(first.url, 'create table kept (n int); insert into kept values (7)');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = await startPostgres(place);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await second.stop();
  });

  it('lets nobody in without the password', async () => {
    const server = await startPostgres({ dir: path.join(folder, 'closed'), port: await freePort(), fast: true });
    const open = server.url.replace(/:[^:@]+@/, ':guess@');
    await expect(query(open, 'select 1')).rejects.toThrow('password authentication failed');
    await server.stop();
  });

  it('finds Chinese names by trigram', async () => {
    const server = await startPostgres({ dir: path.join(folder, 'chinese'), port: await freePort(), fast: true });
    await query(server.url, 'create extension pg_trgm');
    expect(await query(server.url, `select similarity('东湖县第二中学', '东湖县第二初级中学') > 0.3 as alike`)).toEqual([{ alike: true }]);
    await server.stop();
  });
});

describe('a port', () => {
  it('is the wanted one when it is free', async () => {
    const free = await freePort();
    expect(await preferPort(free)).toBe(free);
  });

  it.each(['127.0.0.1', '0.0.0.0'])('is another one when it is taken on %s', async (host) => {
    const server = net.createServer().listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    expect(await preferPort(port)).not.toBe(port);
    server.close();
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
