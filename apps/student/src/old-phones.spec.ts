import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';

/** The build lowers syntax, not the library: these arrived after Chrome 87, and nothing fills them in. */
const TOO_NEW = /structuredClone|\.at\(|Object\.hasOwn|\.findLast|\.toSorted|\.toReversed|\.toSpliced|\.with\(|Object\.groupBy|randomUUID|AbortSignal\.timeout|Promise\.withResolvers|\.replaceChildren\(|innerHTML|v-html/;

describe('the page on the oldest phones', () => {
  const files = (fs.readdirSync(import.meta.dirname, { recursive: true }) as string[]).filter((file) => /\.(ts|vue)$/.test(file) && !file.endsWith('.spec.ts'));

  it.each(files)('%s uses nothing newer than Chrome 87', (file) => {
    expect(fs.readFileSync(path.join(import.meta.dirname, file), 'utf8')).not.toMatch(TOO_NEW);
  });
});
