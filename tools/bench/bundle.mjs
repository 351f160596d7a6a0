import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const APPS = path.resolve(import.meta.dirname, '../../apps');

/**
 * What a browser must fetch before an app's first page works: the scripts that index.html names, and all that those
 * import statically. Gzip as a server would send it.
 * @returns {{ value: number, css: number, files: number }} kilobytes
 */
export function firstLoad(app) {
  const dist = path.join(APPS, app, 'dist');
  const html = fs.readFileSync(path.join(dist, 'index.html'), 'utf8');
  const scripts = new Set();
  const follow = (file) => {
    if (scripts.has(file)) return;
    scripts.add(file);
    const text = fs.readFileSync(file, 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)) follow(path.resolve(path.dirname(file), name));
  };
  for (const [, name] of html.matchAll(/(?:src|href)="([^"]+\.js)"/g)) follow(path.join(dist, name.replace(/^\.?\//, '')));
  const sheets = [...html.matchAll(/href="([^"]+\.css)"/g)].map(([, name]) => path.join(dist, name.replace(/^\.?\//, '')));
  const kilobytes = (files) => Math.round(files.reduce((sum, file) => sum + zlib.gzipSync(fs.readFileSync(file), { level: 9 }).length, 0) / 102.4) / 10;
  return { value: kilobytes([...scripts]), css: kilobytes(sheets), files: scripts.size };
}
