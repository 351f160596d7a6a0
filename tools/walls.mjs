// usage: node tools/walls.mjs   checks every import of the project against the law in .dependency-cruiser.cjs.
import { pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/**
 * Reads every import below a tree and holds it against the walls.
 * @param {string} root a tree laid out like this project
 * @returns {{ violations: { wall: string, from: string, to: string, why: string }[], modules: number }}
 */
export function checkWalls(root) {
  const cruiser = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = path.join(ROOT, '.dependency-cruiser.cjs');
  const places = ['libs', 'apps', 'database'].filter((place) => fs.existsSync(path.join(root, place)));
  const done = spawnSync(process.execPath, [cruiser, '--config', config, '--output-type', 'json', ...places], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (!done.stdout.startsWith('{')) throw new Error(`the walls could not be read: ${done.stderr || done.stdout}`);
  const { summary } = JSON.parse(done.stdout);
  const violations = summary.violations.map(({ rule, from, to, comment, cycle }) => ({
    wall: rule.name,
    from,
    to: cycle ? cycle.map((step) => step.name).join(' → ') : to,
    why: comment ?? '',
  }));
  return { violations, modules: summary.totalCruised };
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  const { violations, modules } = checkWalls(ROOT);
  for (const { wall, from, to, why } of violations) console.error(`${from}\n  → ${to}\n  ${wall}${why ? `: ${why}` : ''}`);
  console.log(`walls: ${modules} files, ${violations.length} breaches`);
  process.exit(violations.length > 0 ? 1 : 0);
}
