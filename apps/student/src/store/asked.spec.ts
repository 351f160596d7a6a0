import { describe, expect, it } from '@jest/globals';
import { askedIndices, onlyAsked } from './asked.js';

const yes = { items: [1, 2], op: '=', value: 1 } as const;
const form = [{ no: 1 }, { no: 2 }, { no: 3, askedWhen: yes }, { no: 4 }];

describe('which questions are put to the pupil', () => {
  it.each([
    ['no answer yet', [null, null, null, null], [0, 1, 3]],
    ['both no', [0, 0, null, null], [0, 1, 3]],
    ['one yes', [0, 1, null, null], [0, 1, 2, 3]],
    ['yes beside a blank', [1, null, null, null], [0, 1, 2, 3]],
  ])('%s', (_name, answers, asked) => {
    expect(askedIndices(form, answers)).toEqual(asked);
  });

  it.each([
    ['>=', 2, true],
    ['>', 2, false],
    ['<=', 2, true],
    ['<', 2, false],
    ['=', 3, false],
  ] as const)('compares with %s %i', (op, value, asked) => {
    expect(askedIndices([{ no: 1 }, { no: 2, askedWhen: { items: [1], op, value } }], [2, null]).includes(1)).toBe(asked);
  });

  it('sends no answer to a question that was withdrawn again', () => {
    expect(onlyAsked(form, [0, 0, 1, 1])).toEqual([0, 0, null, 1]);
    expect(onlyAsked(form, [1, 0, 1, 1])).toEqual([1, 0, 1, 1]);
  });
});
