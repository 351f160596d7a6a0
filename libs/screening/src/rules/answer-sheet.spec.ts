import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersOf, shipped } from '../testing/index.js';
import { blanksOf, missingOf, readSheet } from './answer-sheet.js';

const read = (code: string, answers: unknown) => readSheet(shipped(code), answers, new Int8Array(shipped(code).length));

describe('a list of answers is a sheet', () => {
  it('when it is as long as the form and holds printed values or nulls', () => {
    expect(read('phq-9', answersOf('phq-9', 3))).toBeNull();
    expect(read('phq-9', answersOf('phq-9', null))).toBeNull();
    expect(read('k10', answersOf('k10', 5))).toBeNull();
  });

  it.each([[8], [10], [0]])('not when it has %d answers instead of nine', (length) => {
    expect(read('phq-9', Array.from({ length }, () => 0))).toEqual({ code: 'wrong-length', expected: 9, found: length });
  });

  it.each([[4], [-1], [1.5], ['1'], [true], [NaN], [Infinity], [1e9], [undefined], [[]], [{}]])('not with %p among the answers', (value) => {
    const answers: unknown[] = answersOf('phq-9', 0);
    answers[4] = value;
    expect(read('phq-9', answers)).toEqual({ code: 'value-not-on-form', item: 5 });
  });

  it('not with 0 where the form begins at 1', () => {
    expect(read('k10', answersOf('k10', 1, { 10: 0 }))).toEqual({ code: 'value-not-on-form', item: 10 });
    expect(read('scl-90', answersOf('scl-90', 0))).toEqual({ code: 'value-not-on-form', item: 1 });
  });

  it.each([[null], [undefined], ['0,0'], [{ length: 9 }], [7]])('not when it is %p', (answers) => {
    expect(read('phq-9', answers)).toEqual({ code: 'not-a-sheet' });
  });

  it('whatever is handed in, reading never throws', () => {
    fc.assert(fc.property(fc.anything(), (answers) => { read('phq-9', answers); }));
    fc.assert(fc.property(fc.array(fc.anything(), { minLength: 9, maxLength: 9 }), (answers) => { read('phq-9', answers); }));
  });
});

it('the blanks are counted and named', () => {
  const compiled = shipped('gad-7');
  const sheet = new Int8Array(7);
  readSheet(compiled, [0, null, 1, null, 2, 3, 0], sheet);
  expect(missingOf(compiled, sheet)).toEqual({ asked: 7, missing: 2 });
  expect(blanksOf(compiled, sheet)).toEqual([2, 4]);
});

it('an item that was not asked is no blank', () => {
  const compiled = shipped('asq');
  const sheet = new Int8Array(5);
  readSheet(compiled, [0, 0, 0, 0, null], sheet);
  expect(missingOf(compiled, sheet)).toEqual({ asked: 4, missing: 0 });
  expect(blanksOf(compiled, sheet)).toEqual([]);
});
