export const STAGES = ['primary', 'junior', 'senior', 'vocational'] as const;
export type CoveredStage = (typeof STAGES)[number];

/** A stage that is screened, from which year of schooling on (1–12, counted through, so that 6-3 and 5-4 areas agree). */
export interface StageCoverage {
  readonly stage: CoveredStage;
  readonly fromYear: number;
}

/**
 * Is a pupil of this stage and year of schooling to be screened?
 * Source: 小学高年级 (normally years 4–6), junior, senior; secondary vocational since 2023. The pack says which.
 */
export function isCovered(coverage: readonly StageCoverage[], pupil: { stage: string; yearOfSchooling: number }): boolean {
  return coverage.some((one) => one.stage === pupil.stage && pupil.yearOfSchooling >= one.fromYear);
}
