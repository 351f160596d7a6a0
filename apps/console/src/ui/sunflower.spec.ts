import { describe, expect, it } from '@jest/globals';

import { seeds } from './sunflower.js';

describe('the sunflower', () => {
  it('keeps every seed inside the head and no two on one another', () => {
    const all = seeds(300);
    for (const seed of all) expect(Math.hypot(seed.x, seed.y)).toBeLessThanOrEqual(1);
    const nearest = Math.min(...all.flatMap((a, i) => all.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y))));
    expect(nearest).toBeGreaterThan(0.05);
  });
});
