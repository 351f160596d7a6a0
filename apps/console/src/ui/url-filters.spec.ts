import { describe, expect, it } from '@jest/globals';

import { readFilters, writeFilters, type FilterDef } from './url-filters.js';

const defs: FilterDef[] = [
  { key: 'q', label: '姓名', kind: 'text' },
  { key: 'state', label: '状态', kind: 'choice', options: [{ value: 'open', label: '待接手' }] },
  { key: 'mine', label: '只看我负责的', kind: 'toggle' },
];

describe('filters in the address', () => {
  it('are read back as they were written', () => {
    const values = { q: '陈', state: 'open', mine: '1' };
    expect(readFilters(defs, writeFilters(defs, {}, values))).toEqual(values);
  });

  it.each([
    ['a choice nobody offers', { state: 'closed' }],
    ['a switch with an odd value', { mine: 'yes' }],
    ['the same word twice', { q: ['a', 'b'] }],
    ['an empty word', { q: '' }],
  ])('pass over %s', (_case, query) => {
    expect(readFilters(defs, query)).toEqual({});
  });

  it('leave other words of the address alone and drop what was emptied', () => {
    expect(writeFilters(defs, { classId: '7', q: '陈' }, { q: '  ', state: 'open' })).toEqual({ classId: '7', state: 'open' });
  });
});
