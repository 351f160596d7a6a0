// usage: npm test [-- step…]   everything that must hold, on a fresh clone too. Each step runs even when one before it
// failed; the exit code is not zero when any did. With names of steps, only those run.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDependencies, handOver, seconds } from './start/install.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const jest = path.join(ROOT, 'node_modules/jest/bin/jest.js');

const node = (args, env = {}) => spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }).status === 0;

const asCheck = (args) => () => (node(args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

const STEPS = {
  lint: asCheck(['tools/lint.mjs']),
  walls: asCheck(['tools/walls.mjs']),
  types: asCheck(['tools/types.mjs']),
  build: asCheck(['tools/build.mjs']),
  specs: () => runJest([String.raw`--testPathPatterns=\.spec\.ts$`]),
  journeys,
  api: asCheck(['tools/openapi.mjs', '--check']),
  docs: asCheck(['tools/docs.mjs']),
};

/** Each journey raises a whole platform of its own, and mostly waits for its browser. */
async function journeys() {
  const { layGround } = await import('./test/ground.mjs');
  let ground;
  try {
    ground = await layGround();
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1 };
  }
  try {
    return runJest([String.raw`--testPathPatterns=\.journey\.ts$`, '--maxWorkers=2'], { JOURNEY_GROUND: ground.folder });
  } finally {
    ground.clear();
  }
}

/** One run of Jest over some of its files. A file that could not even be loaded counts as a failure. */
function runJest(which, env = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-jest-'));
  const report = path.join(folder, 'report.json');
  try {
    const isGreen = node([
      '--experimental-vm-modules', '--no-warnings=ExperimentalWarning', jest,
      ...which, '--ci', '--json', `--outputFile=${report}`, '--workerIdleMemoryLimit=1200MB', '--silent',
    ], { ...env, NODE_ENV: 'test' });
    if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(fs.readFileSync(report, 'utf8'));
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed: numPassedTests, failed: isGreen ? failed : Math.max(failed, 1) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

await ensureDependencies();
if (!handOver(import.meta.filename)) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !STEPS[name]);
  if (unknown.length > 0) throw new Error(`no step ${unknown.join(', ')}; there are ${Object.keys(STEPS).join(', ')}`);
  const began = Date.now();
  const results = [];
  for (const [name, step] of Object.entries(STEPS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n── ${name} ${'─'.repeat(72 - name.length)}`);
    const start = Date.now();
    results.push({ name, ...(await step()), took: seconds(start) });
  }
  console.log(`\n── summary ${'─'.repeat(65)}`);
  for (const { name, passed, failed, took } of results) console.log(`${failed > 0 ? '✗' : '✓'} ${name.padEnd(8)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${took.padStart(9)}`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`everything took ${seconds(began)}\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}
