import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { findDuplicatesJob } from './duplicate-jobs.js';
import { DuplicateService } from './duplicate.service.js';

@HandlesJob(findDuplicatesJob)
export class FindDuplicatesJob implements JobHandler {
  constructor(@Inject(DuplicateService) private readonly duplicates: DuplicateService) {}

  async run(_payload: object, context: JobContext): Promise<void> {
    await this.duplicates.search(context.jurisdictionId, context.actor);
  }
}
