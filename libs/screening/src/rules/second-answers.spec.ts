import { describe, expect, it } from '@jest/globals';
import { compiledSample } from '../testing/instrument.builder.js';
import { criticalHits } from './critical-items.js';
import { instrumentOfRule, secondAnswerNotice, secondAnswerRule, untoldHits } from './second-answers.js';

const sample = compiledSample({
  critical: [
    { item: 1, op: '>=', value: 1, severity: 3, reason: '想过' },
    { item: 1, op: '>=', value: 2, severity: 4, reason: '打算过' },
    { item: 3, op: '>=', value: 1, severity: 3, reason: '做过' },
  ],
});
const hits = (...answers: number[]) => criticalHits(sample, Int8Array.from(answers));
const rules = (...answers: number[]) => hits(...answers).map((hit) => `critical:${hit.rule}`);

describe('what a person must still hear of other answers for a sheet that stands', () => {
  it.each<[string, number[], string[], string[], string[]]>([
    ['both calm', [0, 0, 0, 0], rules(0, 0, 0, 0), [], []],
    ['the first said it too', [1, 0, 0, 0], rules(1, 0, 0, 0), [], []],
    ['only the second says it', [1, 0, 0, 0], rules(0, 0, 0, 0), [], ['sample/item-1>=1']],
    ['the same question answered more gravely', [2, 0, 0, 0], rules(1, 0, 0, 0), [], ['sample/item-1>=2']],
    ['another question', [0, 0, 1, 0], rules(1, 0, 0, 0), [], ['sample/item-3>=1']],
    ['the first was graver', [0, 0, 0, 0], rules(2, 0, 1, 0), [], []],
    ['told before, under the same number', [1, 0, 0, 0], [], ['same-id:sample/item-1>=1'], []],
    ['told before, under another number', [1, 0, 1, 0], [], ['same-form:sample/item-1>=1'], ['sample/item-3>=1']],
    ['a total that reached its cut tells of no item', [1, 0, 0, 0], ['positive:sample'], [], ['sample/item-1>=1']],
  ])('%s', (_, second, standing, told, expected) => {
    expect(untoldHits(hits(...second), standing, told).map((hit) => hit.rule)).toEqual(expected);
  });

  it('is worded for the reviewer, with the item and no answer', () => {
    const [hit] = hits(1, 0, 0, 0);
    const rule = secondAnswerRule('same-id', hit!);
    expect(rule).toBe('same-id:sample/item-1>=1');
    expect(instrumentOfRule(rule)).toBe('sample');
    expect(secondAnswerNotice(rule, sample.definition.critical)).toEqual({ rule, ordinal: 3, reason: '同一答卷编号收到不同作答：想过' });
    expect(secondAnswerNotice(secondAnswerRule('same-form', hit!), [])).toMatchObject({ ordinal: 3, reason: '同一份量表又收到不同作答：SAMPLE 第 1 题' });
    expect(secondAnswerNotice('critical:sample/item-1>=1', sample.definition.critical)).toBeUndefined();
  });
});
