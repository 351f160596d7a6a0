import type { Person } from '@heliotrope/kernel';
import { Allow, ANY_SIGNED_IN, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CodeBody, RecoveryCodesDto } from '../second-factor/second-factor.dto.js';
import { SecondFactorService } from '../second-factor/second-factor.service.js';
import { deviceDto, DevicesDto, EndedDto } from './device.dto.js';
import { DeviceService } from './device.service.js';
import { OwnAccountDto } from './own-account.dto.js';
import { OwnAccountService } from './own-account.service.js';

/** What everybody can do with the own account. The password and the second factor itself are changed under /session. */
@ApiTags('account')
@Controller('account')
export class OwnAccountController {
  constructor(
    @Inject(OwnAccountService) private readonly accounts: OwnAccountService,
    @Inject(DeviceService) private readonly devices: DeviceService,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
  ) {}

  @Get()
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '我的账号：密码、动态验证码' })
  @ApiOkResponse({ type: OwnAccountDto })
  one(@CurrentActor() actor: Person): Promise<OwnAccountDto> {
    return this.accounts.of(actor);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '重新生成恢复码，旧的作废' })
  @ApiOkResponse({ type: RecoveryCodesDto })
  async renew(@CurrentActor() actor: Person, @Body() body: CodeBody): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.factors.renewRecovery(actor, body.code) };
  }

  @Get('sessions')
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '登录了我的账号的设备' })
  @ApiOkResponse({ type: DevicesDto })
  async list(@CurrentActor() actor: Person): Promise<DevicesDto> {
    return { items: (await this.devices.list(actor)).map(deviceDto) };
  }

  @Delete('sessions')
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '退出其他设备' })
  @ApiOkResponse({ type: EndedDto })
  async endOthers(@CurrentActor() actor: Person): Promise<EndedDto> {
    return { ended: await this.devices.endOthers(actor) };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Allow(ANY_SIGNED_IN)
  @ApiOperation({ summary: '退出一处设备' })
  @ApiNoContentResponse()
  end(@CurrentActor() actor: Person, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.devices.end(actor, id);
  }
}
