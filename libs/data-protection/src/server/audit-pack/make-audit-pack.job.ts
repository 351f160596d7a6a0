import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { type AuditPackOrder, makeAuditPack } from './audit-pack-jobs.js';
import { AuditPackService } from './audit-pack.service.js';

@HandlesJob(makeAuditPack)
export class MakeAuditPackJob implements JobHandler<AuditPackOrder> {
  constructor(@Inject(AuditPackService) private readonly packs: AuditPackService) {}

  run(order: AuditPackOrder, context: JobContext): Promise<void> {
    return this.packs.make(context.actor, context.jurisdictionId, order);
  }
}
