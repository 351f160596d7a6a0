// usage: node tools/openapi.mjs [--check]   writes libs/api-client/openapi.json and the client made from it.
// With --check nothing is written: a difference between the code, the description and the client is an error.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

const ROOT = path.resolve(import.meta.dirname, '..');
const HOME = path.join(ROOT, 'libs/api-client');
const check = process.argv.includes('--check');

const { describeOffline } = await import('../apps/api/dist/describe.js');
const document = `${JSON.stringify(await describeOffline(), null, 2)}\n`;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-openapi-'));
try {
  fs.writeFileSync(path.join(scratch, 'openapi.json'), document);
  const made = spawnSync(
    process.execPath,
    [path.join(ROOT, 'node_modules/@hey-api/openapi-ts/bin/run.js'), '-i', path.join(scratch, 'openapi.json'),
      '-o', path.join(scratch, 'generated'), '-p', '@hey-api/typescript', '--no-log-file', '--silent'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`the client could not be made\n${made.stdout}${made.stderr}`);
  const wanted = { 'openapi.json': document };
  for (const file of fs.readdirSync(path.join(scratch, 'generated'), { recursive: true })) {
    const full = path.join(scratch, 'generated', file);
    if (fs.statSync(full).isFile()) wanted[path.join('src/generated', file)] = fs.readFileSync(full, 'utf8');
  }
  const differing = Object.entries(wanted).filter(([file, text]) => read(file) !== text).map(([file]) => file);
  if (check && differing.length > 0) {
    console.error(`The API description or its client is out of date: ${differing.join(', ')}\nRun: npm run openapi`);
    process.exitCode = 1;
  } else if (!check) {
    for (const file of differing) {
      fs.mkdirSync(path.dirname(path.join(HOME, file)), { recursive: true });
      fs.writeFileSync(path.join(HOME, file), wanted[file]);
    }
    console.log(differing.length > 0 ? `written: ${differing.join(', ')}` : 'nothing changed');
  } else {
    console.log('the API description and its client agree with the code');
  }
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}

function read(file) {
  const full = path.join(HOME, file);
  return fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : null;
}
