import { Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { CryptoModule } from '../crypto/crypto.module.js';
import { KeyProvider } from '../crypto/key-provider.js';
import { ExportsModule } from '../exports/exports.module.js';
import { FileStore } from '../files/file-store.js';
import { FilesModule } from '../files/files.module.js';
import { AnchorHeads } from './anchor-heads.job.js';
import { AnchorWriter } from './anchor-writer.js';
import './actions.js';
import { ExportLogJob } from './export-log.job.js';
import { LogExportService } from './log-export.service.js';
import { LogReader } from './log-reader.repository.js';
import { LogStateService } from './log-state.service.js';
import { ChainHeads } from './chain-heads.repository.js';

/** Reading the log: what its page and its export stand on. */
@Module({
  imports: [CryptoModule, ExportsModule],
  providers: [LogReader, LogStateService, LogExportService],
  exports: [LogReader, LogStateService, LogExportService],
})
export class AuditModule {}

@Module({
  imports: [AuditModule, CryptoModule, FilesModule],
  providers: [
    ChainHeads,
    {
      provide: AnchorWriter,
      inject: [ChainHeads, KeyProvider, CONFIG, FileStore],
      useFactory: (heads: ChainHeads, keys: KeyProvider, config: Config, store: FileStore) =>
        new AnchorWriter((work) => heads.with(work), keys, config.anchorsDir, store),
    },
    AnchorHeads,
    ExportLogJob,
  ],
})
export class AuditJobsModule {}
