import type { HeardFact } from '@heliotrope/kernel';
import { type FactListener, Listens, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { rosterImported } from '../../rules/index.js';
import { DuplicateService } from './duplicate.service.js';

@Listens(rosterImported.type, 'organisation.find-duplicates')
export class FindDuplicates implements FactListener {
  constructor(@Inject(DuplicateService) private readonly duplicates: DuplicateService) {}

  async handle(tx: Tx, { jurisdictionId }: HeardFact): Promise<void> {
    await this.duplicates.find(tx, jurisdictionId);
  }
}
