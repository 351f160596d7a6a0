// usage: node tools/docs.mjs   do the paths of the walkthrough exist, is every acceptance id accounted for, and does every security line name a test that is there?
import fs from 'node:fs';
import path from 'node:path';
import { coverage } from './docs/coverage.mjs';
import { securityLines } from './docs/security.mjs';
import { walkthroughFaults } from './docs/walkthrough.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file) => (fs.existsSync(path.join(ROOT, file)) ? fs.readFileSync(path.join(ROOT, file), 'utf8') : '');

const secured = securityLines(read('docs/security.md'), read);
const covered = coverage(read('docs/requirements.md'));
const faults = [...walkthroughFaults(read('docs/walkthrough.md'), (file) => fs.existsSync(path.join(ROOT, file))), ...covered.faults, ...secured.faults];
for (const fault of faults) console.error(fault);
console.log(`docs: ${Object.entries(covered.counts).map(([state, count]) => `${count} ${state}`).join(', ')}; security: ${Object.entries(secured.counts).map(([state, count]) => `${count} ${state}`).join(', ')}; ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
