import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CapacityBody, FollowUpCapacityDto } from './capacity.dto.js';
import { CapacityService } from './capacity.service.js';

@ApiTags('screening')
@Controller('screening/follow-up-capacity')
export class CapacityController {
  constructor(@Inject(CapacityService) private readonly capacity: CapacityService) {}

  @Post()
  @HttpCode(200)
  @Allow('screening.plan-round')
  @ApiOperation({ summary: '制定测评前：预计访谈量与心理教师可用时间' })
  @ApiOkResponse({ type: FollowUpCapacityDto })
  preview(@CurrentActor() actor: Actor, @Body() body: CapacityBody): Promise<FollowUpCapacityDto> {
    return this.capacity.preview(actor, body);
  }
}
