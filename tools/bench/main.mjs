// usage: npm run --silent bench -- [--json] [--quick] [--only submit,alarm,opening,import,memory,scope,search,report,board] [--profile <folder>]
// Measures how fast the platform is, as ratios to what the same database does on the same machine in the same minutes,
// and prints one JSON object on standard output; what is going on is told on standard error. --quick takes a minute.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, handOver, seconds } from '../start/install.mjs';

console.log = console.error; // standard output belongs to the one object

const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' }, profile: { type: 'string' } } });
await ensureDependencies();
if (!handOver(import.meta.filename)) await main();

async function main() {
  const began = Date.now();
  const say = (text) => console.error(`${seconds(began).padStart(8)}  ${text}`);
  const { buildOnce } = await import('../start/build-once.mjs');
  await buildOnce();
  const { bench } = await import('./bench.mjs');
  let ending = false;
  const closes = [];
  const end = async (code) => {
    if (ending) return;
    ending = true;
    for (const close of closes.reverse()) await close();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(1));
  try {
    const report = await bench({ quick: options.quick === true, only: options.only?.split(','), profile: options.profile, say, closes, root: path.resolve(import.meta.dirname, '../..') });
    process.stdout.write(`${JSON.stringify({ ...report, took: seconds(began) }, null, options.json ? 0 : 2)}\n`, () => end(0));
  } catch (error) {
    console.error(error.stack);
    await end(1);
  }
}
