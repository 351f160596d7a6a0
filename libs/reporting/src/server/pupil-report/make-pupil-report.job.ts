import { Refusal } from '@heliotrope/kernel';
import { HandlesJob, type JobContext, type JobHandler, PdfRenderer } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { makePupilReport, type PupilReportOrder } from '../report-jobs.js';
import { PupilReportService } from './pupil-report.service.js';

@HandlesJob(makePupilReport)
export class MakePupilReportJob implements JobHandler<PupilReportOrder> {
  constructor(
    @Inject(PupilReportService) private readonly reports: PupilReportService,
    @Inject(PdfRenderer) private readonly pdf: PdfRenderer,
  ) {}

  async run(order: PupilReportOrder, { actor, jurisdictionId }: JobContext): Promise<void> {
    try {
      await this.reports.make(actor, jurisdictionId, order, this.pdf);
    } catch (error) {
      if (error instanceof Refusal) await this.reports.fail(actor, jurisdictionId, order.exportId, error.code);
      throw error;
    }
  }
}
