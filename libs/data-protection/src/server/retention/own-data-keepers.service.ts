import type { Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { consentRecords, impactAssessments, provisionLog } from '../../rules/index.js';
import { type DataKeeper, KeepsData } from '../registry/data-keeper.js';
import { OwnDataRepository } from './own-data.repository.js';

type Ask = Parameters<DataKeeper['destroyDue']>[1];

@KeepsData(consentRecords)
export class ConsentRecordKeeper implements DataKeeper {
  constructor(@Inject(OwnDataRepository) private readonly data: OwnDataRepository) {}

  destroyDue(tx: Tx, ask: Ask): Promise<readonly string[]> {
    return this.data.consents(tx, ask);
  }
}

@KeepsData(impactAssessments)
export class ImpactAssessmentKeeper implements DataKeeper {
  constructor(@Inject(OwnDataRepository) private readonly data: OwnDataRepository) {}

  destroyDue(tx: Tx, ask: Ask): Promise<readonly string[]> {
    return this.data.assessments(tx, ask);
  }
}

@KeepsData(provisionLog)
export class ProvisionLogKeeper implements DataKeeper {
  constructor(@Inject(OwnDataRepository) private readonly data: OwnDataRepository) {}

  destroyDue(tx: Tx, ask: Ask): Promise<readonly string[]> {
    return this.data.provisions(tx, ask);
  }
}
