import { describe, expect, it } from '@jest/globals';

import { due, span } from './due.js';

const now = Date.parse('2026-10-12T00:00:00Z');
const after = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

describe('how a deadline stands', () => {
  it.each([
    [-1, 'late', 1],
    [0, 'soon', 0],
    [120, 'soon', 120],
    [121, 'ahead', 121],
  ] as const)('%d minutes from now: %s', (minutes, state, left) => {
    expect(due(after(minutes), now)).toEqual({ state, minutes: left });
  });

  it('met stays met, however long ago it was due', () => {
    expect(due(after(-9000), now, after(-9001)).state).toBe('met');
  });

  it.each([
    [59, 'minutes', 59],
    [60, 'hours', 1],
    [2879, 'hours', 47],
    [2880, 'days', 2],
  ] as const)('%d minutes are said in %s', (minutes, unit, n) => {
    expect(span(minutes)).toEqual({ unit, n });
  });
});
