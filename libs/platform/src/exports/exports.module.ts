import { Global, Module } from '@nestjs/common';
import { FilesModule } from '../files/files.module.js';
import { ExpireExports } from './expire-exports.job.js';
import { ExportCentre } from './export-centre.service.js';
import { ExportController } from './export.controller.js';
import { ExportRepository } from './export.repository.js';

@Global()
@Module({ imports: [FilesModule], providers: [ExportRepository, ExportCentre], exports: [ExportCentre] })
export class ExportsModule {}

@Module({ imports: [ExportsModule], controllers: [ExportController] })
export class ExportsHttpModule {}

@Module({ imports: [ExportsModule], providers: [ExpireExports] })
export class ExportsJobsModule {}
