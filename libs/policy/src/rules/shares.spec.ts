import { describe, expect, it } from '@jest/globals';
import { shownShare } from './shares.js';
import { pooled, tellableOf } from './tellable.js';

const limits = { minDenominator: 10, minCell: 5 };

describe('a share', () => {
  it.each([
    [0, 40, { is: 'at-most', share: 0.05 }], [2, 40, { is: 'at-most', share: 0.05 }], [3, 40, null], [4, 40, null],
    [5, 40, { is: 'exactly', share: 0.125 }], [35, 40, { is: 'exactly', share: 0.875 }], [36, 40, null], [37, 40, null],
    [38, 40, { is: 'at-least', share: 0.95 }], [40, 40, { is: 'at-least', share: 0.95 }], [5, 9, null], [0, 9, null], [5, 10, { is: 'exactly', share: 0.5 }],
  ])('of %i in %i is told as %j', (part, whole, told) => {
    expect(shownShare(part, whole, limits)).toEqual(told);
  });
});

describe('what is told of a place', () => {
  it.each([
    ['class', 'school', 'coverage'], ['class', 'bureau', 'coverage'], ['grade', 'school', 'levels'], ['grade', 'bureau', 'coverage'],
    ['school', 'school', 'levels'], ['school', 'bureau', 'grave-total'], ['bureau', 'bureau', 'levels'],
  ] as const)('of a %s to the people of a %s is its %s', (place, audience, told) => {
    expect(tellableOf(place, audience)).toBe(told);
  });

  it('of schools too small to stand alone is told together, and never of one alone', () => {
    const row = (label: string, ...cells: number[]) => ({ label, cells });
    expect(pooled([row('a', 90, 10), row('b', 5, 2), row('c', 1, 0), row('d', 50, 0)], limits, '其他')).toEqual([row('a', 90, 10), row('其他', 56, 2)]);
    expect(pooled([row('a', 90, 10), row('b', 5, 2), row('d', 50, 0)], limits, '其他')).toEqual([row('a', 90, 10), row('其他', 55, 2)]);
    expect(pooled([row('a', 90, 10), row('b', 5, 3), row('c', 5, 4)], limits, '其他')).toEqual([row('a', 90, 10), row('其他', 10, 7)]);
    expect(pooled([row('a', 90, 10)], limits, '其他')).toEqual([row('a', 90, 10)]);
  });
});
