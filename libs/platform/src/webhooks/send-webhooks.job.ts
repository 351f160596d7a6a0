import { Refusal } from '@heliotrope/kernel';
import { Inject, Logger } from '@nestjs/common';
import { RelaySession } from '../crypto/relay-session.repository.js';
import { Clock } from '../database/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Outbound } from '../http/outbound.js';
import { HandlesSchedule } from '../jobs/handlers.js';
import { jobActor } from '../jobs/job.js';
import { defineSchedule, type ScheduleHandler } from '../jobs/schedule.js';
import { Notifier } from '../notify/notifier.js';
import { type WaitingMessage, WaitingMessageRepository } from './waiting-message.repository.js';
import { afterTry, GONE } from './webhook-patience.js';
import { WebhookSecret } from './webhook-secret.service.js';
import { webhookHeaders } from './webhook-signature.js';

const NAME = 'platform.send-webhooks';
const AT_ONCE = 20;

/** Sends what is due, a few at a time. A slow receiver holds up its neighbours for ten seconds at most. */
@HandlesSchedule(defineSchedule(NAME, '*/5 * * * * *'))
export class SendWebhooks implements ScheduleHandler {
  private readonly log = new Logger('webhooks');

  constructor(
    @Inject(WaitingMessageRepository) private readonly messages: WaitingMessageRepository,
    @Inject(WebhookSecret) private readonly secrets: WebhookSecret,
    @Inject(RelaySession) private readonly session: RelaySession,
    @Inject(Outbound) private readonly outbound: Outbound,
    @Inject(Notifier) private readonly notifier: Notifier,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async tick(): Promise<void> {
    for (;;) {
      const batch = await this.messages.take(this.clock.now(), AT_ONCE);
      await Promise.all(batch.map((message) => this.send(message)));
      if (batch.length < AT_ONCE) return;
    }
  }

  private async send(message: WaitingMessage): Promise<void> {
    const { status, error } = await this.call(message);
    const now = this.clock.now();
    const verdict = afterTry(message.attempts, status, now);
    await this.messages.settle(message, verdict, now, status, error);
    if (status === GONE) await this.messages.turnOff(message);
    if (verdict.state === 'failed') await this.tell(message, status === GONE);
  }

  private async call(message: WaitingMessage): Promise<{ status: number | null; error: string | null }> {
    try {
      const secret = await this.secrets.open(this.session, { jurisdictionId: message.jurisdictionId, id: message.webhookId }, message.secretEnc);
      const signed = webhookHeaders(secret, { id: message.id, at: this.clock.now(), body: message.body });
      const { status } = await this.outbound.call(message.address, { headers: { 'content-type': 'application/json', ...signed }, body: message.body });
      return { status, error: null };
    } catch (error) {
      if (error instanceof Refusal) return { status: null, error: error.code };
      this.log.error({ delivery: message.id, error }); // one message that cannot be signed holds up no other
      return { status: null, error: 'platform/bug' };
    }
  }

  /** Told to whoever made the webhook: an administrator of the bureau. */
  private async tell(message: WaitingMessage, isGone: boolean): Promise<void> {
    await this.work.run(jobActor(NAME, message.jurisdictionId), NAME, async (tx) => {
      tx.audit({ object: `webhook:${message.webhookId}`, jurisdictionId: message.jurisdictionId, detail: { delivery: message.id, gone: isGone } });
      const title = isGone ? `事件推送“${message.name}”的接收方已不存在，已停用` : `事件推送“${message.name}”有消息多次未送达`;
      await this.notifier.tell(tx, { jurisdictionId: message.jurisdictionId, accountIds: [message.madeBy], kind: 'platform/webhook-failed', title, link: `/exchange/webhooks/${message.webhookId}` });
    });
  }
}
