import fs from 'node:fs';
import path from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.nx', '.data', 'coverage']);

/** Every file of a tree that people wrote, as paths relative to it. */
export function filesOf(root, place = '') {
  return fs.readdirSync(path.join(root, place), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const file = path.posix.join(place, entry.name);
    return entry.isDirectory() ? filesOf(root, file) : entry.isFile() ? [file] : [];
  });
}
