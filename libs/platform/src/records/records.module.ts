import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CryptoModule } from '../crypto/crypto.module.js';
import './actions.js';
import { EndAccess } from './end-access.job.js';
import { PurposeRepository } from './purpose.repository.js';
import { RecordAccess } from './record-access.service.js';
import { SpecialAccessController } from './special-access.controller.js';
import { SpecialAccessRepository } from './special-access.repository.js';
import { SpecialAccessService } from './special-access.service.js';

@Module({
  imports: [CryptoModule, DiscoveryModule],
  providers: [PurposeRepository, SpecialAccessRepository, RecordAccess, SpecialAccessService],
  exports: [RecordAccess, SpecialAccessService, SpecialAccessRepository, PurposeRepository],
})
export class RecordsModule {}

@Module({ imports: [RecordsModule], controllers: [SpecialAccessController] })
export class RecordsHttpModule {}

@Module({ imports: [RecordsModule], providers: [EndAccess] })
export class RecordsJobsModule {}
