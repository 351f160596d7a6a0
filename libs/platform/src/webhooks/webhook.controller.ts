import { type Actor, openFacts, type Person } from '@heliotrope/kernel';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access/allow.js';
import { IfMatch } from '../http/if-match.js';
import { PageQuery } from '../http/page.dto.js';
import { MANAGE_WEBHOOKS } from './webhook-words.js';
import { DeliveryDto, DeliveryPageDto, NewWebhookBody, NewWebhookDto, OpenFactsDto, WebhookBody, WebhookDto, WebhooksDto, WebhookSecretDto } from './webhook.dto.js';
import type { DeliveryView, WebhookView } from './webhook.repository.js';
import { WebhookService } from './webhook.service.js';

@ApiTags('exchange')
@Controller('webhooks')
export class WebhookController {
  constructor(@Inject(WebhookService) private readonly webhooks: WebhookService) {}

  @Get()
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '事件推送列表' })
  @ApiOkResponse({ type: WebhooksDto })
  async list(@CurrentActor() actor: Actor): Promise<WebhooksDto> {
    return { items: (await this.webhooks.list(actor)).map(shown) };
  }

  @Get('facts')
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '可以推送的事件' })
  @ApiOkResponse({ type: OpenFactsDto })
  facts(): OpenFactsDto {
    return { items: [...openFacts()].map(([type, { zh, fields }]) => ({ type, name: zh, fields: [...fields] })) };
  }

  @Post()
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '添加事件推送：返回只显示一次的签名密钥' })
  @ApiCreatedResponse({ type: NewWebhookDto })
  async add(@CurrentActor() actor: Person, @Body() body: NewWebhookBody): Promise<NewWebhookDto> {
    const { webhook, secret } = await this.webhooks.add(actor, body);
    return { webhook: shown(webhook), secret };
  }

  @Get(':id')
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '一项事件推送' })
  @ApiOkResponse({ type: WebhookDto })
  async one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<WebhookDto> {
    return shown(await this.webhooks.one(actor, id));
  }

  @Put(':id')
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '修改、启用或停用事件推送' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: WebhookDto })
  async edit(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: WebhookBody): Promise<WebhookDto> {
    return shown(await this.webhooks.edit(actor, id, seen, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '删除事件推送及其记录' })
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.webhooks.remove(actor, id);
  }

  @Post(':id/secret')
  @HttpCode(200)
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '更换签名密钥：旧密钥立即失效' })
  @ApiOkResponse({ type: WebhookSecretDto })
  async renewSecret(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<WebhookSecretDto> {
    return { secret: await this.webhooks.renewSecret(actor, id) };
  }

  @Post(':id/trial')
  @HttpCode(204)
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '推送一条测试消息' })
  @ApiNoContentResponse()
  tryOut(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.webhooks.tryOut(actor, id);
  }

  @Get(':id/deliveries')
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '推送记录' })
  @ApiOkResponse({ type: DeliveryPageDto })
  async deliveries(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Query() page: PageQuery): Promise<DeliveryPageDto> {
    const { items, nextCursor } = await this.webhooks.deliveries(actor, id, page);
    return { items: items.map(told), nextCursor };
  }

  @Post(':id/deliveries/:delivery/replay')
  @HttpCode(200)
  @Allow(MANAGE_WEBHOOKS)
  @ApiOperation({ summary: '重新推送' })
  @ApiOkResponse({ type: DeliveryDto })
  async replay(
    @CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('delivery', ParseUUIDPipe) delivery: string,
  ): Promise<DeliveryDto> {
    return told(await this.webhooks.replay(actor, id, delivery));
  }
}

function shown({ madeBy: _madeBy, facts, createdAt, ...rest }: WebhookView): WebhookDto {
  return { ...rest, facts: [...facts], createdAt: createdAt.toISOString() };
}

function told({ nextTryAt, createdAt, deliveredAt, ...rest }: DeliveryView): DeliveryDto {
  return { ...rest, nextTryAt: nextTryAt.toISOString(), createdAt: createdAt.toISOString(), deliveredAt: deliveredAt?.toISOString() ?? null };
}
