import { describe, expect, it } from '@jest/globals';

import type { Text } from '../../locale/language.js';
import { gradeSpans } from './round-words.js';

const t: Text = (key) => key.replace('screening.grade.', 'G');

describe('grades in words', () => {
  it.each([
    [[7], 'G7'],
    [[4, 5, 6], 'G4–G6'],
    [[9, 12], 'G9、G12'],
    [[12, 4, 5, 10, 11], 'G4–G5、G10–G12'],
    [[], ''],
  ])('%j', (grades, words) => {
    expect(gradeSpans(t, grades)).toBe(words);
  });
});
