import { Global, Module } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/env.js';
import { aesGcm, smCtrHmac, type CipherProfile } from './cipher-profile.js';
import { DataKeys } from './data-keys.repository.js';
import { FieldCipher } from './field-cipher.service.js';
import { KeyProvider, KeyRing } from './key-provider.js';
import { RelaySession } from './relay-session.repository.js';
import { RowMarks } from './row-marks.service.js';
import { RewrapKeys } from './rewrap-keys.job.js';

const profileOf = (config: Config): CipherProfile => (config.cipherProfile === 'sm' ? smCtrHmac : aesGcm);

@Global()
@Module({
  providers: [
    { provide: KeyProvider, inject: [CONFIG], useFactory: (config: Config) => KeyRing.fromFile(config.keysFile, profileOf(config)) },
    {
      provide: DataKeys,
      inject: [KeyProvider, CONFIG],
      useFactory: (keys: KeyProvider, config: Config) => new DataKeys(keys, profileOf(config)),
    },
    { provide: FieldCipher, inject: [DataKeys], useFactory: (keys: DataKeys) => new FieldCipher(keys) },
    RowMarks,
  ],
  exports: [KeyProvider, DataKeys, FieldCipher, RowMarks],
})
export class CryptoModule {}

@Module({ imports: [CryptoModule], providers: [RelaySession, RewrapKeys] })
export class CryptoJobsModule {}
