import { OrganisationModule } from '@heliotrope/organisation';
import { CryptoModule, NotifyModule } from '@heliotrope/platform';
import { PolicyModule } from '@heliotrope/policy';
import { Module } from '@nestjs/common';
import { CaseOpeningService } from './case-opening.service.js';
import { CaseTodos } from './case-todos.service.js';
import { CaseController } from './case.controller.js';
import { CaseRepository } from './case.repository.js';
import { CaseService } from './case.service.js';
import { OpenCaseOnAlert, OpenCaseOnConfirmedLevel } from './open-case.listener.js';

@Module({
  imports: [OrganisationModule, PolicyModule, CryptoModule, NotifyModule],
  providers: [CaseRepository, CaseService, CaseOpeningService],
  exports: [CaseService, CaseOpeningService, CaseRepository],
})
export class CrisisEscalationModule {}

@Module({ imports: [CrisisEscalationModule], controllers: [CaseController], providers: [CaseTodos] })
export class CrisisEscalationHttpModule {}

@Module({ imports: [CrisisEscalationModule], providers: [OpenCaseOnAlert, OpenCaseOnConfirmedLevel] })
export class CrisisEscalationJobsModule {}
