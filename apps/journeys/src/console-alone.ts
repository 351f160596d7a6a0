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
  const port = await freePort();
  const app = { name: 'console', dist: path.join(ROOT, 'apps/console/dist'), port };
  const settings = JSON.stringify({ host: '127.0.0.1', api: `http://127.0.0.1:${await freePort()}`, apps: [app] });
  const { child, stop } = guarded(process.execPath, [path.join(ROOT, 'tools/start/web.mjs'), settings]);
  await waitForPort(port, { child, milliseconds: 30_000 });
  return { address: `http://127.0.0.1:${port}`, close: stop };
}
