import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersOf, outcomeOf, shipped, shippedLibrary } from '../testing/index.js';
import { readSheet } from './answer-sheet.js';
import { criticalHits, criticalItems } from './critical-items.js';
import { holds } from './instrument.js';

const fired = (code: string, everywhere: number | null, but: Record<number, number | null> = {}) =>
  outcomeOf(code, answersOf(code, everywhere, but)).critical.map((hit) => hit.item);

describe('a critical answer fires at its threshold and not below', () => {
  it.each([
    ['phq-9', 0, 9, 0, []], ['phq-9', 0, 9, 1, [9]], ['phq-9', 0, 9, 2, [9]],
    ['mht', 0, 85, 1, [85]], ['mht', 0, 97, 1, [97]], ['mht', 0, 84, 1, []],
    ['mssmhs', 1, 57, 1, []], ['mssmhs', 1, 57, 2, [57]], ['mssmhs', 1, 52, 2, []], ['mssmhs', 1, 52, 3, [52]], ['mssmhs', 1, 52, 4, [52]],
    ['scl-90', 1, 15, 2, [15]], ['scl-90', 1, 59, 2, [59]], ['scl-90', 1, 63, 2, [63]], ['scl-90', 1, 14, 5, []],
    ['rcads-47', 0, 37, 0, []], ['rcads-47', 0, 37, 1, [37]],
    ['asq', 0, 3, 1, [3]], ['asq', 0, 4, 1, [4]],
  ] as [string, number, number, number, number[]][])('%s item %#', (code, base, item, value, expected) => {
    expect(fired(code, base, { [item]: value })).toEqual(expected);
  });

  it.each(['ces-d', 'k6', 'k10', 'gad-7', 'phq-2', 'rses', 'dass-21', 'sdq-self', 'scared-41'])('%s has none', (code) => {
    const highest = Math.max(...shipped(code).definition.optionSets[shipped(code).definition.items[0]!.options]!.map((option) => option.value));
    expect(fired(code, highest)).toEqual([]);
  });
});

it('thoughts right now are acute', () => {
  const hits = outcomeOf('asq', [1, 0, 0, 0, 1]).critical;
  expect(hits.map(({ item, severity, acute }) => [item, severity, acute])).toEqual([[1, 3, false], [5, 4, true]]);
});

it('an answer everywhere else missing still fires', () => {
  expect(fired('phq-9', null, { 9: 2 })).toEqual([9]);
  expect(fired('scl-90', null, { 63: 3, 15: 2 })).toEqual([15, 63]);
});

it('validity never silences it', () => {
  const critical = Object.fromEntries(shippedLibrary().all().map(({ definition }) => [definition.code, definition.critical]));
  const codes = Object.keys(critical).filter((code) => critical[code]!.length > 0);
  fc.assert(fc.property(fc.constantFrom(...codes), fc.infiniteStream(fc.nat(99)), fc.boolean(), (code, random, hurried) => {
    const compiled = shipped(code);
    const answers = compiled.definition.items.map((item) => {
      const options = [...compiled.definition.optionSets[item.options]!.map((option) => option.value), null];
      return options[(random.next().value as number) % options.length]!;
    });
    const expected = [...new Set(critical[code]!.filter((rule) => answers[rule.item - 1] !== null && holds(answers[rule.item - 1]!, rule.op, rule.value))
      .map((rule) => rule.item))].sort((a, b) => a - b);
    const outcome = outcomeOf(code, answers, hurried ? answers.map(() => 0.1) : undefined);
    expect(outcome.critical.map((hit) => hit.item)).toEqual(expected);
    if (hurried) expect(outcome.validity).toBe('void');
  }));
});

it('the fast reader and the full one agree', () => {
  const compiled = shipped('scl-90');
  const sheet = new Int8Array(90);
  fc.assert(fc.property(fc.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: 90, maxLength: 90 }), (answers) => {
    readSheet(compiled, answers, sheet);
    expect(criticalItems(compiled, sheet, [])).toEqual(criticalHits(compiled, sheet).map((hit) => hit.item));
  }));
});

it('what travels is the rule, never the answer', () => {
  expect(outcomeOf('phq-9', answersOf('phq-9', 3)).critical).toEqual([
    { item: 9, rule: 'phq-9/item-9>=1', severity: 3, acute: false, reason: expect.any(String) },
  ]);
});
