import type { Actor, Person } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ApiClientBody, ApiClientDetailDto, ApiClientDto, ApiClientsDto, ApiScopesDto, ApiSecretDto, ApiUsagePageDto, NewApiClientBody, NewApiClientDto,
  RotateBody, UsageQuery,
} from './api-client.dto.js';
import { ApiClientService } from './api-client.service.js';
import { clientNumberOf } from './client-secret.js';

type Shown = Awaited<ReturnType<ApiClientService['list']>>[number];

const READ = 'organisation.read-api-clients';
const MANAGE = 'organisation.manage-api-clients';
const APPROVE = 'organisation.approve-api-clients';

@ApiTags('exchange')
@Controller('organisation/api-clients')
export class ApiClientController {
  constructor(@Inject(ApiClientService) private readonly clients: ApiClientService) {}

  @Get()
  @Allow(READ)
  @ApiOperation({ summary: 'API接入列表' })
  @ApiOkResponse({ type: ApiClientsDto })
  async list(@CurrentActor() actor: Actor): Promise<ApiClientsDto> {
    return { items: (await this.clients.list(actor)).map(shown) };
  }

  @Get('scopes')
  @Allow(READ)
  @ApiOperation({ summary: '可以授予的权限范围' })
  @ApiOkResponse({ type: ApiScopesDto })
  scopes(): ApiScopesDto {
    return { items: this.clients.scopes() };
  }

  @Post()
  @Allow(MANAGE)
  @ApiOperation({ summary: '登记API接入：返回只显示一次的密钥；安全管理员批准后可用' })
  @ApiCreatedResponse({ type: NewApiClientDto })
  async propose(@CurrentActor() actor: Person, @Body() body: NewApiClientBody): Promise<NewApiClientDto> {
    const { client, secret } = await this.clients.propose(actor, body);
    return { client: shown(client), secret };
  }

  @Get(':id')
  @Allow(READ)
  @ApiOperation({ summary: '一项API接入' })
  @ApiOkResponse({ type: ApiClientDetailDto })
  async one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ApiClientDetailDto> {
    const { client, secrets } = await this.clients.one(actor, id);
    return { ...shown(client), secrets: secrets.map((one) => ({ id: one.id, madeAt: one.madeAt.toISOString(), endsAt: one.endsAt?.toISOString() ?? null })) };
  }

  @Put(':id')
  @Allow(MANAGE)
  @ApiOperation({ summary: '修改API接入：放宽的须重新批准' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: ApiClientDto })
  async edit(@CurrentActor() actor: Person, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: ApiClientBody): Promise<ApiClientDto> {
    return shown(await this.clients.edit(actor, id, seen, body));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Allow(APPROVE)
  @ApiOperation({ summary: '批准API接入' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: ApiClientDto })
  async approve(@CurrentActor() actor: Person, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number): Promise<ApiClientDto> {
    return shown(await this.clients.approve(actor, id, seen));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Allow(MANAGE)
  @ApiOperation({ summary: '停用API接入：令牌立即失效' })
  @ApiOkResponse({ type: ApiClientDto })
  async disable(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ApiClientDto> {
    return shown(await this.clients.disable(actor, id));
  }

  @Post(':id/propose')
  @HttpCode(200)
  @Allow(MANAGE)
  @ApiOperation({ summary: '重新提交已停用的API接入' })
  @ApiOkResponse({ type: ApiClientDto })
  async proposeAgain(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ApiClientDto> {
    return shown(await this.clients.proposeAgain(actor, id));
  }

  @Post(':id/secret')
  @HttpCode(200)
  @Allow(MANAGE)
  @ApiOperation({ summary: '更换密钥：旧密钥再用七天，或立即失效' })
  @ApiOkResponse({ type: ApiSecretDto })
  async rotate(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: RotateBody): Promise<ApiSecretDto> {
    return { secret: await this.clients.rotate(actor, id, body.atOnce ?? false) };
  }

  @Get(':id/usage')
  @Allow(READ)
  @ApiOperation({ summary: '用量：每天每个接口的请求与出错次数' })
  @ApiOkResponse({ type: ApiUsagePageDto })
  async usage(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Query() query: UsageQuery): Promise<ApiUsagePageDto> {
    const { from, items } = await this.clients.usage(actor, id, query.days ?? 30);
    return { from, items: items.map((item) => ({ ...item })) };
  }
}

function shown(client: Shown): ApiClientDto {
  const { proposedBy: _proposedBy, approvedAt, lastSeenAt, createdAt, scopes, schoolIds, addresses, ...rest } = client;
  return {
    ...rest, clientId: clientNumberOf(client), scopes: [...scopes], schoolIds: [...schoolIds], addresses: [...addresses],
    approvedAt: approvedAt?.toISOString() ?? null, lastSeenAt: lastSeenAt?.toISOString() ?? null, createdAt: createdAt.toISOString(),
  };
}
