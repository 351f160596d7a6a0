/**
 * Answers as a school gives them: every sheet different, a quarter of the questions answered with yes, and about one
 * sheet in fifty with a critical answer. Uniform noise would alarm on three sheets of four, which no county ever sees.
 * @param {{ count: number, critical: number[] }} items of a yes/no instrument; numbers count from 1
 */
export function randomAnswers({ count, critical }) {
  const answers = Array.from({ length: count }, () => (Math.random() < 0.25 ? 1 : 0));
  for (const item of critical) answers[item - 1] = Math.random() < CRITICAL_SHARE / critical.length ? 1 : 0;
  return answers;
}

export const CRITICAL_SHARE = 0.02;

/** Seconds on each item, as the answering page measures them. */
export const randomSeconds = ({ count }) => Array.from({ length: count }, () => 2 + Math.floor(Math.random() * 7));
