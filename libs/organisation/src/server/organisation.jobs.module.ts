import { Module } from '@nestjs/common';
import { RosterLifeJobsModule } from './roster-life.module.js';
import { CloseAccounts } from './account/close-accounts.job.js';
import { ExchangeJobsModule } from './exchange.module.js';
import { OrganisationModule } from './organisation.module.js';
import { ApplyRosterJob } from './roster-import/apply-roster.job.js';
import { CheckRosterJob } from './roster-import/check-roster.job.js';
import { ExpireRosterImports } from './roster-import/expire-imports.job.js';
import { RosterFiles } from './roster-import/roster-files.service.js';
import { UndoRosterJob } from './roster-import/undo-roster.job.js';
import { WatchJobsModule } from './watch/watch.module.js';

@Module({ imports: [OrganisationModule, ExchangeJobsModule, WatchJobsModule, RosterLifeJobsModule], providers: [CloseAccounts, CheckRosterJob, ApplyRosterJob, UndoRosterJob, ExpireRosterImports, RosterFiles] })
export class OrganisationJobsModule {}
