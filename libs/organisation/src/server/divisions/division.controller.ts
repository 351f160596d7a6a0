import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatchOrNull } from '@heliotrope/platform';
import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DivisionBody, DivisionDto, DivisionQuery, DivisionsDto } from './division.dto.js';
import { DivisionService } from './division.service.js';

@ApiTags('organisation')
@Controller('organisation/divisions')
export class DivisionController {
  constructor(@Inject(DivisionService) private readonly divisions: DivisionService) {}

  @Get()
  @Allow('organisation.read-tree')
  @ApiOperation({ summary: '行政区划' })
  @ApiOkResponse({ type: DivisionsDto })
  async list(@CurrentActor() actor: Actor, @Query() query: DivisionQuery): Promise<DivisionsDto> {
    return { items: await this.divisions.below(actor, query.parent) };
  }

  @Put(':code')
  @Allow('organisation.edit-divisions')
  @ApiOperation({ summary: '添加或更正行政区划' })
  @ApiHeader({ name: 'if-match', description: '更正时必填：读取时的版本，如 "3"', required: false })
  @ApiOkResponse({ type: DivisionDto })
  save(@CurrentActor() actor: Actor, @Param('code') code: string, @Body() body: DivisionBody, @IfMatchOrNull() seen: number | null): Promise<DivisionDto> {
    return this.divisions.save(actor, code, body, seen);
  }
}
