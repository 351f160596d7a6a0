import type { Person } from '@heliotrope/kernel';
import { Allow, ANY_SIGNED_IN, CONFIG, type Config, CurrentActor, Public } from '@heliotrope/platform';
import { Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { handOver, originOf } from '../session/session-cookie.js';
import { LinkedIdentitiesDto, OfferedProvidersDto, SentOutDto } from './federation.dto.js';
import { FederationService } from './federation.service.js';

const ERRAND = 'heliotrope-errand';
const PLACE = '/api/session/federation';

@ApiTags('session')
@Controller('session/federation')
export class FederationController {
  constructor(
    @Inject(FederationService) private readonly federation: FederationService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Public('shown on the sign-in page')
  @ApiOperation({ summary: '可用的外部登录方式' })
  @ApiOkResponse({ type: OfferedProvidersDto })
  async offered(): Promise<OfferedProvidersDto> {
    return { items: (await this.federation.offered()).map(({ id, kind, name, bureauName }) => ({ id, kind, name, bureauName })) };
  }

  @Get('callback')
  @Public('the browser comes back from the identity provider; the signed errand in its cookie is the proof')
  @ApiExcludeEndpoint()
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
    const { path, signedIn } = await this.federation.finish(request.cookies[ERRAND], query, originOf(this.config, request));
    reply.clearCookie(ERRAND, { path: PLACE });
    if (signedIn) handOver(this.config, reply, signedIn);
    await reply.redirect(`${this.config.consoleOrigin}${path}`, 302);
  }

  @Get('links')
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '我关联的外部账号' })
  @ApiOkResponse({ type: LinkedIdentitiesDto })
  async links(@CurrentActor() actor: Person): Promise<LinkedIdentitiesDto> {
    const items = await this.federation.links(actor);
    return {
      items: items.map(({ provider, providerId, linkedAt, usedAt }) => ({
        providerId, kind: provider.kind, name: provider.name, linkedAt: linkedAt.toISOString(), usedAt: usedAt?.toISOString() ?? null,
      })),
    };
  }

  @Get(':id/begin')
  @Public('nobody is signed in before signing in')
  @ApiExcludeEndpoint()
  async begin(@Param('id', ParseUUIDPipe) id: string, @Query('path') path: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const { url, errand } = await this.federation.begin(id, typeof path === 'string' ? path : undefined);
    this.giveErrand(reply, errand);
    await reply.redirect(url, 302);
  }

  @Post(':id/link')
  @HttpCode(200)
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '把外部账号关联到我的账号：返回前往登录的地址' })
  @ApiOkResponse({ type: SentOutDto })
  async link(@CurrentActor() actor: Person, @Param('id', ParseUUIDPipe) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<SentOutDto> {
    const { url, errand } = await this.federation.beginLink(actor, id);
    this.giveErrand(reply, errand);
    return { url };
  }

  @Delete(':id/link')
  @HttpCode(204)
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '解除关联' })
  @ApiNoContentResponse()
  unlink(@CurrentActor() actor: Person, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.federation.unlink(actor, id);
  }

  /** Lax: the provider sends the browser back to us by a link, and the cookie has to come along. */
  private giveErrand(reply: FastifyReply, errand: string): void {
    reply.setCookie(ERRAND, errand, { path: PLACE, httpOnly: true, sameSite: 'lax', secure: this.config.secureCookies, maxAge: 600 });
  }
}
