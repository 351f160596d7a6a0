import { authenticatorOf, CryptoModule, ExportsModule, ThrottleModule } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { ApiClientController } from './api-client/api-client.controller.js';
import { ApiClientRepository } from './api-client/api-client.repository.js';
import { ApiClientService } from './api-client/api-client.service.js';
import { ClientAuthenticator } from './api-client/client.access.js';
import { FoldUsage } from './api-client/fold-usage.job.js';
import './api-client/oauth-words.js';
import { TokenController } from './api-client/token.controller.js';
import { TokenRepository } from './api-client/token.repository.js';
import { TokenService } from './api-client/token.service.js';
import { UsageEar } from './api-client/usage-ear.js';
import { UsageRepository } from './api-client/usage.repository.js';
import { UsageService } from './api-client/usage.service.js';
import { KnownRecordRepository } from './oneroster/known-record.repository.js';
import { MakeRosterPackage } from './oneroster/make-roster-package.job.js';
import { PackageImportService } from './oneroster/package-import.service.js';
import { RosterPackageController } from './oneroster/roster-package.controller.js';
import { RosterPackageService } from './oneroster/roster-package.service.js';
import { RosterProviderController } from './oneroster/roster-provider.controller.js';
import { RosterProvider } from './oneroster/roster-provider.service.js';
import { RosterRecordRepository } from './oneroster/roster-record.repository.js';
import './oneroster/status-words.js';
import { OrganisationModule } from './organisation.module.js';
import { BureauRepository } from './reading/bureau.repository.js';

/** A bureau's own systems, and what they and our files exchange. */
@Module({
  imports: [CryptoModule, ExportsModule, OrganisationModule, ThrottleModule],
  providers: [ApiClientRepository, ApiClientService, TokenRepository, TokenService, UsageRepository, UsageService, RosterRecordRepository, RosterProvider, BureauRepository, RosterPackageService, KnownRecordRepository, PackageImportService],
  exports: [ApiClientService, TokenService, UsageService, RosterProvider, RosterPackageService, PackageImportService],
})
export class ExchangeModule {}

@Module({
  imports: [ExchangeModule],
  controllers: [ApiClientController, TokenController, RosterProviderController, RosterPackageController],
  providers: [UsageEar, { provide: authenticatorOf('client'), useClass: ClientAuthenticator }],
  exports: [authenticatorOf('client')],
})
export class ExchangeHttpModule {}

@Module({ imports: [ExchangeModule], providers: [FoldUsage, MakeRosterPackage] })
export class ExchangeJobsModule {}
