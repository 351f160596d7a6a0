import { type Actor, isWithin, openFacts, type Person, refuse } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { newId } from '../database/new-id.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { sameVersion } from '../http/if-match.js';
import { Outbound } from '../http/outbound.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../http/page.dto.js';
import { MANAGE_WEBHOOKS, TRIAL } from './webhook-words.js';
import type { NewWebhookBody, WebhookBody } from './webhook.dto.js';
import { type DeliveryView, WebhookRepository, type WebhookView } from './webhook.repository.js';
import { WebhookSecret } from './webhook-secret.service.js';
import { newWebhookSecret } from './webhook-signature.js';

/** A bureau's webhooks, kept by its system administrator. A secret is shown when it is made, and never again. */
@Injectable()
export class WebhookService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(WebhookRepository) private readonly webhooks: WebhookRepository,
    @Inject(WebhookSecret) private readonly secrets: WebhookSecret,
    @Inject(Outbound) private readonly outbound: Outbound,
  ) {}

  list(actor: Actor): Promise<WebhookView[]> {
    return this.work.read(actor, MANAGE_WEBHOOKS, (tx) => this.webhooks.list(tx));
  }

  one(actor: Actor, id: string): Promise<WebhookView> {
    return this.work.read(actor, MANAGE_WEBHOOKS, (tx) => this.reached(tx, id));
  }

  async add(actor: Person, body: NewWebhookBody): Promise<{ webhook: WebhookView; secret: string }> {
    checkFacts(body.facts);
    await this.outbound.check(body.address);
    return this.work.run(actor, MANAGE_WEBHOOKS, async (tx) => {
      const { jurisdictionId } = body;
      if (!isWithin(tx.scopes, { jurisdictionId })) throw refuse('platform/webhook-bureau');
      const id = newId(tx.now.getTime());
      const secret = newWebhookSecret();
      const secretEnc = await this.secrets.seal(tx, { jurisdictionId, id }, secret);
      const added = await this.webhooks.add(tx, { ...valuesOf(body), jurisdictionId, id, secretEnc, madeBy: actor.accountId });
      if (!added) throw refuse('platform/webhook-taken');
      tx.audit({ object: `webhook:${id}`, jurisdictionId, detail: { change: 'added', facts: body.facts } });
      return { webhook: await this.reached(tx, id), secret };
    });
  }

  async edit(actor: Actor, id: string, seen: number, body: WebhookBody): Promise<WebhookView> {
    checkFacts(body.facts);
    await this.outbound.check(body.address);
    return this.work.run(actor, MANAGE_WEBHOOKS, async (tx) => {
      const held = await this.reached(tx, id);
      sameVersion(seen, held);
      await this.webhooks.save(tx, held, { ...valuesOf(body), active: body.active ?? held.active });
      tx.audit({ object: `webhook:${id}`, jurisdictionId: held.jurisdictionId, detail: { change: 'edited', facts: body.facts, active: body.active ?? held.active } });
      return this.reached(tx, id);
    });
  }

  /** A new secret. The old one ends at once: whoever asks for this fears that it is known. */
  renewSecret(actor: Actor, id: string): Promise<string> {
    return this.work.run(actor, MANAGE_WEBHOOKS, async (tx) => {
      const held = await this.reached(tx, id);
      const secret = newWebhookSecret();
      await this.webhooks.setSecret(tx, held, await this.secrets.seal(tx, held, secret));
      tx.audit({ object: `webhook:${id}`, jurisdictionId: held.jurisdictionId, detail: { change: 'secret-renewed' } });
      return secret;
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, MANAGE_WEBHOOKS, async (tx) => {
      const held = await this.reached(tx, id);
      await this.webhooks.remove(tx, held);
      tx.audit({ object: `webhook:${id}`, jurisdictionId: held.jurisdictionId, detail: { change: 'removed' } });
    });
  }

  /** A message that says only that it is one, to see whether the receiver is there. */
  tryOut(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, MANAGE_WEBHOOKS, async (tx) => {
      const { jurisdictionId } = await this.reached(tx, id);
      const body = JSON.stringify({ type: TRIAL, timestamp: tx.now.toISOString(), jurisdictionId, data: {} });
      await this.webhooks.post(tx, { jurisdictionId, fact: TRIAL, body, only: id });
      tx.audit({ object: `webhook:${id}`, jurisdictionId, detail: { change: 'tried' } });
    });
  }

  deliveries(actor: Actor, id: string, page: PageQuery): Promise<Page<DeliveryView>> {
    const limit = page.limit ?? 50;
    const before = readCursor(page.cursor, 'id')?.[0] ?? null;
    return this.work.read(actor, MANAGE_WEBHOOKS, async (tx) => {
      const rows = await this.webhooks.deliveries(tx, await this.reached(tx, id), before, limit + 1);
      return pageOf(rows, limit, (row) => [row.id]);
    });
  }

  replay(actor: Actor, id: string, delivery: string): Promise<DeliveryView> {
    return this.work.run(actor, MANAGE_WEBHOOKS, async (tx) => {
      const held = await this.reached(tx, id);
      const replayed = await this.webhooks.replay(tx, held, delivery);
      if (!replayed) throw refuse('platform/delivery-absent');
      tx.audit({ object: `webhook:${id}`, jurisdictionId: held.jurisdictionId, detail: { change: 'replayed', delivery } });
      return replayed;
    });
  }

  private async reached(tx: Tx, id: string): Promise<WebhookView> {
    const found = await this.webhooks.one(tx, id);
    if (!found) throw refuse('platform/webhook-absent');
    return found;
  }
}

const valuesOf = (body: WebhookBody) => ({ name: body.name.trim(), address: body.address.trim(), facts: [...new Set(body.facts)] });

function checkFacts(facts: readonly string[]): void {
  const unknown = facts.filter((fact) => !openFacts().has(fact));
  if (unknown.length > 0) throw refuse('platform/webhook-facts', { facts: unknown.join('、') });
}
