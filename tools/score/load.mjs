import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The scoring rules as they stand in the sources, ready to import. They are transpiled into a folder named after their
 * content, made aside and renamed into place: no build is needed first, a stale one is never used, a build running at
 * the same time is not disturbed, and several can start at once. Without the transpiler (an installation for production
 * only) the built packages are used.
 */
export async function loadScoring(root) {
  const sources = path.join(root, 'libs/screening/src');
  const swc = fs.existsSync(sources) ? await import('@swc/core').catch(() => null) : null;
  const home = swc ? await transpiled(root, swc.default ?? swc) : null;
  const from = (inCache, inDist) => import(pathToFileURL(home ? path.join(home, inCache) : path.join(root, inDist)).href);
  const [rules, library] = await Promise.all([
    from('screening/rules/index.js', 'libs/screening/dist/rules/index.js'),
    from('screening/server/instrument-library.js', 'libs/screening/dist/server/instrument-library.js'),
  ]);
  return { ...rules, ...library };
}

function sourceFiles(root) {
  const all = (dir, into) =>
    fs.readdirSync(path.join(root, dir), { recursive: true })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => ({ file: path.join(root, dir, name), into: path.join(into, name.replace(/\.ts$/, '.js')) }));
  return [
    ...all('libs/kernel/src', 'kernel'),
    ...all('libs/screening/src/rules', 'screening/rules'),
    { file: path.join(root, 'libs/screening/src/server/instrument-library.ts'), into: 'screening/server/instrument-library.js' },
  ].sort((a, b) => (a.into < b.into ? -1 : 1));
}

async function transpiled(root, swc) {
  const sources = sourceFiles(root).map((source) => ({ ...source, text: fs.readFileSync(source.file, 'utf8') }));
  const digest = createHash('sha256').update(fs.readFileSync(path.join(root, '.swcrc'))).update(fs.readFileSync(import.meta.filename));
  for (const { into, text } of sources) digest.update(`\0${into}\0${text}`);
  const cache = path.join(root, 'node_modules/.cache/heliotrope-score');
  const home = path.join(cache, digest.digest('hex').slice(0, 32));
  if (fs.existsSync(home)) return home;

  const aside = makeAside(cache, root);
  for (const { file, into, text } of sources) {
    const { code } = await swc.transform(text, { filename: file, configFile: path.join(root, '.swcrc'), swcrc: false, sourceMaps: false });
    const target = path.join(aside, into);
    const kernel = path.relative(path.dirname(target), path.join(aside, 'kernel/index.js')).split(path.sep).join('/');
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, code.replaceAll(/(["'])@heliotrope\/kernel\1/g, `'${kernel}'`));
  }
  fs.writeFileSync(path.join(aside, 'package.json'), '{"type":"module"}\n');
  if (path.dirname(aside) !== cache) return aside;
  try {
    fs.renameSync(aside, home);
  } catch {
    fs.rmSync(aside, { recursive: true, force: true }); // somebody else was first, with the same content
  }
  return home;
}

/** A folder of our own: in the cache, or, where the installation may not be written, in the system's temporary folder. */
function makeAside(cache, root) {
  try {
    fs.mkdirSync(cache, { recursive: true });
    return fs.mkdtempSync(path.join(cache, 'aside-'));
  } catch {
    const aside = fs.mkdtempSync(path.join(os.tmpdir(), 'heliotrope-score-'));
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(aside, 'node_modules'), 'junction');
    process.on('exit', () => fs.rmSync(aside, { recursive: true, force: true }));
    return aside;
  }
}
