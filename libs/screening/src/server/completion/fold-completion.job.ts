import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { CompletionFoldService } from './completion-fold.service.js';

export const foldCompletion = defineSchedule('screening.fold-completion', '*/2 * * * * *');

/** Every two seconds: what came in since is added to the board. */
@HandlesSchedule(foldCompletion)
export class FoldCompletion implements ScheduleHandler {
  constructor(@Inject(CompletionFoldService) private readonly completion: CompletionFoldService) {}

  tick(): Promise<void> {
    return this.completion.fold();
  }
}
