import { type Actor, addDays, chinaDayOf, clientScopes, isSchoolDay, isWithin, type Person, refuse, type SchoolDay } from '@heliotrope/kernel';
import { newId, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CLIENT_LIMITS, type ClientReach, isFittingLastDay, unknownScopes, widens } from '../../rules/index.js';
import { unfittingBlocks } from './allowed-address.js';
import type { ApiClientBody, NewApiClientBody, UsageDay } from './api-client.dto.js';
import { ApiClientRepository, type ApiClientRow, type SecretRow } from './api-client.repository.js';
import { newClientSecret, printOf } from './client-secret.js';

const READ = 'organisation.read-api-clients';
const MANAGE = 'organisation.manage-api-clients';
const APPROVE = 'organisation.approve-api-clients';
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A bureau's own systems, as its administrators keep them: written down by the system administrator, opened by the
 * security administrator, shut by the former at once. A secret is shown when it is made, and never again.
 */
@Injectable()
export class ApiClientService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ApiClientRepository) private readonly clients: ApiClientRepository,
  ) {}

  list(actor: Actor): Promise<ApiClientRow[]> {
    return this.work.read(actor, READ, (tx) => this.clients.list(tx));
  }

  scopes(): { scope: string; name: string }[] {
    return [...clientScopes()].map(([scope, { zh }]) => ({ scope, name: zh }));
  }

  one(actor: Actor, id: string): Promise<{ client: ApiClientRow; secrets: SecretRow[] }> {
    return this.work.read(actor, READ, async (tx) => {
      const client = await this.reached(tx, id);
      return { client, secrets: await this.clients.secrets(tx, client) };
    });
  }

  propose(actor: Person, body: NewApiClientBody): Promise<{ client: ApiClientRow; secret: string }> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const { jurisdictionId } = body;
      if (!isWithin(tx.scopes, { jurisdictionId })) throw refuse('organisation/api-client-bureau');
      const values = await this.checked(tx, jurisdictionId, body, null);
      const id = newId(tx.now.getTime());
      if (!(await this.clients.add(tx, { ...values, jurisdictionId, id, proposedBy: actor.accountId }))) throw refuse('organisation/api-client-taken');
      const secret = newClientSecret();
      await this.clients.addSecret(tx, { jurisdictionId, id }, printOf(secret), tx.now);
      const client = await this.reached(tx, id);
      this.note(tx, client, 'proposed', told(values));
      return { client, secret };
    });
  }

  edit(actor: Person, id: string, seen: number, body: ApiClientBody): Promise<ApiClientRow> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const held = await this.reached(tx, id, true);
      sameVersion(seen, held);
      const values = await this.checked(tx, held.jurisdictionId, body, held.expiresOn);
      // What nobody has approved is only a proposal, and the client waits with it.
      const wider = widens(held, values);
      if (!(await this.clients.save(tx, held, values, wider ? { by: actor.accountId } : null))) throw refuse('organisation/api-client-taken');
      // A token knows the scopes it was made with: after every change there is a new one.
      await this.clients.forgetTokens(tx, held);
      this.note(tx, held, wider ? 'widened' : 'edited', told(values));
      return this.reached(tx, id);
    });
  }

  approve(actor: Person, id: string, seen: number): Promise<ApiClientRow> {
    return this.work.run(actor, APPROVE, async (tx) => {
      const held = await this.reached(tx, id, true);
      sameVersion(seen, held);
      if (held.state !== 'proposed') throw refuse('organisation/api-client-state');
      if (held.proposedBy === actor.accountId) throw refuse('organisation/api-client-own-proposal');
      await this.clients.setState(tx, held, 'active', actor.accountId);
      this.note(tx, held, 'approved', told(held));
      return this.reached(tx, id);
    });
  }

  /** Ends at once, with every token it holds. */
  disable(actor: Actor, id: string): Promise<ApiClientRow> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const held = await this.reached(tx, id, true);
      if (held.state === 'disabled') throw refuse('organisation/api-client-state');
      await this.clients.setState(tx, held, 'disabled', null);
      await this.clients.forgetTokens(tx, held);
      this.note(tx, held, 'disabled');
      return this.reached(tx, id);
    });
  }

  /** Asks for it to be opened again: somebody approves it as if it were new. */
  proposeAgain(actor: Actor, id: string): Promise<ApiClientRow> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const held = await this.reached(tx, id, true);
      if (held.state !== 'disabled') throw refuse('organisation/api-client-state');
      await this.clients.setState(tx, held, 'proposed', null);
      this.note(tx, held, 'proposed-again');
      return this.reached(tx, id);
    });
  }

  /** A new secret. The old one goes on for some days, so that the other side can change over; or it ends now, with its tokens. */
  rotate(actor: Actor, id: string, atOnce: boolean): Promise<string> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const held = await this.reached(tx, id, true);
      const secret = newClientSecret();
      const until = atOnce ? tx.now : new Date(tx.now.getTime() + CLIENT_LIMITS.overlapDays * DAY_MS);
      await this.clients.addSecret(tx, held, printOf(secret), until);
      if (atOnce) await this.clients.forgetTokens(tx, held);
      this.note(tx, held, 'secret-rotated', { atOnce });
      return secret;
    });
  }

  usage(actor: Actor, id: string, days: number): Promise<{ from: SchoolDay; items: UsageDay[] }> {
    return this.work.read(actor, READ, async (tx) => {
      const from = addDays(chinaDayOf(tx.now), 1 - days);
      return { from, items: await this.clients.usage(tx, await this.reached(tx, id), from) };
    });
  }

  private async checked(tx: Tx, jurisdictionId: number, body: ApiClientBody, held: SchoolDay | null): Promise<ClientReach & { name: string; purpose: string }> {
    const [scopes, schoolIds, addresses] = [body.scopes, body.schoolIds, body.addresses.map((one) => one.trim())].map((list) => [...new Set(list)]) as [string[], string[], string[]];
    const unknown = unknownScopes(scopes);
    if (unknown.length > 0) throw refuse('organisation/api-client-scopes', { scopes: unknown.join('、') });
    const unfitting = unfittingBlocks(addresses);
    if (unfitting.length > 0) throw refuse('organisation/api-client-addresses', { addresses: unfitting.join('、') });
    const { expiresOn } = body;
    if (!isSchoolDay(expiresOn) || (expiresOn !== held && !isFittingLastDay(expiresOn, chinaDayOf(tx.now)))) throw refuse('organisation/api-client-last-day');
    if ((await this.clients.schoolsOf(tx, jurisdictionId, schoolIds)) !== schoolIds.length) throw refuse('organisation/api-client-schools');
    return { name: body.name.trim(), purpose: body.purpose.trim(), scopes, schoolIds, addresses, perMinute: body.perMinute, expiresOn };
  }

  private note(tx: Tx, client: ApiClientRow, change: string, detail: object = {}): void {
    tx.audit({ object: `api-client:${client.id}`, jurisdictionId: client.jurisdictionId, detail: { change, ...detail } });
  }

  private async reached(tx: Tx, id: string, lock = false): Promise<ApiClientRow> {
    const found = await this.clients.one(tx, id, lock);
    if (!found) throw refuse('organisation/api-client-absent');
    return found;
  }
}

const told = ({ scopes, schoolIds, addresses, expiresOn, perMinute }: ClientReach) => ({ scopes, schoolIds, addresses, expiresOn, perMinute });
