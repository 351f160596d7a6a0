import { describe, expect, it } from '@jest/globals';
import { passwordFaults } from '@heliotrope/organisation/rules';

import { isStrong } from './password-rule.js';

describe('what the page says of a password', () => {
  it.each(['', 'Sun-202', 'Sun-2026', 'sunward2026', 'sunward-2026', 'SUNWARD-2026', 'abcdefgh', '向阳向阳Aa1!', 'Aa1!'.repeat(5)])('is what the server says: %p', (password) =>
    expect(isStrong(password)).toBe(passwordFaults(password, '').length === 0));
});
