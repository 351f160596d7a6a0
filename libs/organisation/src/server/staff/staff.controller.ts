import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CheckBody, CheckCountsDto, StaffMemberDto, StaffPageDto, StaffQuery } from './staff.dto.js';
import { StaffList } from './staff-list.service.js';

@ApiTags('organisation')
@Controller('organisation/staff')
export class StaffController {
  constructor(@Inject(StaffList) private readonly staff: StaffList) {}

  @Get()
  @Allow('organisation.read-staff')
  @ApiOperation({ summary: '人员与岗位' })
  @ApiOkResponse({ type: StaffPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: StaffQuery): Promise<StaffPageDto> {
    return this.staff.list(actor, query);
  }

  @Get('background-checks')
  @Allow('organisation.record-background-check')
  @ApiOperation({ summary: '接触学生的人员中，多少人没有做过或需要重做从业查询（未成年人保护法第六十二条）' })
  @ApiOkResponse({ type: CheckCountsDto })
  checks(@CurrentActor() actor: Actor): Promise<CheckCountsDto> {
    return this.staff.checkCounts(actor);
  }

  @Get(':id')
  @Allow('organisation.read-staff')
  @ApiOperation({ summary: '一个人的岗位经历与从业查询记录' })
  @ApiOkResponse({ type: StaffMemberDto })
  member(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<StaffMemberDto> {
    return this.staff.member(actor, id);
  }

  @Post(':id/background-checks')
  @HttpCode(204)
  @Allow('organisation.record-background-check')
  @ApiOperation({ summary: '登记从业查询日期' })
  @ApiNoContentResponse()
  record(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: CheckBody): Promise<void> {
    return this.staff.record(actor, id, body.checkedOn);
  }
}
