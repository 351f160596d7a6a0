import type { Refusal } from '@heliotrope/kernel';
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

  giveUp({ importId }: RosterImportPayload, context: JobContext, why: Refusal | null): Promise<void> {
    return this.applying.stepBack(importId, context, why);
  }
}
