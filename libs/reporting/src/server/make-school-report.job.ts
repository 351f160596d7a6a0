import { Refusal } from '@heliotrope/kernel';
import { ExportCentre, HandlesJob, type JobContext, type JobHandler, PdfRenderer, UnitOfWork } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { makeSchoolReport, type SchoolReportOrder } from './report-jobs.js';
import { schoolReportPdf, schoolReportSheets } from './school-report-layout.js';
import { SchoolReportService } from './school-report.service.js';

@HandlesJob(makeSchoolReport)
export class MakeSchoolReportJob implements JobHandler<SchoolReportOrder> {
  constructor(
    @Inject(SchoolReportService) private readonly reports: SchoolReportService,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
    @Inject(PdfRenderer) private readonly pdf: PdfRenderer,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  async run(order: SchoolReportOrder, context: JobContext): Promise<void> {
    const key = { jurisdictionId: context.jurisdictionId, id: order.exportId };
    try {
      await context.progress(0, 2, '汇总数据');
      const { head, report } = await this.reports.gather(context.actor, order);
      await context.progress(1, 2, '生成文件');
      const content = order.format === 'pdf' ? schoolReportPdf(this.pdf, head, report) : await schoolReportSheets(head, report);
      await this.work.run(context.actor, 'reporting.school-report', async (tx) => {
        await this.exports.deliver(tx, key, content);
        tx.audit({ object: `export:${order.exportId}`, jurisdictionId: key.jurisdictionId, detail: { bytes: content.length } });
      });
      await context.progress(2, 2, '完成');
    } catch (error) {
      if (error instanceof Refusal) {
        await this.work.run(context.actor, 'reporting.school-report', (tx) => this.exports.fail(tx, key, error.code));
      }
      throw error;
    }
  }
}
