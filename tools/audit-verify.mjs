// npm run audit:verify: see libs/platform/src/audit/verify-command.ts, or --help.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const command = path.join(root, 'libs/platform/dist/audit/verify-command.js');
if (!fs.existsSync(command)) {
  const built = spawnSync(process.execPath, [path.join(root, 'tools/build.mjs'), '--libs'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (built.status !== 0) process.exit(2);
}
const { verifyCommand } = await import(pathToFileURL(command).href);
process.exitCode = await verifyCommand({
  argv: process.argv.slice(2),
  env: process.env,
  root,
  print: (line) => console.log(line),
});
