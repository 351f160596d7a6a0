import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { AccessPackService } from './access-pack.service.js';
import { type AccessPackOrder, makeAccessPack } from './rights-jobs.js';

@HandlesJob(makeAccessPack)
export class MakeAccessPackJob implements JobHandler<AccessPackOrder> {
  constructor(@Inject(AccessPackService) private readonly packs: AccessPackService) {}

  run(order: AccessPackOrder, context: JobContext): Promise<void> {
    return this.packs.make(context.actor, context.jurisdictionId, order);
  }
}
