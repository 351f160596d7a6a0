// usage: node tools/types.mjs   checks every type. The whole server side is one program, because each package checked
// alone would read its upstream again: a fifth of the time. What was found sound is remembered under .nx, and only what a
// change reaches is checked again. `npm run typecheck` checks package by package through nx.
import { spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const compiler = (name, project) => [
  path.join(ROOT, 'node_modules', name), '--noEmit', '-p', path.join(ROOT, project),
  '--incremental', '--tsBuildInfoFile', path.join(ROOT, '.nx/types', `${path.dirname(project).replaceAll('/', '-')}.tsbuildinfo`),
];

const checks = [
  compiler('typescript/bin/tsc', 'tools/tsconfig.json'),
  compiler('vue-tsc/bin/vue-tsc.js', 'apps/console/tsconfig.json'),
  compiler('vue-tsc/bin/vue-tsc.js', 'apps/student/tsconfig.json'),
];
const ended = checks.map((args) => new Promise((resolve) => spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] }).once('exit', resolve)));
const codes = await Promise.all(ended);
console.log(`types: ${codes.filter((code) => code === 0).length} of ${checks.length} programs are sound`);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
