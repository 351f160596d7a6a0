import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { unpacked } from './debian.mjs';

const isForced = (part) => process.env.HELIOTROPE_UNPACK?.split(',').includes(part) ?? false;

/**
 * A browser for the journeys, with a font that can draw Chinese: the machine's own, else unpacked without root.
 * @returns {{ executablePath: string, env: Record<string, string>, args: string[] }} options for playwright's launch
 */
export function chromium() {
  const browser = systemBrowser() ?? unpackedBrowser();
  const fonts = hasChineseFont() ? {} : chineseFont(browser.root);
  return {
    executablePath: browser.binary,
    env: { ...process.env, ...browser.env, ...fonts },
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'], // root and containers have no sandbox to offer
  };
}

function systemBrowser() {
  if (isForced('chromium')) return undefined;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    const binary = spawnSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).stdout.trim();
    if (binary) return { binary, env: {}, root: '' };
  }
  return undefined;
}

function unpackedBrowser() {
  const { root, env } = unpacked('chromium', ['chromium', 'chromium-common']);
  return { binary: path.join(root, 'usr/lib/chromium/chromium'), env, root }; // not usr/bin: that script knows only /usr
}

function hasChineseFont() {
  if (isForced('fonts')) return false;
  const listed = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  if (!listed.error) return listed.stdout.trim() !== '';
  const folder = '/usr/share/fonts';
  return fs.existsSync(folder) && fs.readdirSync(folder, { recursive: true }).some((file) => /cjk|wqy|droidsansfallback/i.test(file));
}

/** The fontconfig of this project alone: its own Chinese font, and whatever else the machine has. */
function chineseFont(browserRoot) {
  const { root } = unpacked('fonts', ['fonts-noto-cjk', 'fonts-dejavu-core']);
  const file = path.join(root, 'fonts.conf');
  const folders = [path.join(root, 'usr/share/fonts'), browserRoot && path.join(browserRoot, 'usr/share/fonts'), '/usr/share/fonts'];
  const prefer = ['sans-serif', 'serif', 'monospace', 'system-ui'].map((name) => `<alias><family>${name}</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>`);
  fs.writeFileSync(
    file,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n${[
      ...folders.filter(Boolean).map((folder) => `<dir>${folder}</dir>`),
      `<cachedir>${path.join(root, 'cache')}</cachedir>`,
      ...prefer,
    ].join('\n')}\n</fontconfig>\n`,
  );
  return { FONTCONFIG_FILE: file };
}
