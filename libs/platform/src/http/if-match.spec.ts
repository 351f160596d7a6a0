import { describe, expect, it } from '@jest/globals';
import { Refusal } from '@heliotrope/kernel';
import { readIfMatch, sameVersion } from './if-match.js';

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
};
const read = (header?: string) => readIfMatch({ headers: header === undefined ? {} : { 'if-match': header } });

describe('If-Match', () => {
  it.each([['"3"', 3], ['W/"12"', 12], [' "1" ', 1]])('%s is version %i', (header, version) => expect(read(header)).toBe(version));

  it.each([[undefined], ['*'], ['3'], ['"x"'], ['"1", "2"'], ['"9999999999"']])('%s is no version', (header) => {
    expect(codeOf(() => read(header))).toBe('platform/if-match-needed');
  });

  it('keeps the second to save from overwriting the first, and shows what that one saved', () => {
    expect(codeOf(() => sameVersion(2, { version: 2 }))).toBeUndefined();
    expect(codeOf(() => sameVersion(1, { version: 2 }))).toBe('platform/changed-meanwhile');
  });
});
