import { Global, Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { CryptoModule } from '../crypto/crypto.module.js';
import { KeyProvider } from '../crypto/key-provider.js';
import { TokenKeys } from '../crypto/signed-token.js';
import { FileStore } from './file-store.js';
import { FileSweeper } from './file-sweeper.service.js';
import { FilesController } from './files.controller.js';
import { LocalFileStore } from './local-file-store.js';
import { S3FileStore } from './s3-file-store.js';
import { SweepFiles } from './sweep-files.job.js';

@Injectable()
class StoreCloser implements OnApplicationShutdown {
  constructor(@Inject(FileStore) private readonly store: FileStore) {}

  onApplicationShutdown(): void {
    if (this.store instanceof S3FileStore) this.store.close();
  }
}

@Global()
@Module({
  imports: [CryptoModule],
  providers: [
    { provide: TokenKeys, inject: [KeyProvider], useFactory: (keys: KeyProvider) => new TokenKeys(keys, 'file') },
    {
      provide: FileStore,
      inject: [CONFIG, TokenKeys],
      useFactory: ({ files }: Config, tokens: TokenKeys) =>
        files.s3 ? new S3FileStore(files.s3) : new LocalFileStore(files.dir, tokens),
    },
    StoreCloser,
  ],
  exports: [FileStore, TokenKeys],
})
export class FilesModule {}

@Module({ imports: [FilesModule], controllers: [FilesController] })
export class FilesHttpModule {}

@Module({ imports: [FilesModule, DiscoveryModule], providers: [FileSweeper, SweepFiles] })
export class FilesJobsModule {}
