import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { YearlyChangesDto, YearlyPlanBody, YearlyPlannedDto, YearlyPlansDto } from './yearly-plan.dto.js';
import { YearlyPlanService } from './yearly-plan.service.js';

@ApiTags('screening')
@Controller('screening/yearly-plans')
export class YearlyPlanController {
  constructor(@Inject(YearlyPlanService) private readonly plans: YearlyPlanService) {}

  @Get()
  @Allow('screening.plan-round')
  @ApiOperation({ summary: '年度测评计划' })
  @ApiOkResponse({ type: YearlyPlansDto })
  async list(@CurrentActor() actor: Actor): Promise<YearlyPlansDto> {
    return { items: await this.plans.list(actor) };
  }

  @Post()
  @Allow('screening.plan-round')
  @ApiOperation({ summary: '制定年度测评计划：每学年自动生成一轮测评，只排在上学日' })
  @ApiCreatedResponse({ type: YearlyPlannedDto })
  add(@CurrentActor() actor: Actor, @Body() body: YearlyPlanBody): Promise<YearlyPlannedDto> {
    return this.plans.add(actor, body);
  }

  @Put(':id')
  @HttpCode(204)
  @Allow('screening.plan-round')
  @ApiOperation({ summary: '修改年度测评计划，从某天起生效；已生成的轮次不变' })
  @ApiHeader({ name: 'If-Match', required: true, description: '读到的版本，如 "3"' })
  @ApiNoContentResponse()
  edit(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: YearlyPlanBody, @IfMatch() seen: number): Promise<void> {
    return this.plans.edit(actor, id, body, seen);
  }

  @Get(':id/changes')
  @Allow('screening.plan-round')
  @ApiOperation({ summary: '年度测评计划的修改记录' })
  @ApiOkResponse({ type: YearlyChangesDto })
  changes(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<YearlyChangesDto> {
    return this.plans.changes(actor, id);
  }
}
