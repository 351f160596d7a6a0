import { defineSchedule, HandlesJob, HandlesSchedule, type JobContext, type JobHandler, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { DestructionService } from './destruction.service.js';
import { destroyDue } from './retention-jobs.js';

@HandlesJob(destroyDue)
export class DestroyDueJob implements JobHandler {
  constructor(@Inject(DestructionService) private readonly destructions: DestructionService) {}

  async run(_payload: object, context: JobContext): Promise<void> {
    const total = await this.destructions.destroyAllDue(context.actor, context.jurisdictionId, context.runId, () => context.throwIfCancelled());
    await context.progress(total, total, '完成');
  }
}

/** Every night, after the day's work and before the next. */
@HandlesSchedule(defineSchedule('data-protection.destroy-daily', '30 3 * * *'))
export class DestroyDaily implements ScheduleHandler {
  constructor(@Inject(DestructionService) private readonly destructions: DestructionService) {}

  tick(): Promise<void> {
    return this.destructions.orderAll();
  }
}
