import { refuse } from '@heliotrope/kernel';
import { Public, type RequestWithActor } from '@heliotrope/platform';
import { Body, Controller, Header, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { TokenDto, TokenForm } from './token.dto.js';
import { TokenService } from './token.service.js';

@ApiTags('exchange')
@Controller('oauth')
export class TokenController {
  constructor(@Inject(TokenService) private readonly tokens: TokenService) {}

  @Post('token')
  @HttpCode(200)
  @Public('a client shows its number and its secret here')
  @RouteConfig({ takesForms: true })
  @Header('cache-control', 'no-store')
  @Header('pragma', 'no-cache')
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOperation({ summary: '取得访问令牌（OAuth 2.0客户端凭据，RFC 6749 §4.4）' })
  @ApiOkResponse({ type: TokenDto })
  async issue(@Req() request: RequestWithActor, @Body() form: TokenForm): Promise<TokenDto> {
    if (!form.grant_type) throw refuse('organisation/oauth-request');
    if (form.grant_type !== 'client_credentials') throw refuse('organisation/oauth-grant-type');
    const { token, expiresIn, scopes } = await this.tokens.issue({ ...credentialsOf(request, form), scope: form.scope, ip: request.ip });
    return { access_token: token, token_type: 'Bearer', expires_in: expiresIn, scope: scopes.join(' ') };
  }
}

/** In the header (client_secret_basic) or in the form (client_secret_post), and never in both: RFC 6749 §2.3. */
function credentialsOf(request: RequestWithActor, form: TokenForm): { clientId: string; secret: string } {
  const header = request.headers['authorization'];
  const inForm = form.client_id !== undefined && form.client_secret !== undefined;
  if (header === undefined) {
    if (!inForm) throw refuse('organisation/oauth-client');
    return { clientId: form.client_id!, secret: form.client_secret! };
  }
  if (form.client_secret !== undefined) throw refuse('organisation/oauth-request');
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(String(header));
  const text = basic ? Buffer.from(basic[1]!, 'base64').toString('utf8') : '';
  const colon = text.indexOf(':');
  if (colon < 0) throw refuse('organisation/oauth-client');
  return { clientId: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
}

/** Number and secret are form-encoded before they are put into the header: RFC 6749 §2.3.1. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw refuse('organisation/oauth-client');
  }
}
