import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { unpacked } from './debian.mjs';

const SYSTEM = '/usr/share/fonts';

/**
 * A folder with fonts that can draw Chinese, for PDF reports and for the browser of the journeys.
 * @returns {{ folder: string, isOwn: boolean }} `isOwn`: unpacked by us, so the system does not know of it
 */
export function chineseFonts() {
  if (!process.env.HELIOTROPE_UNPACK?.split(',').includes('fonts')) {
    const listed = spawnSync('fc-list', [':lang=zh-cn', 'file'], { encoding: 'utf8' });
    const known = (listed.stdout ?? '').split('\n').map((line) => line.replace(/:\s*$/, '').trim()).filter(Boolean);
    const lying = listed.error && fs.existsSync(SYSTEM) ? fs.readdirSync(SYSTEM, { recursive: true }).filter((file) => /cjk|wqy/i.test(file)).map((file) => path.join(SYSTEM, file)) : [];
    const font = [...known, ...lying].find((file) => /sans|hei/i.test(file)) ?? known[0] ?? lying[0];
    if (font) return { folder: path.dirname(font), isOwn: false };
  }
  const { root } = unpacked('fonts', ['fonts-noto-cjk', 'fonts-dejavu-core']);
  return { folder: path.join(root, 'usr/share/fonts'), isOwn: true };
}

/** A fontconfig file of ours alone: our font first, and whatever else the machine has. */
export function fontconfigFor(folder) {
  const file = path.join(folder, 'fonts.conf');
  const prefer = ['sans-serif', 'serif', 'monospace', 'system-ui'].map((name) => `<alias><family>${name}</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>`);
  const lines = [`<dir>${folder}</dir>`, `<dir>${SYSTEM}</dir>`, `<cachedir>${path.join(folder, '.cache')}</cachedir>`, ...prefer];
  fs.writeFileSync(file, `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n${lines.join('\n')}\n</fontconfig>\n`);
  return file;
}
