import { authenticatorOf, ThrottleModule } from '@heliotrope/platform';
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

/** A bureau's own systems, and what they and our files exchange. */
@Module({
  imports: [ThrottleModule],
  providers: [ApiClientRepository, ApiClientService, TokenRepository, TokenService, UsageRepository, UsageService],
  exports: [ApiClientService, TokenService, UsageService],
})
export class ExchangeModule {}

@Module({
  imports: [ExchangeModule],
  controllers: [ApiClientController, TokenController],
  providers: [UsageEar, { provide: authenticatorOf('client'), useClass: ClientAuthenticator }],
  exports: [authenticatorOf('client')],
})
export class ExchangeHttpModule {}

@Module({ imports: [ExchangeModule], providers: [FoldUsage] })
export class ExchangeJobsModule {}
