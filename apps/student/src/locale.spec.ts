import { describe, expect, it } from '@jest/globals';
import { en } from './locale.en.js';
import { zh } from './locale.zh.js';

const flat = (words: object): string => JSON.stringify(words, (_key, value: unknown) => (typeof value === 'function' ? String(value) : value));

describe('what the page says', () => {
  it('never speaks of a score, a level or a rank as a result', () => {
    expect(flat(zh)).not.toMatch(/得分|分数|总分|等级|预警|第\s*\d+\s*名|正常|异常/);
    expect(flat(en)).not.toMatch(/\bscore|\blevel\b|warning|abnormal/i);
  });
});
