import { Refusal } from '@heliotrope/kernel';
import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { AttentionListService } from './attention-list.service.js';
import { type AttentionListOrder, makeAttentionList } from '../report-jobs.js';

@HandlesJob(makeAttentionList)
export class MakeAttentionListJob implements JobHandler<AttentionListOrder> {
  constructor(@Inject(AttentionListService) private readonly lists: AttentionListService) {}

  async run(order: AttentionListOrder, context: JobContext): Promise<void> {
    try {
      await this.lists.make(context.actor, order);
    } catch (error) {
      if (error instanceof Refusal) await this.lists.fail(context.actor, context.jurisdictionId, order.exportId, error.code);
      throw error;
    }
  }
}
