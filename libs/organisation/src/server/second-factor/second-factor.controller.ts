import { type Person, refuse } from '@heliotrope/kernel';
import { Allow, CONFIG, type Config, CurrentActor, SIGNING_IN } from '@heliotrope/platform';
import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { handOver } from '../session/session-cookie.js';
import { SessionDto } from '../session/session.dto.js';
import { SessionService, type SignedIn } from '../session/session.service.js';
import { sessionView } from '../session/session-view.js';
import { BeginEnrolmentBody, CodeBody, EnrolledDto, EnrolmentDto } from './second-factor.dto.js';
import { SecondFactorService } from './second-factor.service.js';

@ApiTags('session')
@Controller('session/second-factor')
export class SecondFactorController {
  constructor(
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow(SIGNING_IN)
  @ApiOperation({ summary: '登录第二步：动态验证码或恢复码' })
  @ApiOkResponse({ type: SessionDto })
  async show(@CurrentActor() actor: Person, @Body() body: CodeBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionDto> {
    return this.greet(await this.factors.show(actor, body.code), reply);
  }

  @Post('enrolment')
  @HttpCode(200)
  @Allow(SIGNING_IN)
  @ApiOperation({ summary: '绑定动态验证码：取得密钥和二维码' })
  @ApiOkResponse({ type: EnrolmentDto })
  begin(@CurrentActor() actor: Person, @Body() body: BeginEnrolmentBody): Promise<EnrolmentDto> {
    return this.factors.begin(actor, body.code);
  }

  @Post('confirmation')
  @HttpCode(200)
  @Allow(SIGNING_IN)
  @ApiOperation({ summary: '绑定动态验证码：输入第一个验证码，取得恢复码' })
  @ApiOkResponse({ type: EnrolledDto })
  async confirm(@CurrentActor() actor: Person, @Body() body: CodeBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<EnrolledDto> {
    const { signedIn, recoveryCodes } = await this.factors.confirm(actor, body.code);
    return { session: await this.greet(signedIn, reply), recoveryCodes };
  }

  private async greet(signedIn: SignedIn, reply: FastifyReply): Promise<SessionDto> {
    const found = await this.sessions.recognise(signedIn.secret.token);
    if (!found) throw refuse('platform/sign-in-needed');
    handOver(this.config, reply, signedIn);
    return sessionView(found, this.config.demo);
  }
}
