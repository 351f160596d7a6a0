import { describe, expect, it } from '@jest/globals';
import { CONSENT_CODE_SIGNS, printedConsentCode, readConsentCode } from './consent-code.js';

describe('a consent code', () => {
  const rows: [typed: string, read: string | null][] = [
    ['ABCD-EFGH-2345', 'ABCDEFGH2345'], [' abcd efgh 2345 ', 'ABCDEFGH2345'], ['ＡＢＣＤＥＦＧＨ２３４５', 'ABCDEFGH2345'],
    ['ABCDEFGH234', null], ['ABCDEFGH23456', null], ['ABCDEFGH234O', null], ['ABCDEFGH2340', null], ['', null],
  ];
  it.each(rows)('"%s" is read as %s', (typed, read) => expect(readConsentCode(typed)).toBe(read));
  it('is printed in fours', () => expect(printedConsentCode('ABCDEFGH2345')).toBe('ABCD-EFGH-2345'));
  it('has no signs that look alike', () => expect(CONSENT_CODE_SIGNS).not.toMatch(/[01OIL]/));
});
