import { Inject } from '@nestjs/common';
import { HandlesJob } from '../jobs/handlers.js';
import type { JobContext, JobHandler } from '../jobs/job.js';
import { exportLog, LogExportService, type LogExportOrder } from './log-export.service.js';

@HandlesJob(exportLog)
export class ExportLogJob implements JobHandler<LogExportOrder> {
  constructor(@Inject(LogExportService) private readonly logs: LogExportService) {}

  run(order: LogExportOrder, context: JobContext): Promise<void> {
    return this.logs.make(context.actor, { jurisdictionId: context.jurisdictionId }, order);
  }
}
