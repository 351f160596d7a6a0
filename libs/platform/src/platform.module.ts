import { Module } from '@nestjs/common';
import { AuditJobsModule } from './audit/audit.module.js';
import { CryptoJobsModule, CryptoModule } from './crypto/crypto.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { ExportsHttpModule, ExportsJobsModule, ExportsModule } from './exports/exports.module.js';
import { FilesHttpModule, FilesJobsModule, FilesModule } from './files/files.module.js';
import { HealthController } from './http/health.controller.js';
import { JobRunController } from './http/job-run.controller.js';
import { OutboundModule } from './http/outbound.module.js';
import { JobRunsModule, JobsModule } from './jobs/jobs.module.js';
import { MetricsHttpModule } from './metrics/metrics.module.js';
import { NotifyHttpModule, NotifyModule } from './notify/notify.module.js';
import { RecordsHttpModule, RecordsJobsModule } from './records/records.module.js';
import { WebhooksHttpModule, WebhooksJobsModule } from './webhooks/webhooks.module.js';

/** What every domain finds in either process. */
@Module({ imports: [CryptoModule, FilesModule, NotifyModule, ExportsModule, OutboundModule] })
export class PlatformServicesModule {}

@Module({
  imports: [PlatformServicesModule, JobRunsModule, FilesHttpModule, NotifyHttpModule, ExportsHttpModule, MetricsHttpModule, WebhooksHttpModule, RecordsHttpModule],
  controllers: [JobRunController, HealthController],
})
export class PlatformHttpModule {}

@Module({ imports: [PlatformServicesModule, JobsModule, DocumentsModule, CryptoJobsModule, AuditJobsModule, ExportsJobsModule, FilesJobsModule, WebhooksJobsModule, RecordsJobsModule] })
export class PlatformJobsModule {}
