import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DecideDuplicateBody, DuplicatePageDto, DuplicateQuery } from './duplicate.dto.js';
import { DuplicateService } from './duplicate.service.js';

@ApiTags('organisation')
@Controller('organisation/duplicates')
export class DuplicateController {
  constructor(@Inject(DuplicateService) private readonly duplicates: DuplicateService) {}

  @Get()
  @Allow('organisation.read-duplicates')
  @ApiOperation({ summary: '疑似重复的学籍' })
  @ApiOkResponse({ type: DuplicatePageDto })
  list(@CurrentActor() actor: Actor, @Query() query: DuplicateQuery): Promise<DuplicatePageDto> {
    return this.duplicates.list(actor, query.cursor, query.limit);
  }

  @Post(':id/decide')
  @HttpCode(204)
  @Allow('organisation.decide-duplicates')
  @ApiOperation({ summary: '合并，或确认是两名学生' })
  @ApiNoContentResponse()
  decide(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: DecideDuplicateBody): Promise<void> {
    return this.duplicates.decide(actor, id, body);
  }
}
