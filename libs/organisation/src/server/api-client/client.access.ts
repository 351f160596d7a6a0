import type { Actor } from '@heliotrope/kernel';
import type { Authenticator, RequestWithActor } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { TokenService } from './token.service.js';
import { UsageEar } from './usage-ear.js';

/** Who stands behind a request of a bureau's own system, for platform's guard. A bearer token in the header, as RFC 6750 §2.1 says. */
@Injectable()
export class ClientAuthenticator implements Authenticator {
  readonly as = 'client';

  constructor(
    @Inject(TokenService) private readonly tokens: TokenService,
    @Inject(UsageEar) private readonly ear: UsageEar,
  ) {}

  async authenticate(request: RequestWithActor): Promise<Actor | null> {
    const token = /^Bearer (\S{1,200})$/i.exec(String(request.headers['authorization'] ?? ''))?.[1];
    const client = token === undefined ? null : await this.tokens.recognise(token, request.ip);
    if (client === null) return null;
    this.ear.heard(request, client); // before it is slowed down: what is refused counts as used
    await this.tokens.count(client);
    return this.tokens.actorOf(client, request.ip);
  }
}
