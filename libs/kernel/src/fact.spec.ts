import { describe, expect, it } from '@jest/globals';
import { defineFact, openFacts } from './fact.js';

describe('facts', () => {
  it('are named domain/what-happened', () => {
    expect(() => defineFact('spec.happened')).toThrow('named domain/what-happened');
  });

  it('stay inside unless the fields that may leave are named', () => {
    defineFact<{ studentId: string }>('spec/kept');
    defineFact<{ roundId: string; studentId: string }>('spec/told', { zh: '已告知', fields: ['roundId'] });
    expect(openFacts().has('spec/kept')).toBe(false);
    expect(openFacts().get('spec/told')).toEqual({ zh: '已告知', fields: ['roundId'] });
  });
});
