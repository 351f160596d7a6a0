import { describe, expect, it } from '@jest/globals';

import { ordinals, shapes } from './levels.js';

describe('levels', () => {
  it('each have a shape of their own, so that colour is never needed to tell them apart', () => {
    expect(new Set(ordinals.map((ordinal) => shapes[ordinal])).size).toBe(5);
  });
});
