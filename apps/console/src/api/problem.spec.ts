import { describe, expect, it } from '@jest/globals';

import { asProblem, Problem } from './problem.js';

describe('a problem in words', () => {
  it('says the sentence of the server and keeps its code', () => {
    const problem = new Problem(409, { title: '本轮测评已结束', code: 'screening/round-closed' });
    expect([problem.message, problem.code]).toEqual(['本轮测评已结束', 'screening/round-closed']);
  });

  it.each([
    [0, 'console/offline'],
    [502, 'http/502'],
  ])('has a sentence and a code even when the answer %d had none', (status, code) => {
    const problem = new Problem(status, {});
    expect(problem.code).toBe(code);
    expect(problem.message).toMatch(/[一-鿿]/);
  });

  it('says absent and forbidden in one and the same sentence', () => {
    expect(new Problem(403, {}).message).toBe(new Problem(404, {}).message);
  });

  it('gives each field its first fault', () => {
    const errors = [{ field: 'title', message: '请填写名称' }, { field: 'title', message: '太短' }, { row: 3, message: '重复' }];
    expect(new Problem(422, { errors }).byField()).toEqual({ title: '请填写名称' });
  });

  it('never shows a raw exception as the sentence', () => {
    expect(asProblem(new TypeError('x is undefined')).message).toMatch(/[一-鿿]/);
  });
});
