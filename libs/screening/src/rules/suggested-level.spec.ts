import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersOf, outcomeOf } from '../testing/index.js';
import { suggestLevel } from './suggested-level.js';

const calm = outcomeOf('phq-9', answersOf('phq-9', 0));
const low = outcomeOf('phq-9', answersOf('phq-9', 2, { 9: 0 })); // 16, positive, nothing critical
const thoughts = outcomeOf('phq-9', answersOf('phq-9', 0, { 9: 1 }));
const anxious = outcomeOf('gad-7', answersOf('gad-7', 2));
const rules = (...args: Parameters<typeof suggestLevel>) => suggestLevel(...args).fired.map((rule) => rule.rule);

describe('the suggestion', () => {
  it.each([
    ['no sign: 0', [calm], 0],
    ['no sheet: 0', [], 0],
    ['one positive scale: 1', [low], 1],
    ['two positive scales: 2', [low, anxious], 2],
    ['a critical answer on an otherwise calm sheet: 3', [thoughts], 3],
    ['thoughts right now: 4', [outcomeOf('asq', [0, 0, 1, 0, 1])], 4],
    ['PHQ-9 of 19: 1', [outcomeOf('phq-9', answersOf('phq-9', 2, { 1: 3, 2: 3, 3: 3, 9: 0 }))], 1],
    ['PHQ-9 of 20, nothing critical: 2', [outcomeOf('phq-9', answersOf('phq-9', 3, { 8: 0, 7: 2, 9: 0 }))], 2],
    ['PHQ-9 of 24, nothing critical: 2', [outcomeOf('phq-9', answersOf('phq-9', 3, { 9: 0 }))], 2],
    ['GAD-7 of 14: 1', [anxious], 1],
    ['GAD-7 of 15: 2', [outcomeOf('gad-7', answersOf('gad-7', 2, { 1: 3 }))], 2],
    ['DASS-21 severe in one sub-scale: 1', [outcomeOf('dass-21', answersOf('dass-21', 0, { 2: 3, 4: 3, 7: 3 }))], 1],
    ['DASS-21 extremely severe in one sub-scale: 2', [outcomeOf('dass-21', answersOf('dass-21', 0, { 2: 3, 4: 3, 7: 3, 9: 1 }))], 2],
  ])('%s', (_, outcomes, ordinal) => {
    const suggested = suggestLevel(outcomes);
    expect(suggested.ordinal).toBe(ordinal);
    expect(suggested.acute).toBe(ordinal === 4);
  });

  it('gives its reasons, most severe first, in Chinese', () => {
    const { fired, ruleSet } = suggestLevel([low, anxious, thoughts]);
    expect(ruleSet).toBe('screening/suggested-level@2');
    expect(fired.map((rule) => rule.rule)).toEqual(['critical:phq-9/item-9>=1', 'positive-families:2', 'positive:phq-9', 'positive:gad-7']);
    for (const rule of fired) expect(rule.reason).toMatch(/[\u4e00-\u9fff]/);
  });

  it('counts PHQ-2 and PHQ-9 as one scale', () => {
    expect(suggestLevel([low, outcomeOf('phq-2', [3, 3])]).ordinal).toBe(1);
  });

  it('takes no total from a void sheet, but every critical answer', () => {
    const all = outcomeOf('mht', answersOf('mht', 1));
    expect(all.validity).toBe('void');
    expect(rules([all])).toEqual(['critical:mht/item-85=1', 'critical:mht/item-97=1', 'void:mht']);
    const lying = outcomeOf('mht', answersOf('mht', 1, { 85: 0, 97: 0 }));
    expect(suggestLevel([lying]).ordinal).toBe(0);
  });

  it('names the severe band beside the cut', () => {
    expect(rules([outcomeOf('gad-7', answersOf('gad-7', 3))])).toEqual(['severe:gad-7', 'positive:gad-7']);
    expect(rules([outcomeOf('mht', answersOf('mht', 1))])).not.toContain('severe:mht');
  });

  it('counts a cut that the given answers reach, though the total stays unknown', () => {
    const gap = outcomeOf('gad-7', [3, 3, 3, null, 3, 3, 3]);
    expect(gap).toMatchObject({ scores: { total: null }, validity: 'incomplete' });
    expect(rules([gap])).toEqual(['severe:gad-7', 'positive:gad-7', 'incomplete:gad-7']);
    expect(rules([outcomeOf('gad-7', [2, 2, 2, null, 2, 1, 1])])).toEqual(['positive:gad-7', 'incomplete:gad-7']);
    expect(suggestLevel([outcomeOf('gad-7', [2, 2, 2, null, 1, 1, 1])]).ordinal).toBe(0);
  });

  it('takes refusal of a spoken screen as positive', () => {
    const refused = outcomeOf('asq', [null, null, null, null, null]);
    expect(refused.positives).toEqual([{ ordinal: 1, why: '第 1、2、3、4 题未作答，按阳性处理' }]);
    expect(suggestLevel([refused]).ordinal).toBe(1);
  });

  it('mentions a soft sign without raising anything', () => {
    const soft = outcomeOf('dass-21', answersOf('dass-21', 0, { 21: 1 }));
    expect(suggestLevel([soft])).toMatchObject({ ordinal: 0, acute: false, fired: [{ rule: 'notice:dass-21', ordinal: 0 }] });
  });

  it('is never lowered by one more sheet', () => {
    const pool = [calm, low, thoughts, anxious, outcomeOf('ces-d', answersOf('ces-d', 3)), outcomeOf('asq', [1, 0, 0, 0, 1])];
    fc.assert(fc.property(fc.subarray(pool), fc.constantFrom(...pool), (sheets, more) => {
      expect(suggestLevel([...sheets, more]).ordinal).toBeGreaterThanOrEqual(suggestLevel(sheets).ordinal);
    }));
  });
});
