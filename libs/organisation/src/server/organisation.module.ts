import { CryptoModule } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { TermService } from './calendar/term.service.js';
import { BureauRepository } from './reading/bureau.repository.js';
import { CalendarRepository } from './reading/calendar.repository.js';
import { DutyRepository } from './reading/duty.repository.js';
import { OrganisationReader } from './reading/organisation-reader.service.js';
import { PupilRepository } from './reading/pupil.repository.js';
import { SchoolRepository } from './reading/school.repository.js';
import { AccountRepository } from './session/account.repository.js';
import { PasswordService } from './session/password.service.js';
import { SessionRepository } from './session/session.repository.js';
import { SessionService } from './session/session.service.js';
import { StudentRepository } from './students/student.repository.js';
import { StudentService } from './students/student.service.js';
import { TreeRepository } from './tree/tree.repository.js';
import { TreeService } from './tree/tree.service.js';

@Module({
  imports: [CryptoModule],
  providers: [
    AccountRepository, SessionRepository, PasswordService, SessionService,
    BureauRepository, SchoolRepository, TreeRepository, TreeService,
    CalendarRepository, TermService, StudentRepository, StudentService,
    DutyRepository, PupilRepository, OrganisationReader,
  ],
  exports: [OrganisationReader, SessionService, TreeService, TermService, StudentService],
})
export class OrganisationModule {}
