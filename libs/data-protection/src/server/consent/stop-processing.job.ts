import { defineSchedule, HandlesJob, HandlesSchedule, type JobContext, type JobHandler, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { stopProcessing } from './consent-jobs.js';
import { ProcessingStopService } from './processing-stop.service.js';

@HandlesJob(stopProcessing)
export class StopProcessingJob implements JobHandler<{ stopId: string }> {
  constructor(@Inject(ProcessingStopService) private readonly stops: ProcessingStopService) {}

  run({ stopId }: { stopId: string }, context: JobContext): Promise<void> {
    return this.stops.stop(context.actor, context.jurisdictionId, stopId);
  }
}

/** Every hour; a withdrawal has a school day. */
@HandlesSchedule(defineSchedule('data-protection.sweep-stops', '20 * * * *'))
export class SweepStops implements ScheduleHandler {
  constructor(@Inject(ProcessingStopService) private readonly stops: ProcessingStopService) {}

  tick(): Promise<void> {
    return this.stops.sweep();
  }
}
