/** Where the pupils of one place stand in a round. Each eligible pupil is in exactly one of the four. */
export interface RoundProgress {
  readonly eligible: number;
  /** Every instrument of the battery handed in, none void. */
  readonly completed: number;
  /** Some sheets in, some still to come. */
  readonly inProgress: number;
  /** All handed in, at least one void: not validly screened, to be tested again. */
  readonly void: number;
  readonly notYet: number;
}

/** Adds up the places below one. */
export function addProgress(parts: readonly RoundProgress[]): RoundProgress {
  const sum = (of: (part: RoundProgress) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    eligible: sum((part) => part.eligible),
    completed: sum((part) => part.completed),
    inProgress: sum((part) => part.inProgress),
    void: sum((part) => part.void),
    notYet: sum((part) => part.notYet),
  };
}

/** Share validly screened, 0–1; null where nobody is eligible, because 0 % of nobody would read as a failing. */
export function coverage(progress: RoundProgress): number | null {
  return progress.eligible === 0 ? null : progress.completed / progress.eligible;
}
