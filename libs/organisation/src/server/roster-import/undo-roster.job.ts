import type { Refusal } from '@heliotrope/kernel';
import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { type RosterImportPayload, undoRosterJob } from './roster-jobs.js';
import { RosterUndoService } from './roster-undo.service.js';

@HandlesJob(undoRosterJob)
export class UndoRosterJob implements JobHandler<RosterImportPayload> {
  constructor(@Inject(RosterUndoService) private readonly undoing: RosterUndoService) {}

  run({ importId }: RosterImportPayload, context: JobContext): Promise<void> {
    return this.undoing.undo(importId, context);
  }

  giveUp({ importId }: RosterImportPayload, context: JobContext, why: Refusal | null): Promise<void> {
    return this.undoing.stepBack(importId, context, why);
  }
}
