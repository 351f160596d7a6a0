export { OrganisationModule } from './organisation.module.js';
export { type BureauRow } from './reading/bureau.repository.js';
export { type DutyHolder } from './reading/duty.repository.js';
export { OrganisationReader } from './reading/organisation-reader.service.js';
export { eligiblePupilsSql, type PupilName, type YearsOfSchooling } from './reading/pupil.repository.js';
export { type ClassRow, type SchoolRow } from './reading/school.repository.js';
export { OrganisationHttpModule } from './organisation.http.module.js';
export { OrganisationJobsModule } from './organisation.jobs.module.js';
