import { describe, expect, it } from '@jest/globals';
import { answersOf, compiledSample, outcomeOf } from '../testing/index.js';
import { judgeSheet } from './sheet-outcome.js';

const validity = (code: string, answers: (number | null)[], seconds?: (number | null)[]) => {
  const { validity: found, validityReasons } = outcomeOf(code, answers, seconds);
  return [found, validityReasons];
};
const yesTo = (...numbers: number[]) => answersOf('mht', 0, Object.fromEntries(numbers.map((no) => [no, 1])));
const lieItems = [82, 84, 86, 88, 90, 92, 94, 96, 98, 100];

describe('the lie scale of MHT', () => {
  it.each([[6, 'valid'], [7, 'void'], [8, 'void'], [10, 'void']])('at %d: %s', (count, expected) => {
    expect(outcomeOf('mht', yesTo(...lieItems.slice(0, count))).validity).toBe(expected);
  });

  it('is counted over what was answered, so a gap does not save the sheet', () => {
    const answers = yesTo(...lieItems.slice(0, 7));
    answers[100 - 1] = null;
    expect(validity('mht', answers)).toEqual(['void', ['lie-scale']]);
    expect(outcomeOf('mht', answers).scores['lie']).toBeNull();
  });
});

describe('missing answers', () => {
  it.each([[10, 'valid'], [11, 'incomplete']])('%d of 100: %s', (count, expected) => {
    expect(outcomeOf('mht', answersOf('mht', 0, Object.fromEntries(Array.from({ length: count }, (_, at) => [at + 1, null])))).validity).toBe(expected);
  });

  it('one of nine is more than a tenth', () => expect(validity('phq-9', answersOf('phq-9', 0, { 3: null }))).toEqual(['incomplete', ['items-missing']]));
  it('two of twenty is not', () => expect(outcomeOf('ces-d', answersOf('ces-d', 0, { 3: null, 5: null, 4: 3, 8: 2, 12: 3, 16: 2 })).validity).toBe('valid'));

  it('do not make a void sheet merely incomplete', () => {
    const answers = yesTo(...lieItems);
    for (let at = 0; at < 20; at++) answers[at] = null;
    expect(validity('mht', answers)).toEqual(['void', ['lie-scale', 'items-missing']]);
  });
});

describe('time', () => {
  const nine = (seconds: number) => Array.from({ length: 9 }, () => seconds);

  it.each([[1.4, 'void'], [1.5, 'suspicious'], [1.9, 'suspicious'], [2, 'valid'], [10, 'valid']])('%d s an item on PHQ-9: %s', (seconds, expected) => {
    expect(outcomeOf('phq-9', answersOf('phq-9', 1), nine(seconds)).validity).toBe(expected);
  });

  it('one long pause does not hide a hurried sheet, nor one slip spoil a careful one', () => {
    expect(outcomeOf('phq-9', answersOf('phq-9', 1), [600, ...nine(1).slice(1)]).validity).toBe('void');
    expect(outcomeOf('phq-9', answersOf('phq-9', 1), [0.2, ...nine(6).slice(1)]).validity).toBe('valid');
  });

  it('is not judged where the device did not measure', () => {
    expect(outcomeOf('phq-9', answersOf('phq-9', 1)).validity).toBe('valid');
    expect(outcomeOf('phq-9', answersOf('phq-9', 1), nine(0).map(() => null)).validity).toBe('valid');
    expect(outcomeOf('phq-9', answersOf('phq-9', 1), [null, ...nine(1.6).slice(1)]).validity).toBe('valid');
  });
});

describe('one answer throughout', () => {
  const scale = (changes: object) => compiledSample({
    items: Array.from({ length: 40 }, (_, at) => ({ no: at + 1, text: `第 ${at + 1} 题` })),
    scores: [{ id: 'total', name: '总分', formula: 'sum', items: '1-40', range: [0, 80] }],
    ...changes,
  });
  const judge = (compiled: ReturnType<typeof scale>, other: number) => {
    const judged = judgeSheet(compiled, Array.from({ length: compiled.length }, (_, at) => (at < other ? 2 : 1)));
    return judged.ok && judged.outcome.validity;
  };

  it('voids a long scale with reversed items from 95 % on', () => {
    expect(judge(scale({ reverse: [2, 3] }), 0)).toBe('void');
    expect(judge(scale({ reverse: [2, 3] }), 2)).toBe('void'); // 38 of 40
    expect(judge(scale({ reverse: [2, 3] }), 3)).toBe('valid');
    expect(judge(scale({ opposites: true }), 0)).toBe('void');
  });

  it('says nothing where no item is opposed to another, or the scale is short', () => {
    expect(judge(scale({}), 0)).toBe('valid');
    expect(outcomeOf('ces-d', answersOf('ces-d', 0)).validity).toBe('suspicious'); // twenty items: a long string, never void
    expect(outcomeOf('scl-90', answersOf('scl-90', 1)).validity).toBe('valid');
    expect(outcomeOf('mht', answersOf('mht', 0, { 85: 1 })).validity).toBe('valid');
  });
});
