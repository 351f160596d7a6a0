import { Refusal } from '@heliotrope/kernel';
import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { makeRosterPackage, type RosterPackageOrder, RosterPackageService } from './roster-package.service.js';

@HandlesJob(makeRosterPackage)
export class MakeRosterPackage implements JobHandler<RosterPackageOrder> {
  constructor(@Inject(RosterPackageService) private readonly packages: RosterPackageService) {}

  async run(order: RosterPackageOrder, context: JobContext): Promise<void> {
    try {
      await this.packages.make(context.actor, context.jurisdictionId, order);
    } catch (error) {
      if (error instanceof Refusal) await this.packages.fail(context.actor, context.jurisdictionId, order.exportId, error.code);
      throw error;
    }
  }
}
