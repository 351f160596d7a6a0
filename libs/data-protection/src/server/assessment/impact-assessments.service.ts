import { chinaDayOf, refuse } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ASSESSED_SUBJECTS, type AssessedSubject, isInForce } from '../../rules/index.js';
import { AssessmentRepository } from './assessment.repository.js';

/** What later domains ask before they enable something: is there an impact assessment in force for it? */
@Injectable()
export class ImpactAssessments {
  constructor(@Inject(AssessmentRepository) private readonly assessments: AssessmentRepository) {}

  /** The id of the record that permits it today. @throws Refusal data-protection/no-assessment-in-force */
  async demand(tx: Tx, jurisdictionId: number, subject: AssessedSubject): Promise<string> {
    const today = chinaDayOf(tx.now);
    const found = (await this.assessments.approved(tx, jurisdictionId, subject)).find((one) => isInForce(one, subject, today));
    if (!found) throw refuse('data-protection/no-assessment-in-force', { subject: ASSESSED_SUBJECTS[subject] });
    return found.id;
  }
}
