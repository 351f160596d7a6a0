import { describe, expect, it } from '@jest/globals';
import { type Answers, answersOf, compiledSample, outcomeOf } from '../testing/index.js';
import { contradictingPairs, isMedianUnder, longestRun, medianOf } from './answer-quality.js';
import { readSheet } from './answer-sheet.js';
import { type QualityNote, qualityNotes } from './quality-notes.js';
import { MISSING, NOT_ASKED } from './scoring.js';
import { judgeSheet } from './sheet-outcome.js';
import { suggestLevel } from './suggested-level.js';
import { EFFECTS } from './validity.js';

/** Twenty items of 0–3, 2 and 4 reversed, item 20 critical from 1 on; change what the test is about. */
const scale = (quality: object | undefined, changes: object = {}) => compiledSample({
  optionSets: { often: [0, 1, 2, 3].map((value) => ({ value, label: `选项${value}` })) },
  items: Array.from({ length: 20 }, (_, at) => ({ no: at + 1, text: `第 ${at + 1} 题` })), reverse: [2, 4],
  scores: [{ id: 'total', name: '总分', formula: 'sum', items: '1-20', range: [0, 60] }],
  critical: [{ item: 20, op: '>=', value: 1, severity: 3, reason: '危急' }],
  ...(quality ? { quality: { source: '测试用', ...quality } } : {}), ...changes,
});
/** Answers that repeat nothing: 0, 1, 2, 0, 1, 2…, the critical item untouched. */
const varied = (changes: Record<number, number | null> = {}): Answers => {
  const answers: Answers = Array.from({ length: 20 }, (_, at) => at % 3);
  answers[19] = 0;
  for (const [no, value] of Object.entries(changes)) answers[Number(no) - 1] = value;
  return answers;
};
const seconds = (each: number) => Array.from({ length: 20 }, () => each);
function judged(compiled: ReturnType<typeof scale>, answers: Answers, times?: (number | null)[]) {
  const judgement = judgeSheet(compiled, answers, times);
  if (!judgement.ok) throw new Error('not a sheet');
  return judgement.outcome;
}
function notes(compiled: ReturnType<typeof scale>, answers: Answers, times?: (number | null)[]): QualityNote[] {
  const sheet = new Int8Array(compiled.length);
  expect(readSheet(compiled, answers, sheet)).toBeNull();
  return qualityNotes(compiled, sheet, times);
}

describe('speed against the floor of the instrument', () => {
  const own = scale({ secondsPerItem: 3 });

  it.each([[1.4, 'void'], [1.5, 'suspicious'], [2.9, 'suspicious'], [3, 'valid'], [3.1, 'valid']] as const)('a median of %d s: %s', (each, expected) => {
    expect(judged(own, varied(), seconds(each)).validity).toBe(expected);
  });

  it('is the median: half the items and one decide', () => {
    const half = seconds(2).map((time, at) => (at < 10 ? time : 9));
    expect(judged(own, varied(), half).validity).toBe('valid'); // ten of twenty: the median lies between
    expect(judged(own, varied(), half.map((time, at) => (at === 10 ? 2 : time))).validityReasons).toEqual(['hurried']);
  });

  it('is not judged where the file names no floor, or nothing was measured', () => {
    expect(judged(scale(undefined), varied(), seconds(2.9)).validity).toBe('valid');
    expect(judged(own, varied()).validity).toBe('valid');
  });
});

describe('a long string of one answer', () => {
  const own = scale({ longString: 8 });
  const run = (length: number) => varied(Object.fromEntries(Array.from({ length }, (_, at) => [at + 6, 3])));

  it.each([[7, []], [8, ['long-string']], [9, ['long-string']]] as const)('of %d items', (length, reasons) => {
    expect(judged(own, run(length)).validityReasons).toEqual(reasons);
  });

  it.each([
    ['nothing', [], 0], ['one answer', [2], 1], ['a gap ends it', [1, 1, MISSING, 1], 2], ['what was never asked is passed over', [1, 1, NOT_ASKED, 1], 3],
    ['two gaps are no string', [MISSING, MISSING, MISSING], 0], ['the longest counts', [0, 0, 1, 1, 1, 2], 3],
  ])('%s', (_, values, expected) => expect(longestRun(Int8Array.from(values))).toBe(expected));
});

describe('pairs that contradict', () => {
  const pairs = { of: [[1, 2], [3, 4], [5, 6]], apart: 3, atLeast: 2 };
  const own = scale({ pairs });
  // 1–2 and 3–4 are opposites (2 and 4 are reversed), 5–6 ask the same.
  const sound = { 1: 3, 2: 0, 3: 0, 4: 3, 5: 1, 6: 1 };

  it.each([
    ['none', {}, []],
    ['one of two', { 2: 3 }, []],
    ['two, at the limit', { 2: 3, 4: 0 }, ['contradicting-pairs']],
    ['two, one of them just under', { 2: 3, 3: 0, 4: 1 }, []],
    ['three', { 2: 3, 4: 0, 5: 0, 6: 3 }, ['contradicting-pairs']],
    ['two, one with a gap', { 2: 3, 4: null }, []],
  ])('%s', (_, changes, reasons) => {
    expect(judged(own, varied({ ...sound, ...changes } as Record<number, number | null>)).validityReasons).toEqual(reasons);
  });

  it('are named by their items', () => {
    const sheet = Int8Array.from(varied({ ...sound, 2: 3, 4: 0 }) as number[]);
    expect(contradictingPairs(own, sheet, own.definition.quality!.pairs!)).toEqual([[1, 2], [3, 4]]);
  });
});

describe('suspicious is not void', () => {
  it.each([
    ['hurried', scale({ secondsPerItem: 3 }), varied({ 20: 1 }), seconds(2)],
    ['long-string', scale({ longString: 8 }), varied({ 20: 1, ...Object.fromEntries([5, 6, 7, 8, 9, 10, 11, 12].map((no) => [no, 3])) }), undefined],
    ['contradicting-pairs', scale({ pairs: { of: [[1, 2]], apart: 3, atLeast: 1 } }), varied({ 1: 3, 2: 3, 20: 1 }), undefined],
  ] as const)('%s: the scores count, and the critical answer is raised', (rule, compiled, answers, times) => {
    const outcome = judged(compiled, answers, times && [...times]);
    expect([outcome.validity, outcome.validityReasons]).toEqual(['suspicious', [rule]]);
    expect(outcome.scores['total']).not.toBeNull();
    expect(suggestLevel([outcome])).toMatchObject({ ordinal: 3, fired: [{ rule: 'critical:sample/item-20>=1' }, { rule: 'suspicious:sample', ordinal: 0 }] });
  });

  it.each([
    ['too fast', scale(undefined), varied({ 20: 1 }), seconds(0.4)],
    ['one answer throughout', scale(undefined, {
      items: Array.from({ length: 30 }, (_, at) => ({ no: at + 1, text: `第 ${at + 1} 题` })),
      scores: [{ id: 'total', name: '总分', formula: 'sum', items: '1-30', range: [0, 90] }],
    }), Array.from({ length: 30 }, () => 1), undefined],
  ] as const)('void, %s: the critical answer is raised all the same', (_, compiled, answers, times) => {
    const outcome = judged(compiled, [...answers], times && [...times]);
    expect(outcome.validity).toBe('void');
    expect(suggestLevel([outcome])).toMatchObject({ ordinal: 3, fired: [{ rule: 'critical:sample/item-20>=1' }, { rule: 'void:sample' }] });
  });

  it('void by the lie scale of MHT: critical 85 is raised at the limit, one under it and one over', () => {
    for (const [lies, validity] of [[6, 'valid'], [7, 'void'], [8, 'void']] as const) {
      const yes = [85, ...[82, 84, 86, 88, 90, 92, 94, 96].slice(0, lies)];
      const outcome = outcomeOf('mht', answersOf('mht', 0, Object.fromEntries(yes.map((no) => [no, 1]))));
      expect([outcome.validity, outcome.critical.map(({ item }) => item)]).toEqual([validity, [85]]);
    }
  });
});

describe('in words for the psychology teacher', () => {
  it('each rule that fired says what was measured against which limit', () => {
    expect(notes(scale({ secondsPerItem: 3, longString: 8 }), answersOf('ces-d', 3), seconds(1.6))).toEqual([
      { rule: 'hurried', effect: 'suspicious', words: '每题用时的中位数 1.6 秒，低于本量表的 3 秒' },
      { rule: 'long-string', effect: 'suspicious', words: '连续 20 题选同一选项（本量表的界限 8 题），其间有反向或相对条目' },
    ]);
    expect(notes(scale({ pairs: { of: [[1, 2], [3, 4]], apart: 3, atLeast: 1 } }), varied({ 1: 3, 2: 3, 3: 0, 4: 3 }))).toEqual([
      { rule: 'contradicting-pairs', effect: 'suspicious', words: '意思相同或相反的题有 1 对前后矛盾：第 1 与 2 题' },
    ]);
    expect(notes(scale(undefined, { minSeconds: 60 }), varied({ 1: null, 2: null, 3: null }), seconds(1)).map(({ words }) => words)).toEqual([
      '每题用时的中位数 1 秒，不足 1.5 秒', '漏答 3 题，超过 10%', '总用时 20 秒，短于读完题目所需的 60 秒',
    ]);
  });

  it('a valid sheet has none, and every rule has its effect', () => {
    expect(notes(scale({ secondsPerItem: 3, longString: 8 }), varied(), seconds(4))).toEqual([]);
    expect(Object.values(EFFECTS).filter((effect) => effect === 'void')).toHaveLength(3);
  });
});

describe('the limits of a file', () => {
  it.each([
    ['a long string where nothing is opposed', { longString: 8 }, { reverse: [] }, 'instrument/quality-long-string'],
    ['a string longer than the form', { longString: 21 }, {}, 'instrument/quality-long-string'],
    ['no limit at all', {}, {}, 'instrument/quality'],
    ['a pair of one item', { pairs: { of: [[3, 3]], apart: 1, atLeast: 1 } }, {}, 'instrument/quality-pairs'],
    ['a pair that can never be so far apart', { pairs: { of: [[1, 2]], apart: 4, atLeast: 1 } }, {}, 'instrument/quality-pairs'],
    ['more pairs wanted than there are', { pairs: { of: [[1, 2]], apart: 3, atLeast: 2 } }, {}, 'instrument/quality-pairs'],
    ['a floor of no time', { secondsPerItem: 0 }, {}, 'instrument/quality-seconds'],
  ])('%s is refused', (_, quality, changes, code) => expect(() => scale(quality, changes)).toThrow(code));
});

it('the median of numbers, with and without sorting', () => {
  expect([medianOf([]), medianOf([3]), medianOf([4, 2]), medianOf([9, 1, 5])]).toEqual([null, 3, 3, 5]);
  for (const [numbers, limit, expected] of [[[1, 2], 1.5, false], [[1, 1.9], 1.5, true], [[1, 1, 9], 1.5, true], [[2, 2, 1], 2, false]] as const) {
    expect(isMedianUnder(numbers, limit)).toBe(expected);
  }
});
