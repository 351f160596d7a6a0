// usage: node tools/swc-build.mjs <projectDir>   transpiles src/**/*.ts to dist/**/*.js with source maps.
// Types are checked by `npm run typecheck`; emitting and checking are kept apart so that a build takes a blink.
import fs from 'node:fs';
import path from 'node:path';
import swc from '@swc/core';

const dir = path.resolve(process.argv[2] ?? '.');
const src = path.join(dir, 'src');
const out = path.join(dir, 'dist');
const configFile = path.resolve(import.meta.dirname, '../.swcrc');
const isSource = (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.endsWith('.spec.ts');

fs.rmSync(out, { recursive: true, force: true });
await Promise.all(
  fs
    .readdirSync(src, { recursive: true })
    .filter(isSource)
    .map(async (file) => {
      const { code, map } = await swc.transformFile(path.join(src, file), { configFile, swcrc: false });
      const target = path.join(out, file.replace(/\.ts$/, '.js'));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
      fs.writeFileSync(`${target}.map`, map);
    }),
);
