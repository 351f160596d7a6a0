import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { unpacked } from './debian.mjs';
import { chineseFonts, fontconfigFor } from './fonts.mjs';

/**
 * A browser for the journeys, with a font that can draw Chinese: the machine's own, else unpacked without root.
 * @returns {{ executablePath: string, env: Record<string, string>, args: string[] }} options for playwright's launch
 */
export function chromium() {
  const { binary, env } = systemBrowser() ?? unpackedBrowser();
  const fonts = chineseFonts();
  return {
    executablePath: binary,
    env: { ...process.env, ...env, ...(fonts.isOwn ? { FONTCONFIG_FILE: fontconfigFor(fonts.folder) } : {}) },
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'], // root and containers have no sandbox to offer
  };
}

function systemBrowser() {
  if (process.env.HELIOTROPE_UNPACK?.split(',').includes('chromium')) return undefined;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    const binary = spawnSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).stdout.trim();
    if (binary) return { binary, env: {} };
  }
  return undefined;
}

function unpackedBrowser() {
  const { root, env } = unpacked('chromium', ['chromium', 'chromium-common']);
  return { binary: path.join(root, 'usr/lib/chromium/chromium'), env }; // not usr/bin: that script knows only /usr
}
