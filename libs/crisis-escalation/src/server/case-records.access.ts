import { GuardsRecords, type LocatedRecord, type RecordSource, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { CaseRepository } from './case.repository.js';

/** Above the school a case can be asked for at ordinal 4 alone (docs/domain-facts.md §4.3); within the school any can. */
@GuardsRecords('case')
export class CaseRecords implements RecordSource {
  constructor(@Inject(CaseRepository) private readonly cases: CaseRepository) {}

  async locate(tx: Tx, id: string): Promise<LocatedRecord | null> {
    const found = await this.cases.visible(tx, id);
    if (!found) return null;
    const { jurisdictionId, schoolId, ordinal } = found;
    return { jurisdictionId, schoolId, mayBeAsked: ordinal === 4 || tx.scopes.some(({ schools }) => schools !== 'all' && schools.includes(schoolId)) };
  }
}
