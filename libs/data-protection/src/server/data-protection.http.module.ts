import { Module } from '@nestjs/common';
import { AssessmentController } from './assessment/assessment.controller.js';
import { AuditPackController } from './audit-pack/audit-pack.controller.js';
import { CampaignController } from './consent/campaign.controller.js';
import { OnlineConsentController } from './consent/online-consent.controller.js';
import { DataProtectionModule } from './data-protection.module.js';
import { NoticeController } from './notice/notice.controller.js';
import { RecipientController } from './recipient/recipient.controller.js';
import { RetentionController } from './retention/retention.controller.js';
import { RightsController } from './rights/rights.controller.js';

@Module({
  imports: [DataProtectionModule],
  controllers: [
    NoticeController, CampaignController, OnlineConsentController, AssessmentController, RecipientController, RetentionController, RightsController,
    AuditPackController,
  ],
})
export class DataProtectionHttpModule {}
