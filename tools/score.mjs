// usage: npm run --silent score < sheets.ndjson > scores.ndjson
// One JSON line in, one JSON line out, in order. Nothing but NDJSON goes to standard output.
// An optional "seconds" list (per item) lets the timing rules judge too; an optional "version" is checked.
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
if (!fs.existsSync(path.join(root, 'node_modules/yaml'))) {
  process.stderr.write('依赖尚未安装，请先在项目目录运行：npm ci\nDependencies are not installed. Run this first: npm ci\n');
  process.exit(1);
}

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1)); // the reader went away

const { loadScoring } = await import('./score/load.mjs');
const { scoreStream } = await import('./score/stream.mjs');
const { lineScorer, faultLine, InstrumentLibrary } = await loadScoring(root);
const library = new InstrumentLibrary(path.join(root, 'instruments'));
await scoreStream(process.stdin, process.stdout, {
  answer: lineScorer((code) => library.find(code)?.compiled),
  tooLong: faultLine('score/line-too-long'),
});
