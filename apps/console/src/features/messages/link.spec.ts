import { describe, expect, it } from '@jest/globals';

import { inside } from './link.js';

describe('where a message leads', () => {
  it('follows a page of this console', () => {
    expect(inside('/crisis-escalation/cases/7')).toBe('/crisis-escalation/cases/7');
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)', ''])('never leaves it: %s', (link) => {
    expect(inside(link)).toBe('/messages');
  });
});
