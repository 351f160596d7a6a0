import type { Refusal } from '@heliotrope/kernel';
import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { RosterCheckService } from './roster-check.service.js';
import { checkRosterJob, type RosterImportPayload } from './roster-jobs.js';

@HandlesJob(checkRosterJob)
export class CheckRosterJob implements JobHandler<RosterImportPayload> {
  constructor(@Inject(RosterCheckService) private readonly checking: RosterCheckService) {}

  run({ importId }: RosterImportPayload, context: JobContext): Promise<void> {
    return this.checking.check(importId, context);
  }

  giveUp({ importId }: RosterImportPayload, context: JobContext, why: Refusal | null): Promise<void> {
    return this.checking.giveUp(importId, context, why);
  }
}
