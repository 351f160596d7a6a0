import { OrganisationModule } from '@heliotrope/organisation';
import { PolicyModule } from '@heliotrope/policy';
import { ScreeningModule } from '@heliotrope/screening';
import { AuditModule, RecordsModule } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import '../rules/actions.js';
import '../rules/refusals.js';
import { AttentionListController } from './attention-list/attention-list.controller.js';
import { AttentionListService } from './attention-list/attention-list.service.js';
import { MakeAttentionListJob } from './attention-list/make-attention-list.job.js';
import { AuditLogController } from './audit-log/audit-log.controller.js';
import { AuditLogService } from './audit-log/audit-log.service.js';
import { RoundCountsRepository } from './counts/round-counts.repository.js';
import { MakePlaceReportJob } from './place-report/make-place-report.job.js';
import { PlaceReportContent } from './place-report/place-report-content.service.js';
import { PlaceReportController } from './place-report/place-report.controller.js';
import { PlaceReportService } from './place-report/place-report.service.js';
import { RoundFigures } from './place-report/round-figures.service.js';
import { MakePupilReportJob } from './pupil-report/make-pupil-report.job.js';
import { PupilPlaceRepository } from './pupil-report/pupil-place.repository.js';
import { PupilReportContent } from './pupil-report/pupil-report-content.service.js';
import { PupilReportController } from './pupil-report/pupil-report.controller.js';
import { PupilReportService } from './pupil-report/pupil-report.service.js';

@Module({
  imports: [OrganisationModule, PolicyModule, ScreeningModule, AuditModule, RecordsModule],
  providers: [
    RoundCountsRepository, RoundFigures, PlaceReportContent, PlaceReportService,
    PupilPlaceRepository, PupilReportContent, PupilReportService, AttentionListService, AuditLogService,
  ],
  exports: [PlaceReportService, PupilReportService, AttentionListService, AuditLogService],
})
export class ReportingModule {}

@Module({ imports: [ReportingModule, AuditModule], controllers: [PlaceReportController, PupilReportController, AttentionListController, AuditLogController] })
export class ReportingHttpModule {}

@Module({ imports: [ReportingModule], providers: [MakePlaceReportJob, MakePupilReportJob, MakeAttentionListJob] })
export class ReportingJobsModule {}
