import type { AssessmentContentDto } from '@heliotrope/api-client';

/** The questions of article 56, in its order; the server refuses an assessment that leaves one open. */
export const assessmentPartNames = [
  'purposeAndMethod', 'lawfulness', 'necessity', 'dataClasses', 'effectsOnRights', 'securityRisks', 'measures', 'measuresFit',
] as const satisfies readonly (keyof AssessmentContentDto)[];

export const blankAssessment = (): AssessmentContentDto => Object.fromEntries(assessmentPartNames.map((name) => [name, ''])) as AssessmentContentDto;
