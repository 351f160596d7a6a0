import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersOf, compiledSample, shipped, shippedLibrary, type Answers } from '../testing/index.js';
import { readSheet } from './answer-sheet.js';
import type { InstrumentDefinition } from './instrument.js';
import { positiveCuts } from './positive-cuts.js';
import { scoreSheet, type CompiledInstrument, type Scores } from './scoring.js';

function read(compiled: CompiledInstrument, answers: Answers) {
  const sheet = new Int8Array(compiled.length);
  expect(readSheet(compiled, answers, sheet)).toBeNull();
  const { scores } = scoreSheet(compiled, sheet);
  return { scores, whys: positiveCuts(compiled, sheet, scores).map((cut) => cut.why) };
}
const withCut = (positive: object, score: object = {}) => compiledSample({
  scores: [{ id: 'total', name: '总分', formula: 'sum', items: '1-4', range: [0, 8], ...score }],
  positive: [{ score: 'total', value: 4, why: '达到界限', ...positive }],
});
const PARTIAL = '达到界限（有漏答，仅已答各题就已达到）';

describe('a sheet with gaps', () => {
  it.each<[string, CompiledInstrument, Answers, string[]]>([
    ['sum at the cut', withCut({ op: '>=' }), [2, 2, 0, null], [PARTIAL]],
    ['sum below the cut', withCut({ op: '>=' }), [2, 1, 0, null], []],
    ['sum past the cut', withCut({ op: '>' }), [2, 2, 0, null], []],
    ['sum past the cut', withCut({ op: '>' }), [2, 2, 1, null], [PARTIAL]],
    ['a cut downward is never certain', withCut({ op: '<=' }), [0, 0, 0, null], []],
    ['an exact value neither', withCut({ op: '=' }), [2, 2, 0, null], []],
    ['a mean is taken over all its items', withCut({ op: '>=', value: 1 }, { formula: 'mean', range: [0, 2] }), [2, 1, 0, null], []],
    ['a mean reached already', withCut({ op: '>=', value: 1 }, { formula: 'mean', range: [0, 2] }), [2, 2, 0, null], [PARTIAL]],
    ['a count reached already', withCut({ op: '>=', value: 2 }, { formula: 'count', threshold: 1, range: [0, 4] }), [1, 1, 0, null], [PARTIAL]],
    ['a mean of those present can still fall', withCut({ op: '>=', value: 2 }, { formula: 'mean-of-present', threshold: 1, range: [1, 2] }), [2, 2, 0, null], []],
    ['nothing answered', withCut({ op: '>=' }), [null, null, null, null], []],
    ['no gap: the words as they are', withCut({ op: '>=' }), [2, 2, 0, 0], ['达到界限']],
  ])('%s', (_, compiled, answers, whys) => expect(read(compiled, answers).whys).toEqual(whys));

  it('adds up what the parts of a total surely are', () => {
    const answers = answersOf('mht', 1, { 1: null, 16: null, 85: 0, 97: 0 });
    const { scores, whys } = read(shipped('mht'), answers);
    expect(scores['total']).toBeNull();
    expect(whys).toContain('MHT 总分达到 65 分（有漏答，仅已答各题就已达到）');
  });

  it('leaves the score unknown', () => expect(read(shipped('gad-7'), [3, 3, 3, null, 3, 3, 3]).scores).toEqual({ total: null }));
});

/** A cut counted over what was answered: its score is null, and the words say so. */
const certain = (definition: InstrumentDefinition, scores: Scores, whys: readonly string[]): string[] =>
  definition.positive.filter((rule) => scores[rule.score] === null && whys.some((why) => why.startsWith(`${rule.why}（有漏答`))).map((rule) => rule.why);

describe.each(shippedLibrary().all().filter(({ definition }) => definition.positive.length > 0).map(({ definition }) => definition.code))('%s', (code) => {
  it('reaches with every completion the cuts it reached with gaps', () => {
    const compiled = shipped(code);
    const { definition } = compiled;
    const values = definition.items.map((item) => definition.optionSets[item.options]!.map((option) => option.value));
    const full = fc.tuple(...values.map((of) => fc.constantFrom(...of)));
    const high = fc.tuple(...values.map((of, at) => fc.constantFrom(...of, ...Array<number>(4).fill(definition.items[at]!.reverse ? Math.min(...of) : Math.max(...of)))));
    const gaps = fc.array(fc.nat(values.length - 1), { minLength: 1, maxLength: 5 });
    fc.assert(fc.property(high, gaps, full, (given, holes, rest) => {
      const partial = read(compiled, given.map((value, at) => (holes.includes(at) ? null : value)));
      const whole = read(compiled, given.map((value, at) => (holes.includes(at) ? rest[at]! : value)));
      for (const why of certain(definition, partial.scores, partial.whys)) expect(whole.whys).toContain(why);
    }), { numRuns: 60 });
  });
});
