import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { RosterApplyService } from './roster-apply.service.js';
import { applyRosterJob, type RosterImportPayload } from './roster-jobs.js';

@HandlesJob(applyRosterJob)
export class ApplyRosterJob implements JobHandler<RosterImportPayload> {
  constructor(@Inject(RosterApplyService) private readonly applying: RosterApplyService) {}

  run({ importId }: RosterImportPayload, context: JobContext): Promise<void> {
    return this.applying.apply(importId, context);
  }
}
