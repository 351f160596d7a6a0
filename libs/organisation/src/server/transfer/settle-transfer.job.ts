import { HandlesJob, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { SettleTransferService } from './settle-transfer.service.js';
import { settleTransferJob, type SettleTransferPayload } from './transfer-jobs.js';

@HandlesJob(settleTransferJob)
export class SettleTransferJob implements JobHandler<SettleTransferPayload> {
  constructor(@Inject(SettleTransferService) private readonly transfers: SettleTransferService) {}

  run(payload: SettleTransferPayload): Promise<void> {
    return this.transfers.settle(payload);
  }
}
