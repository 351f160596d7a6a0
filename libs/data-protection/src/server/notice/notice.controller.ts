import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NoticePublishedDto, NoticeQuery, NoticesDto, PublishNoticeBody } from './notice.dto.js';
import { NoticeService } from './notice.service.js';

@ApiTags('data-protection')
@Controller('data-protection/notices')
export class NoticeController {
  constructor(@Inject(NoticeService) private readonly notices: NoticeService) {}

  @Get()
  @Allow('data-protection.read-campaigns')
  @ApiOperation({ summary: '告知书及其各个版本' })
  @ApiOkResponse({ type: NoticesDto })
  async list(@CurrentActor() actor: Actor, @Query() { purpose }: NoticeQuery): Promise<NoticesDto> {
    return { items: await this.notices.list(actor, purpose) };
  }

  @Post()
  @Allow('data-protection.publish-notice')
  @ApiOperation({ summary: '发布告知书；内容有变即成为新版本，旧版本保留' })
  @ApiCreatedResponse({ type: NoticePublishedDto })
  publish(@CurrentActor() actor: Actor, @Body() body: PublishNoticeBody): Promise<NoticePublishedDto> {
    return this.notices.publish(actor, body);
  }
}
