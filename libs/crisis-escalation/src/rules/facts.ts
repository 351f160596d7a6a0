import { defineFact, type Ordinal } from '@heliotrope/kernel';

export interface CaseOpened {
  readonly caseId: string;
  readonly schoolId: string;
  readonly ordinal: Ordinal;
  readonly acute: boolean;
}

export const caseOpened = defineFact<CaseOpened>('crisis-escalation/case-opened');
export const caseRaised = defineFact<CaseOpened>('crisis-escalation/case-raised');
export const caseAcknowledged = defineFact<{ caseId: string; schoolId: string }>('crisis-escalation/case-acknowledged');
