// usage: node tools/swc-build.mjs <projectDir>   transpiles src/**/*.ts to dist/**/*.js with source maps.
// Types are checked by `npm run typecheck`; emitting and checking are kept apart so that a build takes a blink.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const configFile = path.resolve(import.meta.dirname, '../.swcrc');
const isSource = (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !/\.(spec|journey)\.ts$/.test(file);

/** Builds one project; a project whose sources are as they were at its last build is left alone. */
export async function swcBuild(dir) {
  const src = path.join(dir, 'src');
  const out = path.join(dir, 'dist');
  if (!fs.existsSync(src)) return;
  const sources = fs.readdirSync(src, { recursive: true }).filter(isSource);
  const stamp = digest([configFile, import.meta.filename, ...sources.map((file) => path.join(src, file))]);
  const stampFile = path.join(out, '.stamp');
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return;
  fs.mkdirSync(out, { recursive: true });
  fs.rmSync(stampFile, { force: true });
  const { default: swc } = await import('@swc/core');
  const written = new Set(['.stamp']);
  await Promise.all(
    sources.map(async (file) => {
      const { code, map } = await swc.transformFile(path.join(src, file), { configFile, swcrc: false });
      const target = file.replace(/\.ts$/, '.js');
      replace(path.join(out, target), `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
      replace(path.join(out, `${target}.map`), map);
      written.add(target).add(`${target}.map`);
    }),
  );
  for (const file of fs.readdirSync(out, { recursive: true })) {
    const full = path.join(out, file);
    if (!written.has(file) && fs.existsSync(full) && fs.statSync(full).isFile()) fs.rmSync(full, { force: true });
  }
  replace(stampFile, stamp);
}

/** Written beside and moved in place: a process that runs from dist never meets half a file or none. */
function replace(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  fs.writeFileSync(half, text);
  fs.renameSync(half, file);
}

function digest(files) {
  const hash = crypto.createHash('sha256');
  for (const file of files.sort()) hash.update(file).update(fs.readFileSync(file));
  return hash.digest('hex');
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  await swcBuild(path.resolve(process.argv[2] ?? '.'));
}
