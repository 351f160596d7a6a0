import { wholeJurisdictions } from '@heliotrope/kernel';
import { defineSchedule, HandlesSchedule, type ScheduleHandler, UnitOfWork } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { LeftDraftService } from './left-draft.service.js';

const NAME = 'screening.sweep-drafts';

/** Every few minutes: a pupil who wrote that she is in danger and closed the page is told of all the same. */
@HandlesSchedule(defineSchedule(NAME, '*/5 * * * *'))
export class SweepDrafts implements ScheduleHandler {
  constructor(
    @Inject(LeftDraftService) private readonly left: LeftDraftService,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  async tick(): Promise<void> {
    for (const jurisdictionId of await this.left.bureaus()) {
      const actor = { kind: 'system', rule: NAME, scope: wholeJurisdictions(jurisdictionId) } as const;
      await this.work.read(actor, NAME, (tx) => this.left.sweep(tx, jurisdictionId).then(() => undefined));
    }
  }
}
