import { Allow, ANY_SIGNED_IN, CONFIG, type Config, CSRF_COOKIE, Public } from '@heliotrope/platform';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from './session.access.js';
import { FirstSignInBody, SessionDto, SignInBody } from './session.dto.js';
import { SessionService, type SignedIn } from './session.service.js';
import { sessionView } from './session-view.js';

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @Public('nobody is signed in before signing in')
  @ApiOperation({ summary: '登录' })
  @ApiOkResponse({ type: SessionDto })
  async signIn(@Body() body: SignInBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto> {
    return this.greet(await this.sessions.signIn(body.username, body.password, request.ip), reply);
  }

  @Post('first')
  @HttpCode(200)
  @Public('the one-time code is the proof')
  @ApiOperation({ summary: '首次登录：用一次性登录码设置密码' })
  @ApiOkResponse({ type: SessionDto })
  async signInFirst(@Body() body: FirstSignInBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto> {
    return this.greet(await this.sessions.signInFirst(body.username, body.code, body.newPassword, request.ip), reply);
  }

  @Get()
  @Public('asked before anybody has signed in: nobody is no error, and learns nothing')
  @ApiOperation({ summary: '我是谁，担任什么岗位，能做什么；没有登录时回答204' })
  @ApiOkResponse({ type: SessionDto })
  @ApiNoContentResponse({ description: '没有登录' })
  async who(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto | undefined> {
    const token = request.cookies[sessionCookie(this.config)];
    const actor = token ? await this.sessions.personOf(token, { ip: request.ip }) : null;
    if (!actor) return void reply.status(204);
    return sessionView(await this.sessions.greeting(actor.accountId));
  }

  @Delete()
  @HttpCode(204)
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '退出登录' })
  @ApiNoContentResponse()
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.signOut(request.cookies[sessionCookie(this.config)] ?? '');
    reply.clearCookie(sessionCookie(this.config), { path: '/' }).clearCookie(CSRF_COOKIE, { path: '/' });
  }

  private async greet(entered: SignedIn, reply: FastifyReply): Promise<SessionDto> {
    const greeting = await this.sessions.greeting(entered.accountId);
    const cookie = { path: '/', sameSite: 'lax', secure: this.config.secureCookies, expires: entered.endsAt } as const;
    reply.setCookie(sessionCookie(this.config), entered.secret.token, { ...cookie, httpOnly: true });
    reply.setCookie(CSRF_COOKIE, entered.secret.csrf, cookie); // the console's own script reads this one
    return sessionView(greeting);
  }
}
