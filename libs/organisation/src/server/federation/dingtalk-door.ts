import { Outbound } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type Ask, type Door, DoorClosed, type OpenedProvider } from './door.js';
import { answerOf } from './door-answer.js';

const OFFICIAL = 'https://api.dingtalk.com';
const LOGIN = 'https://login.dingtalk.com';

/** DingTalk: a code for the person's own token, and with it the person's lasting number across the provider's apps. */
@Injectable()
export class DingtalkDoor implements Door {
  constructor(@Inject(Outbound) private readonly outbound: Outbound) {}

  async begin(provider: OpenedProvider, ask: Ask): Promise<string> {
    const page = new URL('/oauth2/auth', provider.address === OFFICIAL ? LOGIN : provider.address);
    page.search = new URLSearchParams({
      redirect_uri: ask.redirectUri, response_type: 'code', client_id: provider.clientId, scope: 'openid', state: ask.state, prompt: 'consent',
    }).toString();
    return page.href;
  }

  async identify(provider: OpenedProvider, ask: Ask, returned: URL): Promise<string> {
    const code = returned.searchParams.get('authCode') ?? returned.searchParams.get('code');
    if (!code || returned.searchParams.get('state') !== ask.state) throw new DoorClosed('no code');
    const { accessToken } = answerOf<{ accessToken?: string }>(
      await this.outbound.call(new URL('/v1.0/oauth2/userAccessToken', provider.address).href, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ clientId: provider.clientId, clientSecret: provider.secret, code, grantType: 'authorization_code' }),
      }),
    );
    if (!accessToken) throw new DoorClosed('no token');
    const { unionId } = answerOf<{ unionId?: string }>(
      await this.outbound.call(new URL('/v1.0/contact/users/me', provider.address).href, {
        method: 'GET', headers: { 'x-acs-dingtalk-access-token': accessToken },
      }),
    );
    if (!unionId) throw new DoorClosed('nobody');
    return unionId;
  }
}
