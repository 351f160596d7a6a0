import { OrganisationModule } from '@heliotrope/organisation';
import { PolicyModule } from '@heliotrope/policy';
import { ScreeningModule } from '@heliotrope/screening';
import { Module } from '@nestjs/common';
import { MakeSchoolReportJob } from './make-school-report.job.js';
import { SchoolReportController } from './school-report.controller.js';
import { SchoolReportRepository } from './school-report.repository.js';
import { SchoolReportService } from './school-report.service.js';

@Module({
  imports: [OrganisationModule, PolicyModule, ScreeningModule],
  providers: [SchoolReportRepository, SchoolReportService],
  exports: [SchoolReportService],
})
export class ReportingModule {}

@Module({ imports: [ReportingModule], controllers: [SchoolReportController] })
export class ReportingHttpModule {}

@Module({ imports: [ReportingModule], providers: [MakeSchoolReportJob] })
export class ReportingJobsModule {}
