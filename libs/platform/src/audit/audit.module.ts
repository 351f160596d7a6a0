import { Module } from '@nestjs/common';
import type pg from 'pg';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { CryptoModule } from '../crypto/crypto.module.js';
import { KeyProvider } from '../crypto/key-provider.js';
import { RELAY_POOL } from '../database/database.module.js';
import { FileStore } from '../files/file-store.js';
import { FilesModule } from '../files/files.module.js';
import { AnchorHeads } from './anchor-heads.job.js';
import { AnchorWriter } from './anchor-writer.js';
import { withHeads } from './chain.repository.js';

@Module({
  imports: [CryptoModule, FilesModule],
  providers: [
    {
      provide: AnchorWriter,
      inject: [RELAY_POOL, KeyProvider, CONFIG, FileStore],
      useFactory: (pool: pg.Pool, keys: KeyProvider, config: Config, store: FileStore) =>
        new AnchorWriter((work) => withHeads(pool, work), keys, config.anchorsDir, store),
    },
    AnchorHeads,
  ],
})
export class AuditJobsModule {}
