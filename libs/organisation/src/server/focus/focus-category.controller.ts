import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BureauCategoriesDto, BureauCategoryDto, CategoryBody, CategoryListQuery, CloseCategoryBody } from './focus-category.dto.js';
import { FocusCategoryService } from './focus-category.service.js';

@ApiTags('organisation')
@Controller('organisation/focus-category-list')
export class FocusCategoryController {
  constructor(@Inject(FocusCategoryService) private readonly categories: FocusCategoryService) {}

  @Get()
  @Allow('organisation.edit-focus-categories')
  @ApiOperation({ summary: '本局的重点关注类别' })
  @ApiOkResponse({ type: BureauCategoriesDto })
  list(@CurrentActor() actor: Actor, @Query() query: CategoryListQuery): Promise<BureauCategoriesDto> {
    return this.categories.list(actor, query.jurisdictionId);
  }

  @Post()
  @Allow('organisation.edit-focus-categories')
  @ApiOperation({ summary: '增加一个本局的类别' })
  @ApiCreatedResponse({ type: BureauCategoryDto })
  add(@CurrentActor() actor: Actor, @Body() body: CategoryBody): Promise<BureauCategoryDto> {
    return this.categories.add(actor, body);
  }

  @Put(':code')
  @Allow('organisation.edit-focus-categories')
  @ApiOperation({ summary: '改名，或恢复已停用的类别' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: BureauCategoryDto })
  rename(@CurrentActor() actor: Actor, @Param('code') code: string, @IfMatch() seen: number, @Body() body: CategoryBody): Promise<BureauCategoryDto> {
    return this.categories.rename(actor, code, seen, body);
  }

  @Post(':code/close')
  @HttpCode(200)
  @Allow('organisation.edit-focus-categories')
  @ApiOperation({ summary: '停用一个类别' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: BureauCategoryDto })
  close(@CurrentActor() actor: Actor, @Param('code') code: string, @IfMatch() seen: number, @Body() body: CloseCategoryBody): Promise<BureauCategoryDto> {
    return this.categories.close(actor, code, seen, body);
  }
}
