/** `major` and `other` are names of the published algorithm, not diagnoses: a school does not diagnose (精神卫生法 第二十三条). */
export type PhqPattern = 'major' | 'other' | 'none';

/**
 * Which pattern do nine PHQ-9 answers form? A symptom counts at 2 or more, item 9 at 1 or more; five or more symptoms
 * with item 1 or 2 among them: major; two to four: other. Null when an answer is missing. For the reviewer's page only.
 *
 * Source: PHQ-9 as published (docs/domain-facts.md §1.3).
 */
export function phqPattern(answers: readonly (number | null)[]): PhqPattern | null {
  if (answers.length !== 9 || answers.includes(null)) return null;
  const present = answers.map((answer, at) => answer! >= (at === 8 ? 1 : 2));
  const count = present.filter(Boolean).length;
  if (!present[0] && !present[1]) return 'none';
  return count >= 5 ? 'major' : count >= 2 ? 'other' : 'none';
}
