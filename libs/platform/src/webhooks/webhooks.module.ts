import { Module } from '@nestjs/common';
import { CryptoModule } from '../crypto/crypto.module.js';
import { RelaySession } from '../crypto/relay-session.repository.js';
import { OutboundModule } from '../http/outbound.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { NotifyModule } from '../notify/notify.module.js';
import { SendWebhooks } from './send-webhooks.job.js';
import { TellWebhooks } from './tell-webhooks.listener.js';
import { WaitingMessageRepository } from './waiting-message.repository.js';
import { WebhookController } from './webhook.controller.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookSecret } from './webhook-secret.service.js';
import { WebhookService } from './webhook.service.js';

@Module({ imports: [CryptoModule, OutboundModule], providers: [WebhookRepository, WebhookSecret, WebhookService], exports: [WebhookRepository, WebhookSecret, WebhookService] })
export class WebhooksModule {}

@Module({ imports: [WebhooksModule], controllers: [WebhookController] })
export class WebhooksHttpModule {}

@Module({ imports: [WebhooksModule, CryptoModule, OutboundModule, NotifyModule, JobsModule], providers: [WaitingMessageRepository, RelaySession, TellWebhooks, SendWebhooks] })
export class WebhooksJobsModule {}
