import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommitteeCountsDto, CommitteeCountsQuery, CommitteeQuery, MemberBody, MemberDto, MemberPageDto, NewMemberBody } from './committee.dto.js';
import { CommitteeService } from './committee.service.js';

@ApiTags('organisation')
@Controller('organisation/committee')
export class CommitteeController {
  constructor(@Inject(CommitteeService) private readonly committee: CommitteeService) {}

  @Get()
  @Allow('organisation.read-committee')
  @ApiOperation({ summary: '心理委员与舍长' })
  @ApiOkResponse({ type: MemberPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: CommitteeQuery): Promise<MemberPageDto> {
    return this.committee.list(actor, query);
  }

  @Get('counts')
  @Allow('organisation.read-committee')
  @ApiOperation({ summary: '各班、各宿舍的心理委员人数与要求' })
  @ApiOkResponse({ type: CommitteeCountsDto })
  counts(@CurrentActor() actor: Actor, @Query() query: CommitteeCountsQuery): Promise<CommitteeCountsDto> {
    return this.committee.counts(actor, query.schoolId);
  }

  @Post()
  @Allow('organisation.edit-committee')
  @ApiOperation({ summary: '任命心理委员或舍长' })
  @ApiCreatedResponse({ type: MemberDto })
  appoint(@CurrentActor() actor: Actor, @Body() body: NewMemberBody): Promise<MemberDto> {
    return this.committee.appoint(actor, body);
  }

  @Put(':id')
  @Allow('organisation.edit-committee')
  @ApiOperation({ summary: '登记培训日期或卸任' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: MemberDto })
  edit(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: MemberBody): Promise<MemberDto> {
    return this.committee.edit(actor, id, seen, body);
  }
}
