import { Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { CryptoModule } from '../crypto/crypto.module.js';
import { KeyProvider } from '../crypto/key-provider.js';
import { FileStore } from '../files/file-store.js';
import { FilesModule } from '../files/files.module.js';
import { AnchorHeads } from './anchor-heads.job.js';
import { AnchorWriter } from './anchor-writer.js';
import { ChainHeads } from './chain-heads.repository.js';

@Module({
  imports: [CryptoModule, FilesModule],
  providers: [
    ChainHeads,
    {
      provide: AnchorWriter,
      inject: [ChainHeads, KeyProvider, CONFIG, FileStore],
      useFactory: (heads: ChainHeads, keys: KeyProvider, config: Config, store: FileStore) =>
        new AnchorWriter((work) => heads.with(work), keys, config.anchorsDir, store),
    },
    AnchorHeads,
  ],
})
export class AuditJobsModule {}
