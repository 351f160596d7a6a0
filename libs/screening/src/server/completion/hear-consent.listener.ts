import { type ConsentWithdrawn, consentSaid } from '@heliotrope/data-protection/rules';
import type { HeardFact } from '@heliotrope/kernel';
import { type FactListener, Listens, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { RefusalService } from './refusal.service.js';

@Listens(consentSaid.type, 'screening.hear-consent')
export class HearConsent implements FactListener<ConsentWithdrawn> {
  constructor(@Inject(RefusalService) private readonly refusals: RefusalService) {}

  async handle(tx: Tx, { jurisdictionId, payload }: HeardFact<ConsentWithdrawn>): Promise<void> {
    if (payload.purpose === 'screening') await this.refusals.hear(tx, jurisdictionId, payload.studentId);
  }
}
