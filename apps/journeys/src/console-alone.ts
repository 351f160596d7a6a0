import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, guarded, waitForPort } from '../../../tools/devstack.mjs';
import { buildOnce } from '../../../tools/start/build-once.mjs';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface ConsoleAlone {
  readonly address: string;
  close(): Promise<unknown>;
}

/** The built console as the launcher serves it, headers included, with no API behind it: for pages that need none. */
export async function raiseConsole(): Promise<ConsoleAlone> {
  await buildOnce();
  // Its own copy: a build at the same time takes the files away for a moment.
  const dist = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-console-'));
  fs.cpSync(path.join(ROOT, 'apps/console/dist'), dist, { recursive: true });
  const port = await freePort();
  const app = { name: 'console', dist, port };
  const settings = JSON.stringify({ host: '127.0.0.1', api: `http://127.0.0.1:${await freePort()}`, apps: [app] });
  const { child, stop } = guarded(process.execPath, [path.join(ROOT, 'tools/start/web.mjs'), settings]);
  await waitForPort(port, { child, milliseconds: 30_000 });
  const close = async () => {
    await stop();
    fs.rmSync(dist, { recursive: true, force: true });
  };
  return { address: `http://127.0.0.1:${port}`, close };
}
