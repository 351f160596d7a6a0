import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CryptoModule } from '../crypto/crypto.module.js';
import { FilesModule } from '../files/files.module.js';
import { ExpireExports } from './expire-exports.job.js';
import { ExportAssessment } from './export-assessment.service.js';
import { ExportFiles } from './export-files.service.js';
import { ExportCentre } from './export-centre.service.js';
import { ExportApprovalController } from './export-approval.controller.js';
import { ExportApproval } from './export-approval.service.js';
import { ExportController } from './export.controller.js';
import './actions.js';
import { ExportRepository } from './export.repository.js';

@Global()
@Module({
  imports: [DiscoveryModule, FilesModule, CryptoModule],
  providers: [ExportRepository, ExportAssessment, ExportCentre, ExportApproval, ExportFiles],
  exports: [ExportCentre, ExportApproval],
})
export class ExportsModule {}

@Module({ imports: [ExportsModule], controllers: [ExportController, ExportApprovalController] })
export class ExportsHttpModule {}

@Module({ imports: [ExportsModule], providers: [ExpireExports] })
export class ExportsJobsModule {}
