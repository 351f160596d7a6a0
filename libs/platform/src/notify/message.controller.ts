import type { Actor } from '@heliotrope/kernel';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access/allow.js';
import { PageQuery } from '../http/page.dto.js';
import { MessagePageDto } from './message.dto.js';
import { MessageService } from './message.service.js';

@ApiTags('platform')
@Controller('messages')
export class MessageController {
  constructor(@Inject(MessageService) private readonly messages: MessageService) {}

  @Get()
  @Allow('platform.read-messages')
  @ApiOperation({ summary: '我的消息，新的在前' })
  @ApiOkResponse({ type: MessagePageDto })
  list(@CurrentActor() actor: Actor, @Query() page: PageQuery): Promise<MessagePageDto> {
    return this.messages.list(actor, page);
  }

  @Post(':id/read')
  @HttpCode(204)
  @Allow('platform.read-messages')
  @ApiOperation({ summary: '标为已读' })
  @ApiNoContentResponse()
  read(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.messages.markRead(actor, id);
  }
}
