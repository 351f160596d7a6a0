import { Inject, Injectable } from '@nestjs/common';
import { CompletionFoldRepository } from './completion-fold.repository.js';

@Injectable()
export class CompletionFoldService {
  constructor(@Inject(CompletionFoldRepository) private readonly deltas: CompletionFoldRepository) {}

  /** Adds to the roll-ups all that has come in until now. */
  async fold(): Promise<void> {
    while ((await this.deltas.fold()).isPageFull);
  }
}
