import { describe, expect, it } from '@jest/globals';
import { readCode, SEAT_CODE_LENGTH, SEAT_DRAWS, seatCodeNumber, SEATS_A_CLASS, writeCode } from './seat-code.js';

describe('a seat code', () => {
  it('is read back as it was written, whatever the case and the blanks', () => {
    for (const number of [0, 1, 29, 30, 12_345_678, 30 ** 5 - 1]) {
      const signs = writeCode(number, SEAT_CODE_LENGTH);
      expect(signs).toMatch(/^[2-9A-HJKMNP-TV-Z]{5}$/);
      expect(readCode(` ${signs.slice(0, 2).toLowerCase()}-${signs.slice(2)} `, SEAT_CODE_LENGTH)).toBe(number);
    }
  });

  it('is not read from signs that are no code', () => {
    expect(['', 'ABC', 'ABCDE1', 'ABCD0', 'ABCDÉ'].map((text) => readCode(text, SEAT_CODE_LENGTH))).toEqual([null, null, null, null, null]);
  });

  it('of two seats of a class never meet, whatever they draw', () => {
    const lowest = new Set(Array.from({ length: SEATS_A_CLASS }, (_, seat) => seatCodeNumber(seat, 0) % SEATS_A_CLASS));
    expect(lowest.size).toBe(SEATS_A_CLASS);
    expect(seatCodeNumber(SEATS_A_CLASS - 1, SEAT_DRAWS - 1)).toBeLessThan(30 ** SEAT_CODE_LENGTH);
  });
});
