import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { emptyFolder, keysFile, openFolder, tellWhere } from './folder.mjs';
import { takeLock } from './lock.mjs';
import { planOf } from './plan.mjs';
import { supervise } from './supervise.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-start-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string) => path.join(folder, name);

describe('the lock on a folder', () => {
  it('names its holder to the second, and is free again after the first', () => {
    const first = takeLock(inFolder('lock'));
    expect(takeLock(inFolder('lock'))).toEqual({ holder: process.pid });
    first.release!();
    expect(takeLock(inFolder('lock')).release).toBeDefined();
  });

  it('does not outlive its holder', () => {
    fs.writeFileSync(inFolder('old'), '4194000 12345');
    expect(takeLock(inFolder('old')).release).toBeDefined();
  });

  it('is not held by another process that was given the same number', () => {
    fs.writeFileSync(inFolder('reused'), `${process.pid} 1`);
    expect(takeLock(inFolder('reused')).release).toBeDefined();
  });

  it('tells a second start where the first one is', () => {
    const data = inFolder('running');
    openFolder(data);
    tellWhere(data, { console: 'http://c', student: 'http://s', api: 'http://a' });
    expect(() => openFolder(data)).toThrow(/already runs .*process \d+[^]*console http:\/\/c · student http:\/\/s · API http:\/\/a/);
  });
});

describe('a start says beforehand', () => {
  const data = inFolder('plan');
  it.each([
    ['that everything is new', {}, [`A new platform; its data will be kept in ${data}.`, 'Starting PostgreSQL, Redis, worker, API, console, student app …']],
    ['whose servers it works on', { DATABASE_URL: 'x', REDIS_URL: 'y' }, [
      `Files are kept in ${data}.`, 'Starting worker, API, console, student app, on the database of DATABASE_URL and the Redis of REDIS_URL …',
    ]],
  ])('%s', (_, env, lines) => expect(planOf(data, env)).toEqual(lines));

  it('that yesterday is still there', () => {
    fs.mkdirSync(path.join(data, 'postgres'), { recursive: true });
    expect(planOf(data, {})[0]).toMatch(/^Data kept in .*plan since \d{4}-\d\d-\d\d; npm start -- --fresh would begin anew\.$/);
  });
});

describe('the master key', () => {
  it('is made once and for its owner alone', () => {
    const data = inFolder('keys');
    fs.mkdirSync(data);
    const file = keysFile(data, { hasData: false });
    const text = fs.readFileSync(file, 'utf8');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(keysFile(data, { hasData: true })).toBe(file);
    expect(fs.readFileSync(file, 'utf8')).toBe(text);
  });

  it('is not made anew in silence when data were encrypted under a lost one', () => {
    expect(() => keysFile(folder, { hasData: true })).toThrow('is missing, and the database');
  });
});

it('a fresh start forgets everything but what was unpacked', () => {
  const data = inFolder('fresh');
  for (const name of ['postgres', 'redis', 'files', 'debian']) fs.mkdirSync(path.join(data, name), { recursive: true });
  fs.writeFileSync(path.join(data, 'keys.json'), '');
  emptyFolder(data);
  expect(fs.readdirSync(data)).toEqual(['debian']);
});

describe('a process that falls', () => {
  it('is started again until it is asked to stop', async () => {
    const silence = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const falls: ((code: number) => void)[] = [];
    const stop = jest.fn(async () => 0);
    const kept = await supervise('it', async () => ({ ended: new Promise<number>((resolve) => falls.push(resolve)), stop }));
    falls[0]!(9);
    await until(() => falls.length === 2);
    const stopped = kept.stop();
    falls[1]!(0);
    await stopped;
    await pause(1200);
    expect(falls).toHaveLength(2);
    expect(stop).toHaveBeenCalledTimes(1);
    silence.mockRestore();
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}
