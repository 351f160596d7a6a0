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
}
