import { defineJob, HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { OpeningService } from './opening.service.js';

export interface OpenRound {
  readonly roundId: string;
}

export const openRound = defineJob<OpenRound>({ name: 'screening.open-round', attempts: 8 });

/** So many schools a transaction: large enough that commits do not count, small enough to be told and cancelled often. */
const SCHOOLS_A_BATCH = 16;
const LANES = 2;
/** Nobody reads a bar that moves more often. */
const TELL_EVERY_MS = 250;

/**
 * Gives every eligible pupil an assignment, a few schools at a time. What a batch has saved stays; after a crash or a
 * second order the same walk finds those schools done and adds only pupils who came since.
 */
@HandlesJob(openRound)
export class OpenRoundJob implements JobHandler<OpenRound> {
  constructor(@Inject(OpeningService) private readonly opening: OpeningService) {}

  async run({ roundId }: OpenRound, context: JobContext): Promise<void> {
    const schools = await this.opening.begin(context.actor, roundId);
    const total = schools.length;
    let done = 0;
    let next = 0;
    let toldAt = 0;
    const lane = async (): Promise<void> => {
      for (;;) {
        const batch = schools.slice(next, (next += SCHOOLS_A_BATCH));
        if (batch.length === 0) return;
        await context.throwIfCancelled();
        await this.opening.assign(context.actor, roundId, batch);
        done += batch.length;
        if (done < total && performance.now() - toldAt < TELL_EVERY_MS) continue;
        toldAt = performance.now();
        await context.progress(done, total, `已为 ${done} / ${total} 所学校分配座位`);
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
    await this.opening.finish(context.actor, roundId);
  }
}
