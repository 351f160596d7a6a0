import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';

const sheet = fs.readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Record<string, string> {
  const start = sheet.indexOf(`${selector} {`);
  const block = sheet.slice(start, sheet.indexOf('\n}', start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name!, value!]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** WCAG 2.1, 1.4.3. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const light = tokensOf('html:root');
const themes = { light, dark: { ...light, ...tokensOf("html[data-mode='dark']:root") } };

const texts: [text: string, surface: string][] = [
  ...['ink', 'ink-2', 'ink-3', 'amber', 'leaf', 'clay'].flatMap((text) => ['paper', 'card', 'sunken'].map((surface): [string, string] => [text, surface])),
  ['sun-ink', 'sun'],
  ['sun-ink', 'sun-hover'],
  ['amber', 'sun-soft'],
  ['heart-ink', 'heart'],
  ['heart-ink', 'heart-2'],
  ['leaf', 'leaf-soft'],
  ['sky', 'sky-soft'],
  ['clay', 'clay-soft'],
  ['ink', 'clay-soft'],
  ['ink-2', 'clay-soft'],
  ...[0, 1, 2, 3, 4].flatMap((n): [string, string][] => [[`level-${n}`, `level-${n}-soft`], [`level-${n}`, 'card']]),
];

describe.each(Object.entries(themes))('the %s theme', (_name, tokens) => {
  it.each(texts)('%s on %s can be read (4.5:1)', (text, surface) => {
    expect(contrast(tokens[text]!, tokens[surface]!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['paper', 'card'])('the line of an input is seen on %s (3:1)', (surface) => {
    expect(contrast(tokens['line-strong']!, tokens[surface]!)).toBeGreaterThanOrEqual(3);
  });
});
