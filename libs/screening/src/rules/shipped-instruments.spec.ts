import { describe, expect, it } from '@jest/globals';
import { shipped, shippedLibrary } from '../testing/index.js';
import { partitionFaults } from './partition.js';

const all = shippedLibrary().all().map(({ definition }) => definition);
const definitionOf = (code: string) => shipped(code).definition;
const run = (from: number, to: number, step = 1) => Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);

// Copied from the publications by way of the domain facts, apart from the definition files, so that a slip in one shows.
const KEYS: Record<string, { n: number; reverse?: number[]; sub: Record<string, number[]> }> = {
  'phq-9': { n: 9, sub: { total: run(1, 9) } },
  'phq-2': { n: 2, sub: { total: [1, 2] } },
  'gad-7': { n: 7, sub: { total: run(1, 7) } },
  k6: { n: 6, sub: { total: run(1, 6) } },
  k10: { n: 10, sub: { total: run(1, 10) } },
  rses: { n: 10, reverse: [3, 5, 8, 9, 10], sub: { total: run(1, 10) } },
  asq: { n: 5, sub: { total: run(1, 5) } },
  'ces-d': {
    n: 20, reverse: [4, 8, 12, 16],
    sub: { depressed: [3, 6, 9, 10, 14, 17, 18], positive: [4, 8, 12, 16], somatic: [1, 2, 5, 7, 11, 13, 20], interpersonal: [15, 19] },
  },
  'dass-21': {
    n: 21, sub: { depression: [3, 5, 10, 13, 16, 17, 21], anxiety: [2, 4, 7, 9, 15, 19, 20], stress: [1, 6, 8, 11, 12, 14, 18] },
  },
  mht: {
    n: 100,
    sub: {
      'learning-anxiety': run(1, 15), 'social-anxiety': run(16, 25), loneliness: run(26, 35), 'self-blame': run(36, 45), sensitivity: run(46, 55),
      somatic: run(56, 70), phobia: run(71, 80), impulsivity: run(81, 99, 2), lie: run(82, 100, 2),
    },
  },
  mssmhs: {
    n: 60,
    sub: {
      obsessive: [3, 10, 12, 22, 23, 48], paranoid: [11, 20, 24, 26, 47, 49], hostile: [19, 21, 25, 50, 52, 58], interpersonal: [4, 17, 18, 45, 51, 59],
      depression: [5, 13, 14, 16, 44, 57], anxiety: [6, 15, 34, 43, 46, 56], 'study-pressure': [31, 33, 36, 38, 40, 55], maladjustment: [1, 8, 9, 29, 39, 41],
      'emotional-instability': [2, 7, 27, 32, 35, 53], imbalance: [28, 30, 37, 42, 54, 60],
    },
  },
  'scl-90': {
    n: 90,
    sub: {
      somatization: [1, 4, 12, 27, 40, 42, 48, 49, 52, 53, 56, 58], 'obsessive-compulsive': [3, 9, 10, 28, 38, 45, 46, 51, 55, 65],
      'interpersonal-sensitivity': [6, 21, 34, 36, 37, 41, 61, 69, 73], depression: [5, 14, 15, 20, 22, 26, 29, 30, 31, 32, 54, 71, 79],
      anxiety: [2, 17, 23, 33, 39, 57, 72, 78, 80, 86], hostility: [11, 24, 63, 67, 74, 81], 'phobic-anxiety': [13, 25, 47, 50, 70, 75, 82],
      'paranoid-ideation': [8, 18, 43, 68, 76, 83], psychoticism: [7, 16, 35, 62, 77, 84, 85, 87, 88, 90], other: [19, 44, 59, 60, 64, 66, 89],
    },
  },
  'sdq-self': {
    n: 25, reverse: [7, 11, 14, 21, 25],
    sub: { emotional: [3, 8, 13, 16, 24], conduct: [5, 7, 12, 18, 22], hyperactivity: [2, 10, 15, 21, 25], peer: [6, 11, 14, 19, 23], prosocial: [1, 4, 9, 17, 20] },
  },
  'rcads-47': {
    n: 47,
    sub: {
      'separation-anxiety': [5, 9, 17, 18, 33, 45, 46], 'generalized-anxiety': [1, 13, 22, 27, 35, 37], panic: [3, 14, 24, 26, 28, 34, 36, 39, 41],
      'social-phobia': [4, 7, 8, 12, 20, 30, 32, 38, 43], 'obsessive-compulsive': [10, 16, 23, 31, 42, 44], depression: [2, 6, 11, 15, 19, 21, 25, 29, 40, 47],
    },
  },
  'scared-41': {
    n: 41,
    sub: {
      'panic-somatic': [1, 6, 9, 12, 15, 18, 19, 22, 24, 27, 30, 34, 38], generalized: [5, 7, 14, 21, 23, 28, 33, 35, 37],
      separation: [4, 8, 13, 16, 20, 25, 29, 31], social: [3, 10, 26, 32, 39, 40, 41], 'school-avoidance': [2, 11, 17, 36],
    },
  },
};

describe.each(all.map((definition) => [definition.code, definition] as const))('%s', (code, definition) => {
  it('scores every item exactly once', () => expect(partitionFaults(definition)).toEqual([]));

  it('carries its source and licence', () => {
    expect(definition.source.length).toBeGreaterThan(10);
    expect(definition.licence.line.length).toBeGreaterThan(5);
    expect(definition.wording === 'imported-by-licensee').toBe(definition.licence.tier === 'C');
  });

  it('ships words about suicide to nobody below grade 7', () => {
    if (definition.wording !== 'imported-by-licensee' && definition.critical.length > 0) expect(definition.grades.from).toBeGreaterThanOrEqual(7);
    if (definition.grades.from < 7) expect(definition.items.map((item) => item.text ?? '').join('')).not.toMatch(/死|自杀|自伤|活着|伤害自己|弄伤/);
  });

  it('asks no question twice', () => {
    const texts = definition.items.flatMap((item) => item.text ?? []);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('follows the published key', () => {
    if (definition.demonstration) return expect(KEYS[code]).toBeUndefined();
    const key = KEYS[code]!;
    expect(definition.items).toHaveLength(key.n);
    expect(definition.items.filter((item) => item.reverse).map((item) => item.no)).toEqual(key.reverse ?? []);
    expect(Object.fromEntries(definition.partition.map((id) => [id, definition.scores.find((score) => score.id === id)!.items]))).toEqual(key.sub);
  });
});

it('every instrument of the score command is on the shelf', () => {
  expect(all.map((definition) => definition.code)).toEqual(expect.arrayContaining(Object.keys(KEYS)));
});

it('the critical items are the published ones and no others', () => {
  const found = Object.fromEntries(all.filter((definition) => definition.critical.length > 0)
    .map((definition) => [definition.code, definition.critical.map((rule) => `${rule.item}${rule.op}${rule.value}:${rule.severity}`)]));
  expect(found).toEqual({
    'phq-9': ['9>=1:3'],
    asq: ['1=1:3', '2=1:3', '3=1:3', '4=1:3', '5=1:4'],
    mht: ['85=1:3', '97=1:3'],
    mssmhs: ['57>=2:3', '52>=3:3'],
    'scl-90': ['15>=2:3', '59>=2:3', '63>=2:3'],
    'rcads-47': ['37>=1:3'],
  });
});

it('a severe cut is the start of a published band', () => {
  for (const { definition } of shippedLibrary().all()) {
    for (const rule of definition.positive.filter((one) => one.ordinal === 2)) {
      expect(definition.scores.find((score) => score.id === rule.score)!.bands.map((band) => band.from)).toContain(rule.value);
    }
  }
});

it('the positive cuts are the published ones', () => {
  const cut = (code: string) => definitionOf(code).positive.map((rule) => `${rule.score}${rule.op}${rule.value}${rule.ordinal === 2 ? ' severe' : ''}`);
  expect(cut('phq-9')).toEqual(['total>=10', 'total>=20 severe']);
  expect(cut('phq-2')).toEqual(['total>=3']);
  expect(cut('gad-7')).toEqual(['total>=10', 'total>=15 severe']);
  expect(cut('k6')).toEqual(['total>=13']);
  expect(cut('ces-d')).toEqual(['total>=24']);
  expect(cut('scared-41')).toEqual(['total>=25']);
  expect(cut('scl-90').slice(0, 2)).toEqual(['total>160', 'positive-items>43']);
  expect(cut('rses')).toEqual([]);
  expect(cut('rcads-47')).toEqual([]);
});
