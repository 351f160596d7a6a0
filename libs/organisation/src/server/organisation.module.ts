import { CryptoModule, FilesModule, NotifyModule, OutboundModule } from '@heliotrope/platform';
import { PolicyModule } from '@heliotrope/policy';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TermService } from './calendar/term.service.js';
import { DivisionRepository } from './divisions/division.repository.js';
import { DivisionService } from './divisions/division.service.js';
import { FederationService } from './federation/federation.service.js';
import { IdentityProviderService } from './federation/identity-provider.service.js';
import { FEDERATION_PROVIDERS } from './federation/providers.js';
import { BureauRepository } from './reading/bureau.repository.js';
import { CalendarRepository } from './reading/calendar.repository.js';
import { DutyRepository } from './reading/duty.repository.js';
import { OrganisationReader } from './reading/organisation-reader.service.js';
import { PupilRepository } from './reading/pupil.repository.js';
import { SchoolRepository } from './reading/school.repository.js';
import { RevealRepository } from './reveal/reveal.repository.js';
import { ROLE_PROVIDERS } from './role/providers.js';
import { ROSTER_IMPORT_PROVIDERS } from './roster-import/providers.js';
import { ACCOUNT_PROVIDERS } from './account/providers.js';
import { SESSION_PROVIDERS } from './session/providers.js';
import { PostRepository } from './staff/post.repository.js';
import { StaffService } from './staff/staff.service.js';
import { StudentRepository } from './students/student.repository.js';
import { StudentService } from './students/student.service.js';
import { TreeRepository } from './tree/tree.repository.js';
import { TreeService } from './tree/tree.service.js';
import { WatchModule } from './watch/watch.module.js';

@Module({
  imports: [DiscoveryModule, CryptoModule, FilesModule, NotifyModule, OutboundModule, PolicyModule, WatchModule],
  providers: [
    ...SESSION_PROVIDERS, ...ACCOUNT_PROVIDERS, ...FEDERATION_PROVIDERS,
    BureauRepository, SchoolRepository, TreeRepository, TreeService,
    DivisionRepository, DivisionService, CalendarRepository, TermService, StudentRepository, StudentService,
    ...ROSTER_IMPORT_PROVIDERS,
    ...ROLE_PROVIDERS,
    PostRepository, StaffService, DutyRepository, PupilRepository, RevealRepository, OrganisationReader,
  ],
  exports: [OrganisationReader, ...ROLE_PROVIDERS, StaffService, ...SESSION_PROVIDERS, ...ACCOUNT_PROVIDERS, FederationService, IdentityProviderService, TreeService, DivisionService, TermService, StudentService, ...ROSTER_IMPORT_PROVIDERS],
})
export class OrganisationModule {}
