import type { Text } from '../../locale/language.js';
import type { RoundState } from './screening.api.js';

export const roundTones = { planned: 'idle', opening: 'live', open: 'live', closed: 'good' } as const satisfies Record<RoundState, string>;

type Year = '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '10' | '11' | '12';

/** The word of a school year counted through from primary 1 to senior 3. */
export const gradeWord = (t: Text, grade: number) => t(`screening.grade.${String(Math.min(12, Math.max(1, grade))) as Year}`);

/** `四年级–六年级、九年级`: neighbouring grades become one span. */
export function gradeSpans(t: Text, grades: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const grade of [...grades].sort((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && grade === last[1] + 1) last[1] = grade;
    else spans.push([grade, grade]);
  }
  return spans.map(([from, to]) => (from === to ? gradeWord(t, from) : `${gradeWord(t, from)}–${gradeWord(t, to)}`)).join('、');
}
