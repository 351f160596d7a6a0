import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersOf, compiledSample, outcomeOf, shipped, shippedLibrary, type Answers } from '../testing/index.js';
import { readSheet } from './answer-sheet.js';
import { phqPattern } from './phq-algorithm.js';
import { scoreSheet, type CompiledInstrument } from './scoring.js';

const codes = shippedLibrary().all().map(({ definition }) => definition.code);
const scoresOf = (compiled: CompiledInstrument, answers: Answers) => {
  const sheet = new Int8Array(compiled.length);
  expect(readSheet(compiled, answers, sheet)).toBeNull();
  return scoreSheet(compiled, sheet);
};
const valuesOf = ({ definition }: CompiledInstrument, at: number) => definition.optionSets[definition.items[at]!.options]!.map((option) => option.value);
const anySheet = (compiled: CompiledInstrument, withNulls = false): fc.Arbitrary<Answers> =>
  fc.tuple(...compiled.definition.items.map((_, at) => {
    const value: fc.Arbitrary<number | null> = fc.constantFrom(...valuesOf(compiled, at));
    return withNulls ? fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }) : value;
  }));

describe('published vectors (docs/domain-facts.md §1.5)', () => {
  it.each([
    ['phq-9', answersOf('phq-9', 1), { total: 9 }, { total: 'mild' }, [9]],
    ['phq-9', answersOf('phq-9', 0, { 9: 1 }), { total: 1 }, { total: 'minimal' }, [9]],
    ['phq-9', [3, 3, 2, 2, 2, 0, 0, 0, 0], { total: 12 }, { total: 'moderate' }, []],
    ['gad-7', answersOf('gad-7', 2), { total: 14 }, { total: 'moderate' }, []],
    ['ces-d', answersOf('ces-d', 0), { total: 12, positive: 12, depressed: 0 }, {}, []],
    ['ces-d', answersOf('ces-d', 3), { total: 48, positive: 0, depressed: 21 }, {}, []],
    ['sdq-self', answersOf('sdq-self', 1), { total: 20, prosocial: 5 }, { total: 'very-high' }, []],
    ['sdq-self', answersOf('sdq-self', 2), { emotional: 10, conduct: 8, hyperactivity: 6, peer: 6, total: 30 }, {}, []],
    ['dass-21', answersOf('dass-21', 1), { depression: 14, anxiety: 14, stress: 14 }, { depression: 'moderate', anxiety: 'moderate', stress: 'normal' }, []],
    ['mht', answersOf('mht', 1), { total: 90, lie: 10 }, {}, [85, 97]],
    ['mht', answersOf('mht', 0, { 85: 1 }), { total: 1, impulsivity: 1, lie: 0 }, {}, [85]],
    ['mssmhs', answersOf('mssmhs', 1), { total: 1 }, { total: 'none', depression: 'none' }, []],
    ['scl-90', answersOf('scl-90', 1), { total: 90, 'positive-items': 0, 'positive-symptom-mean': null }, {}, []],
    ['rses', answersOf('rses', 4), { total: 25 }, {}, []],
    ['asq', [0, 0, 0, 0, null], { total: 0 }, {}, []],
    ['scared-41', answersOf('scared-41', 1), { total: 41, 'panic-somatic': 13, generalized: 9, separation: 8, social: 7, 'school-avoidance': 4 }, {}, []],
    ['rcads-47', answersOf('rcads-47', 1, { 37: 0 }), { 'total-anxiety': 36, depression: 10, total: 46 }, {}, []],
  ] as [string, Answers, object, object, number[]][])('%s #%#', (code, answers, scores, bands, critical) => {
    const outcome = outcomeOf(code, answers);
    expect(outcome.scores).toMatchObject(scores);
    expect(outcome.bands).toMatchObject(bands);
    expect(outcome.critical.map((hit) => hit.item)).toEqual(critical);
  });

  it('MHT all yes is void and still critical', () => expect(outcomeOf('mht', answersOf('mht', 1)).validity).toBe('void'));

  it('MSSMHS all 1 with item 57 at 3: depression 1.33, critical', () => {
    const outcome = outcomeOf('mssmhs', answersOf('mssmhs', 1, { 57: 3 }));
    expect(outcome.scores['depression']).toBeCloseTo(1.33, 2);
    expect(outcome.critical.map((hit) => hit.item)).toEqual([57]);
  });

  it('PHQ-9 3,3,2,2,2,0,0,0,0 forms the pattern "major"', () => {
    expect(phqPattern([3, 3, 2, 2, 2, 0, 0, 0, 0])).toBe('major');
    expect(phqPattern([0, 2, 2, 2, 2, 0, 0, 0, 1])).toBe('major'); // item 9 counts at 1
    expect(phqPattern([0, 0, 2, 2, 2, 2, 2, 2, 1])).toBe('none'); // neither item 1 nor item 2
    expect(phqPattern([2, 0, 2, 0, 0, 0, 0, 0, 0])).toBe('other');
    expect(phqPattern([2, 1, 1, 1, 1, 1, 1, 1, 0])).toBe('none');
    expect(phqPattern([2, 1, 1, 1, null, 1, 1, 1, 0])).toBeNull();
  });
});

describe('bands: every value a score can take, against the published table', () => {
  const factor: [number, string][] = [[1, 'none'], [2, 'mild'], [3, 'moderate'], [4, 'rather-severe'], [5, 'severe']];
  const content: [number, string][] = [[0, 'low'], [4, 'middle'], [8, 'high']];
  const PUBLISHED: [string, string, [number, string][]][] = [
    ['phq-9', 'total', [[0, 'minimal'], [5, 'mild'], [10, 'moderate'], [15, 'moderately-severe'], [20, 'severe']]],
    ['gad-7', 'total', [[0, 'minimal'], [5, 'mild'], [10, 'moderate'], [15, 'severe']]],
    ['k6', 'total', [[0, 'low'], [5, 'moderate'], [13, 'serious']]],
    ['k10', 'total', [[10, 'low'], [16, 'moderate'], [22, 'high'], [30, 'very-high']]],
    ['dass-21', 'depression', [[0, 'normal'], [10, 'mild'], [14, 'moderate'], [21, 'severe'], [28, 'extremely-severe']]],
    ['dass-21', 'anxiety', [[0, 'normal'], [8, 'mild'], [10, 'moderate'], [15, 'severe'], [20, 'extremely-severe']]],
    ['dass-21', 'stress', [[0, 'normal'], [15, 'mild'], [19, 'moderate'], [26, 'severe'], [34, 'extremely-severe']]],
    ['mht', 'loneliness', content], ['mht', 'learning-anxiety', content], ['mht', 'impulsivity', content],
    ['mssmhs', 'depression', factor], ['mssmhs', 'total', factor],
  ];

  it.each(PUBLISHED)('%s %s', (code, id, table) => {
    const compiled = shipped(code);
    const score = compiled.definition.scores.find((candidate) => candidate.id === id)!;
    const lowest = (at: number) => Math.min(...valuesOf(compiled, at));
    const highest = (at: number) => Math.max(...valuesOf(compiled, at));
    const answers: Answers = compiled.definition.items.map((_, at) => lowest(at));
    const steps = score.items.reduce((sum, no) => sum + highest(no - 1) - lowest(no - 1), 0);
    let next = 0;
    for (let step = 0; step <= steps; step++) {
      const { scores, bands } = scoresOf(compiled, answers);
      const expected = [...table].reverse().find(([from]) => scores[id]! >= from)![1];
      expect([scores[id], bands[id]]).toEqual([scores[id], expected]);
      while (next < score.items.length && answers[score.items[next]! - 1] === highest(score.items[next]! - 1)) next++;
      if (next < score.items.length) answers[score.items[next]! - 1]!++;
    }
  });

  it.each([[14, 'close-to-average'], [15, 'slightly-raised'], [17, 'slightly-raised'], [18, 'high'], [19, 'high'], [20, 'very-high'], [40, 'very-high'], [0, 'close-to-average']])(
    'SDQ total %d is %s', (total, band) => {
      const compiled = shipped('sdq-self');
      const counted = compiled.definition.items.filter((item) => ![1, 4, 9, 17, 20].includes(item.no));
      const answers = answersOf('sdq-self', 0);
      let left = total;
      for (const item of counted) {
        const weight = Math.min(2, left);
        left -= weight;
        answers[item.no - 1] = item.reverse ? 2 - weight : weight;
      }
      const outcome = scoresOf(compiled, answers);
      expect([outcome.scores['total'], outcome.bands['total']]).toEqual([total, band]);
    });

  it.each([[64, 'ordinary'], [65, 'individual-plan'], [66, 'individual-plan']])('MHT total %d is %s', (total, band) => {
    const contentItems = Array.from({ length: 100 }, (_, at) => at + 1).filter((no) => no <= 81 || no % 2 === 1);
    const answers = answersOf('mht', 0, Object.fromEntries(contentItems.slice(0, total).map((no) => [no, 1])));
    const { scores, bands } = scoresOf(shipped('mht'), answers);
    expect([scores['total'], bands['total']]).toEqual([total, band]);
  });
});

describe('missing answers', () => {
  it.each(codes.filter((code) => code !== 'asq'))('%s: with every answer missing every score is null', (code) => {
    const { scores, bands } = outcomeOf(code, answersOf(code, null));
    for (const score of Object.values(scores)) expect(score).toBeNull();
    for (const band of Object.values(bands)) expect(band).toBeNull();
  });

  it.each(['phq-9', 'phq-2', 'gad-7', 'k6', 'k10', 'rses', 'ces-d', 'scared-41', 'mssmhs', 'scl-90', 'mht'])(
    '%s: one missing answer makes the total null, whichever it is', (code) => {
      const compiled = shipped(code);
      const least = valuesOf(compiled, 0).reduce((a, b) => Math.min(a, b));
      const lie = new Set(code === 'mht' ? compiled.definition.scores.find((score) => score.id === 'lie')!.items : []);
      for (let no = 1; no <= compiled.length; no++) {
        const total = outcomeOf(code, answersOf(code, least, { [no]: null })).scores['total'];
        if (lie.has(no)) expect(total).toBe(0);
        else expect(total).toBeNull();
      }
    });

  it('a missing answer leaves the other sub-scales alone', () => {
    const { scores } = outcomeOf('ces-d', answersOf('ces-d', 1, { 15: null }));
    expect(scores).toMatchObject({ interpersonal: null, total: null, depressed: 7, somatic: 7, positive: 8 });
  });

  it('DASS-21 fills one gap per sub-scale with the mean, not two', () => {
    expect(outcomeOf('dass-21', answersOf('dass-21', 2, { 3: null })).scores).toEqual({ depression: 28, anxiety: 28, stress: 28 });
    expect(outcomeOf('dass-21', answersOf('dass-21', 2, { 3: null, 5: null })).scores['depression']).toBeNull();
    expect(outcomeOf('dass-21', answersOf('dass-21', 0, { 3: null, 5: 1 })).scores['depression']).toBeCloseTo((7 / 6) * 2);
  });

  it('SDQ needs three of five, fills in proportion and rounds', () => {
    const emotional = (but: Record<number, number | null>) => outcomeOf('sdq-self', answersOf('sdq-self', 0, but)).scores;
    expect(emotional({ 3: 1, 8: null, 13: null })['emotional']).toBe(2); // 1 × 5 ÷ 3 = 1.67
    expect(emotional({ 3: 2, 8: null })['emotional']).toBe(3); // 2 × 5 ÷ 4 = 2.5, halves go up
    expect(emotional({ 3: null, 8: null, 13: null })).toMatchObject({ emotional: null, total: null, conduct: 2 });
  });

  it('RCADS-47 fills two gaps per sub-scale, not three', () => {
    expect(outcomeOf('rcads-47', answersOf('rcads-47', 1, { 1: null, 13: null })).scores).toMatchObject({ 'generalized-anxiety': 6, total: 47 });
    expect(outcomeOf('rcads-47', answersOf('rcads-47', 1, { 1: null, 13: null, 22: null })).scores)
      .toMatchObject({ 'generalized-anxiety': null, 'total-anxiety': null, total: null, depression: 10 });
  });

  it('ASQ: the fifth question is missing only when it should have been asked', () => {
    expect(outcomeOf('asq', [0, 0, 0, 0, null])).toMatchObject({ scores: { total: 0 }, validity: 'valid', positives: [] });
    expect(outcomeOf('asq', [0, 1, 0, 0, null])).toMatchObject({ scores: { total: null }, validity: 'incomplete' });
    expect(outcomeOf('asq', [0, null, 0, 0, null])).toMatchObject({ scores: { total: null }, validity: 'incomplete' });
    expect(outcomeOf('asq', [0, 1, 0, 0, 0])).toMatchObject({ scores: { total: 1 }, validity: 'valid' });
  });
});

describe('properties', () => {
  it.each(codes)('%s: every score lies in its range or is null, and its band holds it', (code) => {
    const compiled = shipped(code);
    fc.assert(fc.property(anySheet(compiled, true), (answers) => {
      const { scores, bands } = scoresOf(compiled, answers);
      for (const score of compiled.definition.scores) {
        const value = scores[score.id]!;
        if (value === null) {
          if (score.bands.length > 0) expect(bands[score.id]).toBeNull();
          continue;
        }
        expect(value).toBeGreaterThanOrEqual(score.range[0]);
        expect(value).toBeLessThanOrEqual(score.range[1]);
        if (score.bands.length > 0) expect(score.bands.map((band) => band.band)).toContain(bands[score.id]);
      }
    }), { numRuns: 60 });
  });

  it.each(codes)('%s: turning every answer round turns every sum round', (code) => {
    const compiled = shipped(code);
    fc.assert(fc.property(anySheet(compiled), (answers) => {
      const turned = answers.map((answer, at) => Math.max(...valuesOf(compiled, at)) + Math.min(...valuesOf(compiled, at)) - answer!);
      const [a, b] = [scoresOf(compiled, answers).scores, scoresOf(compiled, turned).scores];
      for (const score of compiled.definition.scores) {
        if (score.formula === 'count' || score.formula === 'mean-of-present') continue;
        expect(a[score.id]! + b[score.id]!).toBeCloseTo(score.range[0] + score.range[1]);
      }
    }), { numRuns: 30 });
  });

  it.each(['phq-9', 'gad-7', 'k10', 'scared-41', 'scl-90'])('%s: the total does not ask where the answers stand', (code) => {
    const compiled = shipped(code);
    fc.assert(fc.property(anySheet(compiled), fc.infiniteStream(fc.nat()), (answers, random) => {
      const shuffled = answers.map((answer) => [random.next().value as number, answer] as const).sort((a, b) => a[0] - b[0]).map(([, answer]) => answer);
      expect(scoresOf(compiled, shuffled).scores['total']).toBe(scoresOf(compiled, answers).scores['total']);
    }), { numRuns: 30 });
  });

  it('raising one answer of a scale without reversed items never lowers the total', () => {
    const compiled = shipped('phq-9');
    fc.assert(fc.property(anySheet(compiled), fc.nat(8), (answers, at) => {
      fc.pre(answers[at]! < 3);
      const raised = answers.map((answer, n) => (n === at ? answer! + 1 : answer));
      expect(scoresOf(compiled, raised).scores['total']).toBe(scoresOf(compiled, answers).scores['total']! + 1);
    }));
  });

  it('a reversed item weighs greatest + least − answer, also where options begin at 1', () => {
    const compiled = compiledSample({
      optionSets: { fit: [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) })) },
      reverse: [2],
      scores: [{ id: 'total', name: '总分', formula: 'sum', items: '1-4', range: [4, 20] }],
    });
    expect(scoresOf(compiled, [1, 1, 1, 1]).scores['total']).toBe(8);
    expect(scoresOf(compiled, [1, 5, 1, 1]).scores['total']).toBe(4);
  });
});
