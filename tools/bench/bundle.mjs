import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]/g;

/**
 * What a browser must fetch before an app's first page works: the scripts that index.html names, and all that those
 * import statically. Gzip as a server would send it.
 * @param {string} dist the built app
 * @returns {{ value: number, css: number, files: string[] }} kilobytes of 1,000 bytes, and the scripts counted
 */
export function firstLoad(dist) {
  const html = fs.readFileSync(path.join(dist, 'index.html'), 'utf8');
  const place = (address) => path.join(dist, address.replace(/[?#].*$/, '').replace(/^\.?\//, ''));
  const named = (ending) => [...new Set([...html.matchAll(/\b(?:src|href)=["']?([^"'\s>]+)/g)].map(([, address]) => address))]
    .filter((address) => !/^[a-z]+:/.test(address) && address.replace(/[?#].*$/, '').endsWith(ending))
    .map(place);
  const scripts = new Set();
  const follow = (file) => {
    if (scripts.has(file)) return;
    scripts.add(file);
    for (const [, address] of fs.readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) follow(path.resolve(path.dirname(file), address));
  };
  named('.js').forEach(follow);
  const kilobytes = (files) => Math.round(files.reduce((sum, file) => sum + zlib.gzipSync(fs.readFileSync(file), { level: 9 }).length, 0) / 100) / 10;
  return { value: kilobytes([...scripts]), css: kilobytes(named('.css')), files: [...scripts].map((file) => path.relative(dist, file)) };
}
