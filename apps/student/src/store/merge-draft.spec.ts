import { describe, expect, it } from '@jest/globals';
import { mergeDraft, type Mine } from './merge-draft.js';

const kept = { sheetId: 's', savedMs: 10_000, atItem: 1, answers: [1, 2, null, null], seconds: [4, 5, null, null] };
const mine = (index: number, value: number | null, at: number): Mine => ({ index, value, seconds: 3, at });
const values = (merged: Mine[]) => merged.map(({ index, value }) => [index, value]);
const last = (merged: Mine[]) => merged.reduce((latest, one) => (one.at >= latest.at ? one : latest)).index;

describe('answers kept by the server and by this device', () => {
  it('a device that knows nothing goes on where the other stopped', () => {
    const merged = mergeDraft([], kept, 0);
    expect(merged).toEqual([{ index: 0, value: 1, seconds: 4, at: 9_999 }, { index: 1, value: 2, seconds: 5, at: 10_000 }]);
    expect(last(merged)).toBe(1);
  });

  it.each([
    ['this device was later: the network was away', [mine(0, 3, 10_001)], 0, [[0, 3], [1, 2]]],
    ['in the same moment: what the server has', [mine(0, 3, 10_000)], 0, [[0, 1], [1, 2]]],
    ['the other device was later', [mine(0, 3, 9_000)], 0, [[0, 1], [1, 2]]],
    ['only this device knows it', [mine(3, 0, 5_000)], 0, [[0, 1], [1, 2], [3, 0]]],
    ['a clock five seconds behind is reckoned with', [mine(0, 3, 5_001)], 5_000, [[0, 3], [1, 2]]],
    ['a clock five seconds ahead too', [mine(0, 3, 14_999)], -5_000, [[0, 1], [1, 2]]],
    ['an answer taken back elsewhere stays, since a blank says nothing', [mine(2, 1, 1)], 0, [[0, 1], [1, 2], [2, 1]]],
  ])('%s', (_, own, skew, expected) => expect(values(mergeDraft(own, kept, skew))).toEqual(expected));

  it('a question she looked at last and left empty is where she goes on', () => {
    expect(last(mergeDraft([], { ...kept, atItem: 2 }, 0))).toBe(2);
  });
});
