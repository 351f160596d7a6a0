import { describe, expect, it } from '@jest/globals';
import { rawInstrument } from '../testing/index.js';
import { readInstrument } from './instrument-reading.js';

const faultsOf = (changes: Record<string, unknown>) => {
  const reading = readInstrument(rawInstrument(changes));
  return reading.ok ? [] : reading.faults.map((fault) => fault.code);
};
const score = (changes: object) => ({ id: 'total', name: '总分', formula: 'sum', items: '1-4', range: [0, 8], ...changes });

it('a sound file is read, with its defaults filled in', () => {
  const reading = readInstrument(rawInstrument());
  expect(reading).toMatchObject({
    ok: true,
    definition: { informant: 'self', mode: 'classroom', family: 'sample', grades: { from: 4, to: 12 }, demonstration: false, critical: [], lie: null, opposites: false },
  });
});

describe('a faulty file is refused by name', () => {
  it.each([
    ['a misspelt field', { revers: [1] }, 'unknown-field'],
    ['no source', { source: undefined }, 'missing-text'],
    ['a code with capitals', { code: 'PHQ' }, 'code'],
    ['a version that is no version', { version: '1' }, 'version'],
    ['a grade 13', { grades: '7-13' }, 'grades'],
    ['no options', { optionSets: {} }, 'no-options'],
    ['two options of one value', { optionSets: { often: [{ value: 0, label: 'a' }, { value: 0, label: 'b' }] } }, 'options'],
    ['items out of order', { items: [2, 1, 3, 4].map((no) => ({ no, text: 'x' })) }, 'item-order'],
    ['wording missing though it is ours', { items: 4 }, 'wording'],
    ['an item in no sub-scale', { scores: [score({ items: '1-3', range: [0, 6] })] }, 'item-not-scored'],
    ['an item in two sub-scales', { scores: [score({}), score({ id: 'b', items: [4], range: [0, 2] })], partition: ['total', 'b'] }, 'item-scored-twice'],
    ['an item twice in one score', { scores: [score({ items: [1, 2, 3, 4, 4], range: [0, 10] })] }, 'item-scored-twice'],
    ['an item that does not exist', { scores: [score({ items: '1-5', range: [0, 10] })] }, 'unknown-item'],
    ['a partition of scores that do not exist', { partition: ['sum'] }, 'unknown-score'],
    ['a range the key cannot give', { scores: [score({ range: [0, 12] })] }, 'range'],
    ['bands that do not climb', { scores: [score({ bands: [{ band: 'a', from: 0, label: 'a' }, { band: 'b', from: 0, label: 'b' }] })] }, 'bands'],
    ['bands that begin above the least score', { scores: [score({ bands: [{ band: 'a', from: 1, label: 'a' }] })] }, 'bands'],
    ['a band nobody reaches', { scores: [score({ bands: [{ band: 'a', from: 0, label: 'a' }, { band: 'b', from: 9, label: 'b' }] })] }, 'bands'],
    ['a band set that does not exist', { scores: [score({ bands: 'factor' })] }, 'unknown-band-set'],
    ['a critical rule that can never fire', { critical: [{ item: 4, op: '>=', value: 3, severity: 3, reason: 'x' }] }, 'rule-never-fires'],
    ['a critical rule of a mild severity', { critical: [{ item: 4, op: '>=', value: 1, severity: 2, reason: 'x' }] }, 'critical-severity'],
    ['a cut on a score that does not exist', { positive: [{ score: 'sum', op: '>=', value: 3, why: 'x' }] }, 'unknown-score'],
    ['a cut that suggests as much as a critical answer', { positive: [{ score: 'total', op: '>=', value: 3, ordinal: 3, why: 'x' }] }, 'not-a-choice'],
    ['a comparison that is none', { positive: [{ score: 'total', op: '=>', value: 3, why: 'x' }] }, 'not-a-choice'],
    ['a lie score that does not exist', { lie: { score: 'lie', atLeast: 7 } }, 'unknown-score'],
    ['a sum of scores written below it', { scores: [score({ id: 'all', formula: 'sum-of-scores', items: [], of: ['total'] }), score({})] }, 'unknown-score'],
    ['a threshold on a sum', { scores: [score({ threshold: 2 })] }, 'threshold'],
    ['a condition on a later item', { items: [{ no: 1, text: 'a', askedWhen: { items: [2], op: '=', value: 1 } }, ...[2, 3, 4].map((no) => ({ no, text: String(no) }))] }, 'asked-when'],
  ] as [string, Record<string, unknown>, string][])('%s', (_, changes, code) => expect(faultsOf(changes)).toContain(`instrument/${code}`));

  it.each([[null], ['text'], [[]], [7], [undefined]])('%p is no file at all', (raw) => expect(readInstrument(raw).ok).toBe(false));

  it('every fault is said at once, with its place and a Chinese sentence', () => {
    const reading = readInstrument(rawInstrument({ version: 'x', grades: '0-1', unscored: [9] }));
    expect(reading.ok).toBe(false);
    if (reading.ok) return;
    expect(reading.faults.map((fault) => fault.path)).toEqual(expect.arrayContaining(['version', 'grades', 'unscored']));
    for (const fault of reading.faults) expect(fault.message).toMatch(/[\u4e00-\u9fff]/);
  });
});
