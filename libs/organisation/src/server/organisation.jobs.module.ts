import { Module } from '@nestjs/common';
import { CloseAccounts } from './account/close-accounts.job.js';
import { ExchangeJobsModule } from './exchange.module.js';
import { OrganisationModule } from './organisation.module.js';
import { ApplyRosterJob } from './roster-import/apply-roster.job.js';
import { CheckRosterJob } from './roster-import/check-roster.job.js';
import { WatchJobsModule } from './watch/watch.module.js';

@Module({ imports: [OrganisationModule, ExchangeJobsModule, WatchJobsModule], providers: [CloseAccounts, CheckRosterJob, ApplyRosterJob] })
export class OrganisationJobsModule {}
