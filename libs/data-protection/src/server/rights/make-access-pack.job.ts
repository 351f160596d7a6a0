import { Refusal } from '@heliotrope/kernel';
import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { AccessPackService } from './access-pack.service.js';
import { type AccessPackOrder, makeAccessPack } from './rights-jobs.js';

@HandlesJob(makeAccessPack)
export class MakeAccessPackJob implements JobHandler<AccessPackOrder> {
  constructor(@Inject(AccessPackService) private readonly packs: AccessPackService) {}

  async run(order: AccessPackOrder, context: JobContext): Promise<void> {
    try {
      await this.packs.make(context.actor, context.jurisdictionId, order);
    } catch (error) {
      if (error instanceof Refusal) await this.packs.fail(context.actor, context.jurisdictionId, order.exportId, error.code);
      throw error;
    }
  }
}
