import { describe, expect, it } from '@jest/globals';
import { packAnswers, unpackAnswers } from './answer-bytes.js';
import { receiptOf } from './receipt.js';

describe('answers under their seal', () => {
  it.each([
    [{ answers: [0, 1, null, 5], seconds: null }],
    [{ answers: [null, 20], seconds: [3, null] }],
    [{ answers: [], seconds: null }],
  ])('come out as they went in: %j', (answered) => expect(unpackAnswers(packAnswers(answered))).toEqual(answered));

  it('count a very long pause as 254 seconds and round the rest', () => {
    expect(unpackAnswers(packAnswers({ answers: [0, 0, 0], seconds: [1.6, 900, 0] })).seconds).toEqual([2, 254, 0]);
  });

  it('are not read in a format we do not know', () => {
    expect(() => unpackAnswers(Buffer.from([9, 0, 0, 0]))).toThrow('unknown format');
  });
});

describe('a receipt', () => {
  it('is the same for the same sheet and another for another', () => {
    const [a, b] = ['0199f5a0-1111-7abc-9def-0123456789ab', '0199f5a0-1111-7abc-9def-0123456789ac'];
    expect(receiptOf(a)).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/);
    expect(receiptOf(a)).toBe(receiptOf(a));
    expect(receiptOf(a)).not.toBe(receiptOf(b));
  });
});
