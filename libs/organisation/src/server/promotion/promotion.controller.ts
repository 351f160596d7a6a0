import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EntryClassesBody, GraduateBody, MergeClassesBody, PromotedDto, PromotionDto, PromotionQuery } from './promotion.dto.js';
import { PromotionService } from './promotion.service.js';

@ApiTags('organisation')
@Controller('organisation/promotion')
export class PromotionController {
  constructor(@Inject(PromotionService) private readonly promotion: PromotionService) {}

  @Get()
  @Allow('organisation.promote')
  @ApiOperation({ summary: '学年交替要办的事' })
  @ApiOkResponse({ type: PromotionDto })
  overview(@CurrentActor() actor: Actor, @Query() query: PromotionQuery): Promise<PromotionDto> {
    return this.promotion.overview(actor, query.schoolId);
  }

  @Post('graduate')
  @HttpCode(200)
  @Allow('organisation.promote')
  @ApiOperation({ summary: '办理毕业离校' })
  @ApiOkResponse({ type: PromotedDto })
  async graduate(@CurrentActor() actor: Actor, @Body() body: GraduateBody): Promise<PromotedDto> {
    return { count: await this.promotion.graduate(actor, body.schoolId, body.classIds) };
  }

  @Post('entry-classes')
  @HttpCode(200)
  @Allow('organisation.promote')
  @ApiOperation({ summary: '建立本学年起始年级的班级' })
  @ApiOkResponse({ type: PromotedDto })
  async entryClasses(@CurrentActor() actor: Actor, @Body() body: EntryClassesBody): Promise<PromotedDto> {
    return { count: await this.promotion.openEntryClasses(actor, body.schoolId, body.stage, body.count) };
  }

  @Post('merge')
  @HttpCode(200)
  @Allow('organisation.promote')
  @ApiOperation({ summary: '并班' })
  @ApiOkResponse({ type: PromotedDto })
  async merge(@CurrentActor() actor: Actor, @Body() body: MergeClassesBody): Promise<PromotedDto> {
    return { count: await this.promotion.join(actor, body.schoolId, body.fromClassId, body.intoClassId) };
  }
}
