import type { HeardFact } from '@heliotrope/kernel';
import { type FactListener, Listens, type Tx } from '@heliotrope/platform';
import { levelConfirmed, type LevelConfirmed, sheetAlerted, type SheetAlerted } from '@heliotrope/screening/rules';
import { Inject } from '@nestjs/common';
import { CaseOpeningService } from './case-opening.service.js';

/** A critical answer: nobody has judged it yet, and nobody waits for that. */
@Listens(sheetAlerted.type, 'crisis-escalation.open-case-on-alert')
export class OpenCaseOnAlert implements FactListener<SheetAlerted> {
  constructor(@Inject(CaseOpeningService) private readonly opening: CaseOpeningService) {}

  handle(tx: Tx, { jurisdictionId, payload }: HeardFact<SheetAlerted>): Promise<void> {
    const { schoolId, classId, studentId, ordinal, acute, sheetId, instrument, rules } = payload;
    const source = { sheetId, instrument, rules };
    return this.opening.hear(tx, { jurisdictionId, schoolId, classId, studentId, source }, { ordinal, acute, confirmed: false });
  }
}

/** A level that the psychology teacher has confirmed. */
@Listens(levelConfirmed.type, 'crisis-escalation.open-case-on-confirmed-level')
export class OpenCaseOnConfirmedLevel implements FactListener<LevelConfirmed> {
  constructor(@Inject(CaseOpeningService) private readonly opening: CaseOpeningService) {}

  handle(tx: Tx, { jurisdictionId, payload }: HeardFact<LevelConfirmed>): Promise<void> {
    const { schoolId, classId, studentId, ordinal, acute, reviewId, rules } = payload;
    const source = { reviewId, rules };
    return this.opening.hear(tx, { jurisdictionId, schoolId, classId, studentId, source }, { ordinal, acute, confirmed: true });
  }
}
