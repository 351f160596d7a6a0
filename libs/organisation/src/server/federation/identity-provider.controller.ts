import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdentityProviderBody, IdentityProviderDto, IdentityProvidersDto, NewIdentityProviderBody } from './identity-provider.dto.js';
import { IdentityProviderService } from './identity-provider.service.js';

const MANAGE = 'organisation.manage-identity-providers';
const READ = 'organisation.read-identity-providers';
const APPROVE = 'organisation.approve-identity-providers';

@ApiTags('organisation')
@Controller('organisation/identity-providers')
export class IdentityProviderController {
  constructor(@Inject(IdentityProviderService) private readonly providers: IdentityProviderService) {}

  @Get()
  @Allow(READ)
  @ApiOperation({ summary: '外部登录方式（统一认证、企业微信、钉钉）' })
  @ApiOkResponse({ type: IdentityProvidersDto })
  async list(@CurrentActor() actor: Actor): Promise<IdentityProvidersDto> {
    return { items: await this.providers.list(actor) };
  }

  @Post()
  @Allow(MANAGE)
  @ApiOperation({ summary: '添加外部登录方式：安全管理员批准后启用' })
  @ApiCreatedResponse({ type: IdentityProviderDto })
  add(@CurrentActor() actor: Actor, @Body() body: NewIdentityProviderBody): Promise<IdentityProviderDto> {
    return this.providers.add(actor, body);
  }

  @Put(':id')
  @Allow(MANAGE)
  @ApiOperation({ summary: '修改或停用外部登录方式：指向变更后关联全部解除，须重新批准' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: IdentityProviderDto })
  edit(
    @CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: IdentityProviderBody,
  ): Promise<IdentityProviderDto> {
    return this.providers.edit(actor, id, seen, body);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Allow(APPROVE)
  @ApiOperation({ summary: '批准启用' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: IdentityProviderDto })
  approve(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number): Promise<IdentityProviderDto> {
    return this.providers.approve(actor, id, seen);
  }

  @Post(':id/trial')
  @HttpCode(204)
  @Allow(MANAGE)
  @ApiOperation({ summary: '测试能否连通' })
  @ApiNoContentResponse()
  tryOut(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.providers.tryOut(actor, id);
  }
}
