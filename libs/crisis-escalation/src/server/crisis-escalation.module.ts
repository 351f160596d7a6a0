import { OrganisationModule, WatchModule } from '@heliotrope/organisation';
import { CryptoModule, NotifyModule, RecordsModule, registerEntities } from '@heliotrope/platform';
import { PolicyModule } from '@heliotrope/policy';
import { ScreeningModule } from '@heliotrope/screening';
import { Module } from '@nestjs/common';
import { CaseMarks } from './case-marks.service.js';
import { CaseOpeningService } from './case-opening.service.js';
import { CaseSweep } from './case-sweep.service.js';
import { CaseTodos } from './case-todos.service.js';
import { CaseController } from './case.controller.js';
import { CaseStep } from './case-step.entity.js';
import { CrisisCase } from './case.entity.js';
import { CaseRecords } from './case-records.access.js';
import { CaredForPupilRepository } from './cared-for-pupils.repository.js';
import { CaseRepository } from './case.repository.js';
import { CaseService } from './case.service.js';
import { CheckCases } from './check-cases.job.js';
import { CrisisReportController } from './crisis-report.controller.js';
import { CrisisReportService } from './crisis-report.service.js';
import { OpenCaseOnAlert, OpenCaseOnConfirmedLevel } from './open-case.listener.js';

registerEntities(CrisisCase, CaseStep);

@Module({
  imports: [OrganisationModule, ScreeningModule, PolicyModule, CryptoModule, NotifyModule, RecordsModule],
  providers: [CaredForPupilRepository, CaseMarks, CaseRepository, CaseService, CaseOpeningService, CrisisReportService],
  exports: [CaseMarks, CaseService, CaseOpeningService, CaseRepository, CrisisReportService],
})
export class CrisisEscalationModule {}

@Module({ imports: [CrisisEscalationModule], controllers: [CaseController, CrisisReportController], providers: [CaseTodos, CaseRecords] })
export class CrisisEscalationHttpModule {}

@Module({ imports: [CrisisEscalationModule, WatchModule], providers: [CaseSweep, CheckCases, OpenCaseOnAlert, OpenCaseOnConfirmedLevel] })
export class CrisisEscalationJobsModule {}
