import { Refusal } from '@heliotrope/kernel';
import { HandlesJob, type JobContext, type JobHandler, PdfRenderer } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { makePlaceReport, type PlaceReportOrder } from '../report-jobs.js';
import { writeReport } from '../writing/write-report.js';
import { PlaceReportService } from './place-report.service.js';

@HandlesJob(makePlaceReport)
export class MakePlaceReportJob implements JobHandler<PlaceReportOrder> {
  constructor(
    @Inject(PlaceReportService) private readonly reports: PlaceReportService,
    @Inject(PdfRenderer) private readonly pdf: PdfRenderer,
  ) {}

  async run(order: PlaceReportOrder, context: JobContext): Promise<void> {
    const { actor, jurisdictionId } = context;
    try {
      await context.progress(0, 2, '汇总数据');
      const document = await this.reports.gather(actor, order);
      await context.progress(1, 2, '生成文件');
      await this.reports.deliver(actor, jurisdictionId, order, await writeReport(document, order.format, this.pdf));
      await context.progress(2, 2, '完成');
    } catch (error) {
      if (error instanceof Refusal) await this.reports.fail(actor, jurisdictionId, order, error.code);
      throw error;
    }
  }
}
