// usage: node tools/lint.mjs   ESLint, and the checks of names, sizes and traces that ESLint has no word for.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { domainShape } from './lint/domain-shape.mjs';
import { fileNames } from './lint/file-names.mjs';
import { fileSize } from './lint/file-size.mjs';
import { traces } from './lint/traces.mjs';
import { filesOf } from './lint/tree.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const files = filesOf(ROOT);
const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8');

const faults = [fileNames, fileSize, traces, domainShape].flatMap((check) => check(files, read));
for (const { file, message } of faults) console.error(`${file}: ${message}`);

const eslint = spawnSync(process.execPath, [path.join(ROOT, 'node_modules/eslint/bin/eslint.js'), '.', ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
console.log(`lint: ${files.length} files, ${faults.length} faults of name, size or shape; ESLint ${eslint.status === 0 ? 'is content' : 'is not'}`);
process.exit(faults.length > 0 ? 1 : (eslint.status ?? 1));
