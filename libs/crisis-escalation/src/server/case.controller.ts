import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, Stated, type StatedPurpose } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CaseCountsDto, CaseDetailDto, CaseListQuery, CasePageDto, NoteBody } from './case.dto.js';
import { CaseService } from './case.service.js';

@ApiTags('crisis-escalation')
@Controller('crisis-escalation/cases')
export class CaseController {
  constructor(@Inject(CaseService) private readonly cases: CaseService) {}

  @Get()
  @Allow('crisis-escalation.read-cases')
  @ApiOperation({ summary: '危机个案列表：待接手的在前，按应响应时间排序' })
  @ApiOkResponse({ type: CasePageDto })
  list(@CurrentActor() actor: Actor, @Query() query: CaseListQuery): Promise<CasePageDto> {
    return this.cases.list(actor, query);
  }

  @Get('counts')
  @Allow('crisis-escalation.count-cases')
  @ApiOperation({ summary: '个案统计：只有数，没有姓名，小数不显示' })
  @ApiOkResponse({ type: CaseCountsDto })
  counts(@CurrentActor() actor: Actor): Promise<CaseCountsDto> {
    return this.cases.counts(actor);
  }

  @Get(':id')
  @Allow('crisis-escalation.read-cases')
  @ApiOperation({ summary: '一个危机个案及其时间线；须说明用途（x-access-purpose）' })
  @ApiOkResponse({ type: CaseDetailDto })
  see(@CurrentActor() actor: Actor, @Param('id') id: string, @Stated() stated: StatedPurpose | null): Promise<CaseDetailDto> {
    return this.cases.see(actor, id, stated);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Allow('crisis-escalation.acknowledge')
  @ApiOperation({ summary: '接手个案：表明有人已在处理' })
  @ApiOkResponse({ type: CaseDetailDto })
  acknowledge(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<CaseDetailDto> {
    return this.cases.acknowledge(actor, id);
  }

  @Post(':id/notes')
  @HttpCode(200)
  @Allow('crisis-escalation.note')
  @ApiOperation({ summary: '在个案时间线上补记；只能追加' })
  @ApiOkResponse({ type: CaseDetailDto })
  note(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: NoteBody): Promise<CaseDetailDto> {
    return this.cases.note(actor, id, body.text);
  }
}
