import { type Person, refuse } from '@heliotrope/kernel';
import { Allow, CONFIG, type Config, CurrentActor, Public, SIGNING_IN } from '@heliotrope/platform';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NewPassword } from './new-password.service.js';
import { handOver, heldToken, originOf, takeBack } from './session-cookie.js';
import { ChangePasswordBody, FirstSignInBody, SessionDto, SignInBody } from './session.dto.js';
import { SessionService, type SignedIn } from './session.service.js';
import { sessionView } from './session-view.js';
import { SignInService } from './sign-in.service.js';

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(SignInService) private readonly signIns: SignInService,
    @Inject(NewPassword) private readonly passwords: NewPassword,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @Public('nobody is signed in before signing in')
  @ApiOperation({ summary: '登录' })
  @ApiOkResponse({ type: SessionDto })
  async signIn(@Body() body: SignInBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto> {
    return this.greet(await this.signIns.signIn(body.username, body.password, originOf(this.config, request)), reply);
  }

  @Post('first')
  @HttpCode(200)
  @Public('the one-time code is the proof')
  @ApiOperation({ summary: '首次登录：用一次性登录码设置密码' })
  @ApiOkResponse({ type: SessionDto })
  async signInFirst(@Body() body: FirstSignInBody, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto> {
    return this.greet(await this.signIns.signInFirst(body.username, body.code, body.newPassword, originOf(this.config, request)), reply);
  }

  @Get()
  @Public('asked before anybody has signed in: nobody is no error, and learns nothing')
  @ApiOperation({ summary: '我是谁，担任什么岗位，能做什么，登录还差哪一步；没有登录时回答204' })
  @ApiOkResponse({ type: SessionDto })
  @ApiNoContentResponse({ description: '没有登录' })
  async who(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto | undefined> {
    const token = heldToken(this.config, request);
    const found = token ? await this.sessions.recognise(token, { ip: request.ip }) : null;
    return found ? sessionView(found, this.config.demo) : void reply.status(204);
  }

  @Post('password')
  @HttpCode(200)
  @Allow(SIGNING_IN)
  @ApiOperation({ summary: '修改密码：其他登录全部退出，此处换新会话' })
  @ApiOkResponse({ type: SessionDto })
  async changePassword(@CurrentActor() actor: Person, @Body() body: ChangePasswordBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto> {
    return this.greet(await this.passwords.change(actor, body.currentPassword, body.newPassword), reply);
  }

  @Delete()
  @HttpCode(204)
  @Allow(SIGNING_IN)
  @ApiOperation({ summary: '退出登录' })
  @ApiNoContentResponse()
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.signOut(heldToken(this.config, request) ?? '');
    takeBack(this.config, reply);
  }

  private async greet(entered: SignedIn, reply: FastifyReply): Promise<SessionDto> {
    const found = await this.sessions.recognise(entered.secret.token);
    if (!found) throw refuse('platform/sign-in-needed');
    handOver(this.config, reply, entered);
    return sessionView(found, this.config.demo);
  }
}
