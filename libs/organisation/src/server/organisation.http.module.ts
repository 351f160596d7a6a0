import { authenticatorOf } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { TermController } from './calendar/term.controller.js';
import { DivisionController } from './divisions/division.controller.js';
import { OrganisationModule } from './organisation.module.js';
import { RoleController } from './role/role.controller.js';
import { RosterImportController } from './roster-import/roster-import.controller.js';
import { GrantCheck } from './session/grant-check.service.js';
import { SessionAuthenticator, SessionStrategy } from './session/session.access.js';
import { SessionController } from './session/session.controller.js';
import { StudentController } from './students/student.controller.js';
import { TreeController } from './tree/tree.controller.js';

@Module({
  imports: [OrganisationModule],
  controllers: [SessionController, TreeController, DivisionController, TermController, StudentController, RosterImportController, RoleController],
  providers: [GrantCheck, SessionStrategy, { provide: authenticatorOf('staff'), useClass: SessionAuthenticator }],
  exports: [authenticatorOf('staff')],
})
export class OrganisationHttpModule {}
