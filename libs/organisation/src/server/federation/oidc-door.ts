import { Outbound } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { type Ask, challengeOf, type Door, DoorClosed, type OpenedProvider } from './door.js';

const KNOWN_FOR_MS = 10 * 60_000;

/** OpenID Connect, authorization code with PKCE, state and nonce. openid-client checks the tokens; the calls go out through our own gate. */
@Injectable()
export class OidcDoor implements Door {
  private readonly known = new Map<string, { configuration: oidc.Configuration; until: number }>();

  constructor(@Inject(Outbound) private readonly outbound: Outbound) {}

  async begin(provider: OpenedProvider, ask: Ask): Promise<string> {
    return oidc.buildAuthorizationUrl(await this.configurationOf(provider), {
      redirect_uri: ask.redirectUri,
      scope: 'openid',
      state: ask.state,
      nonce: ask.nonce,
      code_challenge: challengeOf(ask.verifier),
      code_challenge_method: 'S256',
    }).href;
  }

  async identify(provider: OpenedProvider, ask: Ask, returned: URL): Promise<string> {
    const configuration = await this.configurationOf(provider);
    const tokens = await oidc
      .authorizationCodeGrant(configuration, returned, { expectedState: ask.state, expectedNonce: ask.nonce, pkceCodeVerifier: ask.verifier, idTokenExpected: true })
      .catch((error: Error & { code?: string }) => {
        throw new DoorClosed(error.code ?? error.name);
      });
    return tokens.claims()!.sub;
  }

  /** The provider's own description of itself, asked again every ten minutes so that its new keys are known in time. */
  private async configurationOf(provider: OpenedProvider): Promise<oidc.Configuration> {
    const name = `${provider.id}/${provider.version}`;
    const found = this.known.get(name);
    if (found && found.until > performance.now()) return found.configuration;
    const issuer = new URL(provider.address);
    const configuration = await oidc
      .discovery(issuer, provider.clientId, provider.secret, undefined, {
        [oidc.customFetch]: (url, call) => this.fetch(url, call),
        // Outbound refuses plain http except into networks the operator named.
        ...(issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
      })
      .catch((error: Error & { code?: string }) => {
        throw new DoorClosed(error.code ?? error.name);
      });
    this.known.set(name, { configuration, until: performance.now() + KNOWN_FOR_MS });
    return configuration;
  }

  private async fetch(url: string, { method, headers, body }: oidc.CustomFetchOptions): Promise<Response> {
    const answer = await this.outbound.call(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body === undefined || body === null ? {} : { body: body instanceof Uint8Array ? Buffer.from(body) : String(body) }),
    });
    return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers: { 'content-type': answer.type } });
  }
}
