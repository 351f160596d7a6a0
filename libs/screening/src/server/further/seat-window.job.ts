import { HandlesJob, HandlesSchedule, jobActor, type JobContext, type JobHandler, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { FurtherSeatingService } from './further-seating.service.js';
import { FurtherWindowService } from './further-window.service.js';
import { seatDueWindows, seatWindow } from './further-jobs.js';

const SCHOOLS_A_BATCH = 16;

/** Gives seats to who is due in a window, a few schools at a time. Done again, it finds only those who have become due since. */
@HandlesJob(seatWindow)
export class SeatWindowJob implements JobHandler<{ windowId: string }> {
  constructor(@Inject(FurtherSeatingService) private readonly seating: FurtherSeatingService) {}

  async run({ windowId }: { windowId: string }, context: JobContext): Promise<void> {
    const schools = await this.seating.begin(context.actor, windowId);
    for (let at = 0; at < schools.length; at += SCHOOLS_A_BATCH) {
      await context.throwIfCancelled();
      await this.seating.seat(context.actor, windowId, schools.slice(at, at + SCHOOLS_A_BATCH));
      const done = Math.min(schools.length, at + SCHOOLS_A_BATCH);
      await context.progress(done, schools.length, `已为 ${done} / ${schools.length} 所学校分配座位`);
    }
    await this.seating.finish(context.actor, windowId);
  }
}

/** Every minute: windows for which it is known by now who is due get their seats, so that slips can be printed before the day. */
@HandlesSchedule(seatDueWindows)
export class SeatDueWindows implements ScheduleHandler {
  constructor(@Inject(FurtherWindowService) private readonly windows: FurtherWindowService) {}

  tick(): Promise<void> {
    return this.windows.seatDue((jurisdictionId) => jobActor(seatDueWindows.name, jurisdictionId));
  }
}
