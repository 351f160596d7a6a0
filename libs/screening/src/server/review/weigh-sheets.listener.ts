import type { HeardFact } from '@heliotrope/kernel';
import { type FactListener, Listens, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { type SheetsToWeigh, sheetsToWeigh } from '../../rules/facts.js';
import { WeighingService } from './weighing.service.js';

@Listens(sheetsToWeigh.type, 'screening.weigh-sheets')
export class WeighSheets implements FactListener<SheetsToWeigh> {
  constructor(@Inject(WeighingService) private readonly weighing: WeighingService) {}

  handle(tx: Tx, { jurisdictionId, payload }: HeardFact<SheetsToWeigh>): Promise<void> {
    return this.weighing.weigh(tx, jurisdictionId, payload.assignmentId);
  }
}
