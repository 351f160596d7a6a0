import { OrganisationModule, PlacesModule } from '@heliotrope/organisation';
import { CryptoModule, DocumentsModule, ExportsModule, FilesModule } from '@heliotrope/platform';
import { PolicyModule } from '@heliotrope/policy';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import '../rules/index.js';
import { AssessmentRepository } from './assessment/assessment.repository.js';
import { AssessmentService } from './assessment/assessment.service.js';
import { ImpactOfExports } from './assessment/export-assessor.service.js';
import { ImpactAssessments } from './assessment/impact-assessments.service.js';
import { AuditPackRepository } from './audit-pack/audit-pack.repository.js';
import { AuditPackService } from './audit-pack/audit-pack.service.js';
import { CampaignRepository } from './consent/campaign.repository.js';
import { CampaignService } from './consent/campaign.service.js';
import { ConsentReader } from './consent/consent-reader.service.js';
import { ConsentRecordService } from './consent/consent-record.service.js';
import { ConsentSweep } from './consent/consent-sweep.service.js';
import { ConsentRepository } from './consent/consent.repository.js';
import { OnlineConsentService } from './consent/online-consent.service.js';
import { PaperConsentService } from './consent/paper-consent.service.js';
import { ProcessingStopRepository } from './consent/processing-stop.repository.js';
import { ProcessingStopService } from './consent/processing-stop.service.js';
import { PupilPlaceRepository } from './consent/pupil-place.repository.js';
import { NoticeRepository } from './notice/notice.repository.js';
import { NoticeService } from './notice/notice.service.js';
import { RecipientRepository } from './recipient/recipient.repository.js';
import { RecipientService } from './recipient/recipient.service.js';
import { DataRegistry } from './registry/registry.service.js';
import { CertificateService } from './retention/certificate.service.js';
import { DestructionService } from './retention/destruction.service.js';
import { FileRemoval } from './retention/file-removal.service.js';
import { FileToDeleteRepository } from './retention/file-to-delete.repository.js';
import { KeepingService } from './retention/keeping.service.js';
import { ConsentRecordKeeper, ImpactAssessmentKeeper, ProvisionLogKeeper } from './retention/own-data-keepers.service.js';
import { OwnDataRepository } from './retention/own-data.repository.js';
import { RetentionRepository } from './retention/retention.repository.js';
import { RetentionService } from './retention/retention.service.js';
import { AccessPackService } from './rights/access-pack.service.js';
import { CorrectionService } from './rights/correction.service.js';
import { ConsentSource, OpenedSource, RosterSource } from './rights/pupil-sources.service.js';
import { RightsRepository } from './rights/rights.repository.js';
import { RightsService } from './rights/rights.service.js';

@Module({
  imports: [DiscoveryModule, OrganisationModule, PlacesModule, PolicyModule, CryptoModule, FilesModule, ExportsModule, DocumentsModule],
  providers: [
    DataRegistry, NoticeRepository, NoticeService,
    CampaignRepository, ConsentRepository, PupilPlaceRepository, ProcessingStopRepository,
    CampaignService, ConsentReader, ConsentSweep, ConsentRecordService, PaperConsentService, OnlineConsentService, ProcessingStopService,
    AssessmentRepository, AssessmentService, ImpactAssessments, ImpactOfExports, RecipientRepository, RecipientService,
    RetentionRepository, KeepingService, DestructionService, RetentionService, CertificateService,
    OwnDataRepository, FileToDeleteRepository, FileRemoval, ConsentRecordKeeper, ImpactAssessmentKeeper, ProvisionLogKeeper,
    RightsRepository, RightsService, CorrectionService, AccessPackService, RosterSource, ConsentSource, OpenedSource,
    AuditPackRepository, AuditPackService,
  ],
  exports: [
    ConsentReader, ConsentSweep, ImpactAssessments, NoticeService, CampaignService, PaperConsentService, OnlineConsentService, ProcessingStopService, AssessmentService,
    RecipientService, RetentionService, CertificateService, DestructionService, FileRemoval, RightsService, AccessPackService, AuditPackService,
  ],
})
export class DataProtectionModule {}
