import { Outbound } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type Ask, type Door, DoorClosed, type OpenedProvider } from './door.js';
import { answerOf } from './door-answer.js';

const OFFICIAL = 'https://qyapi.weixin.qq.com';
const LOGIN = 'https://login.work.weixin.qq.com/wwlogin/sso/login';
/** The platform may withdraw a token before its time; these codes say so, and one fresh token is asked for. */
const TOKEN_GONE = new Set([40014, 42001]);
const EARLY_MS = 5 * 60_000;

interface Said {
  readonly errcode?: number;
  readonly access_token?: string;
  readonly expires_in?: number;
  readonly userid?: string;
}

/** WeCom: the browser scans a code, and the app's own token turns what comes back into a member's number. */
@Injectable()
export class WecomDoor implements Door {
  private readonly tokens = new Map<string, { token: string; until: number }>();

  constructor(@Inject(Outbound) private readonly outbound: Outbound) {}

  async begin(provider: OpenedProvider, ask: Ask): Promise<string> {
    // A private WeCom (政务微信) serves its sign-in page from its own address.
    const page = new URL(provider.address === OFFICIAL ? LOGIN : '/wwlogin/sso/login', provider.address);
    page.search = new URLSearchParams({
      login_type: 'CorpApp', appid: provider.clientId, agentid: provider.agentId ?? '', redirect_uri: ask.redirectUri, state: ask.state,
    }).toString();
    return page.href;
  }

  async identify(provider: OpenedProvider, ask: Ask, returned: URL): Promise<string> {
    const code = returned.searchParams.get('code');
    if (!code || returned.searchParams.get('state') !== ask.state) throw new DoorClosed('no code');
    let said = await this.member(provider, code, await this.token(provider));
    if (TOKEN_GONE.has(said.errcode ?? 0)) said = await this.member(provider, code, await this.token(provider, true));
    if (said.errcode !== 0 || !said.userid) throw new DoorClosed(`errcode ${said.errcode}`); // no userid: not a member of the organisation
    return said.userid;
  }

  private member(provider: OpenedProvider, code: string, token: string): Promise<Said> {
    return this.ask(provider, '/cgi-bin/auth/getuserinfo', { access_token: token, code });
  }

  private async token(provider: OpenedProvider, isFresh = false): Promise<string> {
    const name = `${provider.id}/${provider.version}`;
    const held = this.tokens.get(name);
    if (!isFresh && held && held.until > performance.now()) return held.token;
    const said = await this.ask(provider, '/cgi-bin/gettoken', { corpid: provider.clientId, corpsecret: provider.secret });
    if (said.errcode !== 0 || !said.access_token) throw new DoorClosed(`errcode ${said.errcode}`);
    this.tokens.set(name, { token: said.access_token, until: performance.now() + (said.expires_in ?? 0) * 1000 - EARLY_MS });
    return said.access_token;
  }

  private async ask(provider: OpenedProvider, path: string, parameters: Record<string, string>): Promise<Said> {
    const url = new URL(path, provider.address);
    url.search = new URLSearchParams(parameters).toString();
    return answerOf<Said>(await this.outbound.call(url.href, { method: 'GET' }));
  }
}
