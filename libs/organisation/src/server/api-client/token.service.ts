import { type ApiClient, chinaDayOf, clientRights, refuse } from '@heliotrope/kernel';
import { Throttle, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CLIENT_LIMITS, isOpen, scopesFor } from '../../rules/index.js';
import { doorkeeper } from '../session/doorkeeper.js';
import { isFrom } from './allowed-address.js';
import { bureauOfToken, newToken, printOf, readClientNumber } from './client-secret.js';
import { type KnownClient, TokenRepository } from './token.repository.js';

const ISSUE = 'organisation.issue-token';
const RECOGNISE = 'organisation.recognise-client';
const SEEN_EVERY_MS = 60_000;

export interface TokenAsked {
  readonly clientId: string;
  readonly secret: string;
  readonly scope: string | undefined;
  readonly ip: string | undefined;
}

export interface Token {
  readonly token: string;
  readonly expiresIn: number;
  readonly scopes: readonly string[];
}

/** Client credentials (RFC 6749 §4.4): number and secret for a token of an hour, and the token for an actor at each call. */
@Injectable()
export class TokenService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(TokenRepository) private readonly tokens: TokenRepository,
    @Inject(Throttle) private readonly throttle: Throttle,
  ) {}

  async issue(asked: TokenAsked): Promise<Token> {
    const number = readClientNumber(asked.clientId);
    if (number === null) throw refuse('organisation/oauth-client');
    const { jurisdictionId, id } = number;
    const found = await this.work.read(doorkeeper(ISSUE, [jurisdictionId]), ISSUE, (tx) => this.tokens.client(tx, jurisdictionId, id));
    // Only who comes from the right place can use up the client's tries: its number is no secret.
    if (!found || !isFrom(found.addresses, asked.ip)) throw refuse('organisation/oauth-client');
    await this.throttle.take(`token:${id}`, { limit: CLIENT_LIMITS.tokensPerMinute, windowSeconds: 60, whenBlind: 'closed' });
    const token = await this.work.run(doorkeeper(ISSUE, [jurisdictionId]), ISSUE, async (tx) => {
      const object = `api-client:${id}`;
      const client = await this.tokens.client(tx, jurisdictionId, id);
      const secret = client && isOpen(client, tx.now) ? await this.tokens.secret(tx, client, printOf(asked.secret)) : undefined;
      if (!client || !secret) {
        tx.audit({ object, jurisdictionId, action: 'organisation.refuse-token', detail: { ip: asked.ip ?? null } });
        return 'organisation/oauth-client';
      }
      const scopes = scopesFor(asked.scope, client.scopes);
      if (scopes === null) {
        tx.audit({ object, jurisdictionId, action: 'organisation.refuse-token', detail: { scope: asked.scope ?? null } });
        return 'organisation/oauth-scope';
      }
      const made = newToken(jurisdictionId);
      const endsAt = new Date(tx.now.getTime() + CLIENT_LIMITS.tokenSeconds * 1000);
      await this.tokens.addToken(tx, client, { hash: printOf(made), secretId: secret.id, scopes, endsAt });
      await this.tokens.seen(tx, client);
      tx.audit({ object, jurisdictionId, detail: { scopes } });
      return { token: made, expiresIn: CLIENT_LIMITS.tokenSeconds, scopes };
    });
    if (typeof token === 'string') throw refuse(token); // thrown here, so that the entry about it stays
    return token;
  }

  /** Who stands behind this token, if it counts here and now. */
  async recognise(token: string, ip: string | undefined): Promise<KnownClient | null> {
    const jurisdictionId = bureauOfToken(token);
    if (jurisdictionId === null) return null;
    return this.work.read(doorkeeper(RECOGNISE, [jurisdictionId]), RECOGNISE, async (tx) => {
      const client = await this.tokens.byToken(tx, jurisdictionId, printOf(token));
      if (!client || !isOpen(client, tx.now) || !isFrom(client.addresses, ip)) return null;
      if (tx.now.getTime() - (client.lastSeenAt?.getTime() ?? 0) > SEEN_EVERY_MS) await this.tokens.seen(tx, client);
      return client;
    });
  }

  /** One call more of this client's minute. */
  count(client: KnownClient): Promise<void> {
    return this.throttle.take(`client:${client.id}`, { limit: client.perMinute, windowSeconds: 60, whenBlind: 'open' });
  }

  actorOf(client: KnownClient, ip: string | undefined): ApiClient {
    const { jurisdictionId, id, schoolIds, scopes } = client;
    return {
      kind: 'client', clientId: id, rights: clientRights(scopes), ...(ip === undefined ? {} : { ip }),
      scope: { jurisdictions: [jurisdictionId], schools: schoolIds.length === 0 ? 'all' : schoolIds, classes: 'all' },
    };
  }

  /** A client that reads pupils leaves one entry a day: who reads all of them every night would fill the log with nothing new. */
  async notePupils(tx: Tx): Promise<void> {
    if (tx.actor.kind !== 'client') return;
    const { clientId, scope } = tx.actor;
    const [jurisdictionId] = scope.jurisdictions;
    if (!(await this.tokens.firstPupilsOf(tx, jurisdictionId!, clientId, chinaDayOf(tx.now)))) return;
    tx.audit({ object: `api-client:${clientId}`, jurisdictionId: jurisdictionId!, action: 'organisation.client-reads-pupils', detail: { schools: scope.schools } });
  }
}
