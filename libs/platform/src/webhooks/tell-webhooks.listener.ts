import { type HeardFact, type OpenFact, openFacts } from '@heliotrope/kernel';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { HandlerRegistry } from '../jobs/handler-registry.js';
import { WebhookRepository } from './webhook.repository.js';

/** What a receiver reads: what happened, when, where, and the named fields. Who it was about it may ask us, with its own rights. */
export function messageOf(fact: HeardFact, { fields }: OpenFact): string {
  const payload = fact.payload as Record<string, unknown>;
  const data = Object.fromEntries(fields.map((field) => [field, payload[field]]));
  return JSON.stringify({ type: fact.type, timestamp: fact.at.toISOString(), jurisdictionId: fact.jurisdictionId, data });
}

/** Writes down, for every fact that may leave the platform, whom it is to be told. One listener for each such fact. */
@Injectable()
export class TellWebhooks implements OnModuleInit {
  constructor(
    @Inject(WebhookRepository) private readonly webhooks: WebhookRepository,
    @Inject(HandlerRegistry) private readonly registry: HandlerRegistry,
  ) {}

  onModuleInit(): void {
    for (const [type, open] of openFacts()) {
      this.registry.hear(type, `platform.tell-webhooks:${type}`, { handle: (tx, fact) => this.handle(tx, fact, open) });
    }
  }

  private async handle(tx: Tx, fact: HeardFact, open: OpenFact): Promise<void> {
    await this.webhooks.post(tx, { jurisdictionId: fact.jurisdictionId, fact: fact.type, body: messageOf(fact, open) });
  }
}
