import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { CompletionFoldRepository } from './completion-fold.repository.js';

export const foldCompletion = defineSchedule('screening.fold-completion', '*/2 * * * * *');

/** Every two seconds: what came in since is added to the board. */
@HandlesSchedule(foldCompletion)
export class FoldCompletion implements ScheduleHandler {
  constructor(@Inject(CompletionFoldRepository) private readonly deltas: CompletionFoldRepository) {}

  async tick(): Promise<void> {
    while ((await this.deltas.fold()).isPageFull);
  }
}
