import { CryptoModule, NotifyModule } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { OrganisationModule } from './organisation.module.js';
import { DuplicateController } from './duplicates/duplicate.controller.js';
import { DuplicateRepository } from './duplicates/duplicate.repository.js';
import { DuplicateService } from './duplicates/duplicate.service.js';
import { FindDuplicatesJob } from './duplicates/find-duplicates.job.js';
import { FindDuplicates } from './duplicates/find-duplicates.listener.js';
import { PromotionController } from './promotion/promotion.controller.js';
import { PromotionRepository } from './promotion/promotion.repository.js';
import { PromotionService } from './promotion/promotion.service.js';
import { BureauRepository } from './reading/bureau.repository.js';
import { DutyRepository } from './reading/duty.repository.js';
import { SchoolRepository } from './reading/school.repository.js';
import { MovingPupilRepository } from './transfer/moving-pupil.repository.js';
import { PupilMover } from './transfer/pupil-mover.service.js';
import { SettleTransferJob } from './transfer/settle-transfer.job.js';
import { SettleTransferService } from './transfer/settle-transfer.service.js';
import { TransferController } from './transfer/transfer.controller.js';
import { TransferRepository } from './transfer/transfer.repository.js';
import { TransferService } from './transfer/transfer.service.js';

/** Pupils who move on: to another school, into the next grade, out of a record they have twice. */
@Module({
  imports: [OrganisationModule, CryptoModule, NotifyModule],
  providers: [
    BureauRepository, DutyRepository, SchoolRepository,
    TransferRepository, MovingPupilRepository, PupilMover, TransferService, SettleTransferService,
    DuplicateRepository, DuplicateService, PromotionRepository, PromotionService,
  ],
  exports: [TransferService, SettleTransferService, DuplicateService, PromotionService],
})
export class RosterLifeModule {}

@Module({ imports: [RosterLifeModule], controllers: [TransferController, DuplicateController, PromotionController] })
export class RosterLifeHttpModule {}

@Module({ imports: [RosterLifeModule], providers: [SettleTransferJob, FindDuplicates, FindDuplicatesJob] })
export class RosterLifeJobsModule {}
