import { Module } from '@nestjs/common';
import { BureauRepository } from './reading/bureau.repository.js';
import { CalendarRepository } from './reading/calendar.repository.js';
import { DutyRepository } from './reading/duty.repository.js';
import { OrganisationReader } from './reading/organisation-reader.service.js';
import { PupilRepository } from './reading/pupil.repository.js';
import { SchoolRepository } from './reading/school.repository.js';

@Module({
  providers: [BureauRepository, CalendarRepository, DutyRepository, PupilRepository, SchoolRepository, OrganisationReader],
  exports: [OrganisationReader],
})
export class OrganisationModule {}
