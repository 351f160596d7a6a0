import { describe, expect, it } from '@jest/globals';

import { fileFault, isAtWork, stepOf, toWrite, type ImportState } from './import-wizard.js';

describe('the import wizard', () => {
  it.each([
    [null, 0],
    ['received', 2],
    ['checking', 2],
    ['checked', 2],
    ['applying', 3],
    ['applied', 3],
    ['failed', 3],
    ['cancelled', 3],
  ] as [ImportState | null, number][])('stands at the right step when the import is %s', (state, step) => {
    expect(stepOf(state)).toBe(step);
  });

  it('waits only while the server works', () => {
    const states: ImportState[] = ['received', 'checking', 'checked', 'applying', 'applied', 'failed', 'cancelled'];
    expect(states.filter(isAtWork)).toEqual(['received', 'checking', 'applying']);
  });

  it.each([
    ['名册.xlsx', 1, null],
    ['名册.XLS', 1, null],
    ['名册.csv', 20 * 1024 * 1024, null],
    ['名册.csv', 20 * 1024 * 1024 + 1, 'tooLarge'],
    ['名册.docx', 1, 'wrongKind'],
    ['xlsx', 1, 'wrongKind'],
  ] as const)('%s of %d bytes: %s', (name, size, fault) => {
    expect(fileFault({ name, size })).toBe(fault);
  });

  it('writes what is new and what is changed, nothing else', () => {
    expect(toWrite({ new: 3, changed: 2, unchanged: 9, leaving: 1, wrong: 4, overtaken: 0 })).toBe(5);
  });
});
