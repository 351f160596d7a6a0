import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AttentionListBody, AttentionListOrderDto } from './attention-list.dto.js';
import { AttentionListService } from './attention-list.service.js';

@ApiTags('reporting')
@Controller('reporting/attention-lists')
export class AttentionListController {
  constructor(@Inject(AttentionListService) private readonly lists: AttentionListService) {}

  @Post()
  @HttpCode(202)
  @Allow('reporting.attention-list')
  @ApiOperation({ summary: '申请导出一轮测评中需要关注的学生名单；须他人批准，加密压缩' })
  @ApiAcceptedResponse({ type: AttentionListOrderDto })
  order(@CurrentActor() actor: Actor, @Body() body: AttentionListBody): Promise<AttentionListOrderDto> {
    return this.lists.order(actor, body);
  }
}
