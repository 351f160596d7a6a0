import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';
import { INSTRUMENTS_DIRECTORY, loadInstrument } from './instrument-library.js';

// A version is a promise: sheets answered on it are read by the same key and cuts for as long as they are kept.
const LIST = 'instruments/versions.json';

interface Shelved {
  readonly file: string;
  readonly code: string;
  readonly version: string;
  readonly checksum: string;
}

/** What somebody has to do before this shelf may be shipped. @param known `code@version` → checksum of the definition. */
function versionFaults(shelf: readonly Shelved[], known: Readonly<Record<string, string>>): string[] {
  const faults = shelf.flatMap(({ file, code, version, checksum }) => {
    const key = `${code}@${version}`;
    if (known[key] === checksum) return [];
    return known[key] === undefined
      ? [`${file} is new or has a new version: add "${key}": "${checksum}" to ${LIST}`]
      : [`${file} says something else than version ${version} has said so far. Keep the former file as ${key}.yaml, raise \`version\` in ${file}, `
        + `and add the new version with "${checksum}" to ${LIST}. If only a comment was meant to change, the definition has changed with it.`];
  });
  const there = new Set(shelf.map(({ code, version }) => `${code}@${version}`));
  const gone = Object.keys(known).filter((key) => !there.has(key));
  return [...faults, ...gone.map((key) => `${key} is in ${LIST} and on the shelf no more: bring it back as ${key}.yaml, sheets may have been answered on it`)];
}

describe('the versions of instruments', () => {
  it('say what they have always said', () => {
    const shelf = fs.readdirSync(INSTRUMENTS_DIRECTORY).filter((name) => name.endsWith('.yaml')).sort().map((file) => {
      const { definition: { code, version }, checksum } = loadInstrument(path.join(INSTRUMENTS_DIRECTORY, file));
      return { file, code, version, checksum };
    });
    const known = JSON.parse(fs.readFileSync(path.join(INSTRUMENTS_DIRECTORY, 'versions.json'), 'utf8')) as Record<string, string>;
    expect(versionFaults(shelf, known)).toEqual([]);
  });

  const one = { file: 'sample.yaml', code: 'sample', version: '1.0.0', checksum: 'a' };
  it.each([
    ['a cut changed under the same version', [{ ...one, checksum: 'b' }], { 'sample@1.0.0': 'a' }, [/Keep the former file as sample@1\.0\.0\.yaml, raise `version`/]],
    ['raised, but not listed', [{ ...one, version: '1.1.0', checksum: 'b' }, one], { 'sample@1.0.0': 'a' }, [/add "sample@1\.1\.0": "b"/]],
    ['raised, and the former thrown away', [{ ...one, version: '1.1.0', checksum: 'b' }], { 'sample@1.0.0': 'a', 'sample@1.1.0': 'b' }, [/sample@1\.0\.0 .*no more/]],
    ['raised, listed and kept', [{ ...one, version: '1.1.0', checksum: 'b' }, one], { 'sample@1.0.0': 'a', 'sample@1.1.0': 'b' }, []],
  ])('%s', (_, shelf, known, faults) => {
    const found = versionFaults(shelf, known);
    expect(found).toEqual(faults.map((fault) => expect.stringMatching(fault)));
  });
});
