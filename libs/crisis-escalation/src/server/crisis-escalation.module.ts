import { OrganisationModule } from '@heliotrope/organisation';
import { CryptoModule, NotifyModule, registerEntities } from '@heliotrope/platform';
import { PolicyModule } from '@heliotrope/policy';
import { ScreeningModule } from '@heliotrope/screening';
import { Module } from '@nestjs/common';
import { CaseOpeningService } from './case-opening.service.js';
import { CaseTodos } from './case-todos.service.js';
import { CaseController } from './case.controller.js';
import { CaseStep } from './case-step.entity.js';
import { CrisisCase } from './case.entity.js';
import { CaseRepository } from './case.repository.js';
import { CaseService } from './case.service.js';
import { OpenCaseOnAlert, OpenCaseOnConfirmedLevel } from './open-case.listener.js';

registerEntities(CrisisCase, CaseStep);

@Module({
  imports: [OrganisationModule, ScreeningModule, PolicyModule, CryptoModule, NotifyModule],
  providers: [CaseRepository, CaseService, CaseOpeningService],
  exports: [CaseService, CaseOpeningService, CaseRepository],
})
export class CrisisEscalationModule {}

@Module({ imports: [CrisisEscalationModule], controllers: [CaseController], providers: [CaseTodos] })
export class CrisisEscalationHttpModule {}

@Module({ imports: [CrisisEscalationModule], providers: [OpenCaseOnAlert, OpenCaseOnConfirmedLevel] })
export class CrisisEscalationJobsModule {}
