import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, PageQuery } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AssessmentDto, AssessmentPageDto, AssessmentWrittenDto, WriteAssessmentBody } from './assessment.dto.js';
import { AssessmentService } from './assessment.service.js';

@ApiTags('data-protection')
@Controller('data-protection/impact-assessments')
export class AssessmentController {
  constructor(@Inject(AssessmentService) private readonly assessments: AssessmentService) {}

  @Get()
  @Allow('data-protection.read-assessments')
  @ApiOperation({ summary: '个人信息保护影响评估' })
  @ApiOkResponse({ type: AssessmentPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<AssessmentPageDto> {
    return this.assessments.list(actor, query);
  }

  @Post()
  @Allow('data-protection.write-assessment')
  @ApiOperation({ summary: '填写影响评估；由另一人批准后生效' })
  @ApiCreatedResponse({ type: AssessmentWrittenDto })
  write(@CurrentActor() actor: Actor, @Body() body: WriteAssessmentBody): Promise<AssessmentWrittenDto> {
    return this.assessments.write(actor, body);
  }

  @Get(':id')
  @Allow('data-protection.read-assessments')
  @ApiOperation({ summary: '一份影响评估' })
  @ApiOkResponse({ type: AssessmentDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<AssessmentDto> {
    return this.assessments.one(actor, id);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Allow('data-protection.approve-assessment')
  @ApiOperation({ summary: '批准影响评估；不能批准自己填写的' })
  @ApiOkResponse({ type: AssessmentDto })
  approve(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<AssessmentDto> {
    return this.assessments.approve(actor, id);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Allow('data-protection.approve-assessment')
  @ApiOperation({ summary: '撤销影响评估；此后依赖它的活动不能开展' })
  @ApiOkResponse({ type: AssessmentDto })
  revoke(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<AssessmentDto> {
    return this.assessments.revoke(actor, id);
  }
}
