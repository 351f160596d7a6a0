import { OrganisationModule } from '@heliotrope/organisation';
import { PolicyModule } from '@heliotrope/policy';
import { ScreeningModule } from '@heliotrope/screening';
import { AuditModule } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log/audit-log.controller.js';
import { AuditLogService } from './audit-log/audit-log.service.js';
import { AttentionListController } from './attention-list.controller.js';
import { AttentionListService } from './attention-list.service.js';
import { MakeAttentionListJob } from './make-attention-list.job.js';
import { MakeSchoolReportJob } from './make-school-report.job.js';
import { SchoolReportController } from './school-report.controller.js';
import { SchoolReportRepository } from './school-report.repository.js';
import { SchoolReportService } from './school-report.service.js';

@Module({
  imports: [OrganisationModule, PolicyModule, ScreeningModule, AuditModule],
  providers: [SchoolReportRepository, SchoolReportService, AttentionListService, AuditLogService],
  exports: [SchoolReportService, AttentionListService, AuditLogService],
})
export class ReportingModule {}

@Module({ imports: [ReportingModule, AuditModule], controllers: [SchoolReportController, AttentionListController, AuditLogController] })
export class ReportingHttpModule {}

@Module({ imports: [ReportingModule], providers: [MakeSchoolReportJob, MakeAttentionListJob] })
export class ReportingJobsModule {}
