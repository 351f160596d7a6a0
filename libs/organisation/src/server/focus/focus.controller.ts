import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FocusBody, FocusCategoriesDto, FocusDto, FocusPageDto, FocusQuery } from './focus.dto.js';
import { FocusService } from './focus.service.js';

@ApiTags('organisation')
@Controller('organisation')
export class FocusController {
  constructor(@Inject(FocusService) private readonly focus: FocusService) {}

  @Get('focus-categories')
  @Allow('organisation.read-focus')
  @ApiOperation({ summary: '当前可用的重点关注类别' })
  @ApiOkResponse({ type: FocusCategoriesDto })
  async categories(@CurrentActor() actor: Actor): Promise<FocusCategoriesDto> {
    return { items: await this.focus.categories(actor) };
  }

  @Get('focus')
  @Allow('organisation.read-focus')
  @ApiOperation({ summary: '重点关注学生' })
  @ApiOkResponse({ type: FocusPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: FocusQuery): Promise<FocusPageDto> {
    return this.focus.list(actor, query);
  }

  @Post('students/:id/focus')
  @Allow('organisation.edit-focus')
  @ApiOperation({ summary: '标注一个重点关注类别' })
  @ApiCreatedResponse({ type: FocusDto })
  set(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: FocusBody): Promise<FocusDto> {
    return this.focus.set(actor, id, body);
  }

  @Post('focus/:id/end')
  @HttpCode(204)
  @Allow('organisation.edit-focus')
  @ApiOperation({ summary: '结束关注' })
  @ApiNoContentResponse()
  end(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.focus.end(actor, id);
  }
}
