import { WatchModule } from '@heliotrope/organisation';
import { Module } from '@nestjs/common';
import { MakeAuditPackJob } from './audit-pack/make-audit-pack.job.js';
import { CheckConsents } from './consent/check-consents.job.js';
import { StopProcessingJob, SweepStops } from './consent/stop-processing.job.js';
import { DataProtectionModule } from './data-protection.module.js';
import { DeleteFiles } from './retention/delete-files.job.js';
import { DestroyDaily, DestroyDueJob } from './retention/destroy-due.job.js';
import { MakeCertificateJob } from './retention/make-certificate.job.js';
import { MakeAccessPackJob } from './rights/make-access-pack.job.js';

@Module({
  imports: [DataProtectionModule, WatchModule],
  providers: [CheckConsents, StopProcessingJob, SweepStops, DestroyDueJob, DestroyDaily, DeleteFiles, MakeCertificateJob, MakeAccessPackJob, MakeAuditPackJob],
})
export class DataProtectionJobsModule {}
