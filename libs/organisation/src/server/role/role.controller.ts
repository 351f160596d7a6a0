import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DecisionPageDto, DecisionQuery, RoleChangesDto, RoleDecideBody, RoleDraftBody, RoleQuery, RolesDto, SavedDraftDto, SavedDraftQuery, SaveDraftBody } from './role.dto.js';
import { RoleService } from './role.service.js';

@ApiTags('organisation')
@Controller('organisation/roles')
export class RoleController {
  constructor(@Inject(RoleService) private readonly roles: RoleService) {}

  @Get()
  @Allow('organisation.read-grants')
  @ApiOperation({ summary: '各岗位能做什么、范围多大、由谁给的' })
  @ApiOkResponse({ type: RolesDto })
  rights(@CurrentActor() actor: Actor, @Query() query: RoleQuery): Promise<RolesDto> {
    return this.roles.rights(actor, query);
  }

  @Post('preview')
  @HttpCode(200)
  @Allow('organisation.edit-grants')
  @ApiOperation({ summary: '试算：这些调整生效后，多少人获得、失去什么；不保存' })
  @ApiOkResponse({ type: RoleChangesDto })
  preview(@CurrentActor() actor: Actor, @Body() body: RoleDraftBody): Promise<RoleChangesDto> {
    return this.roles.preview(actor, body);
  }

  @Get('draft')
  @Allow('organisation.edit-grants')
  @ApiOperation({ summary: '本局尚未提出的调整草稿' })
  @ApiOkResponse({ type: SavedDraftDto })
  savedDraft(@CurrentActor() actor: Actor, @Query() query: SavedDraftQuery): Promise<SavedDraftDto> {
    return this.roles.savedDraft(actor, query.bureauId);
  }

  @Put('draft')
  @Allow('organisation.edit-grants')
  @ApiOperation({ summary: '保存或放弃草稿；草稿不生效' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"；从未保存过为 "0"', required: true })
  @ApiOkResponse({ type: SavedDraftDto })
  saveDraft(@CurrentActor() actor: Actor, @IfMatch() seen: number, @Body() body: SaveDraftBody): Promise<SavedDraftDto> {
    return this.roles.saveDraft(actor, body, seen);
  }

  @Get('decisions')
  @Allow('organisation.read-grants')
  @ApiOperation({ summary: '调整记录，新的在前；只增不改' })
  @ApiOkResponse({ type: DecisionPageDto })
  history(@CurrentActor() actor: Actor, @Query() query: DecisionQuery): Promise<DecisionPageDto> {
    return this.roles.history(actor, query);
  }

  @Post('decisions')
  @Allow('organisation.edit-grants')
  @ApiOperation({ summary: '调整角色权限，自生效日期起执行' })
  @ApiCreatedResponse({ type: RoleChangesDto })
  decide(@CurrentActor() actor: Actor, @Body() body: RoleDecideBody): Promise<RoleChangesDto> {
    return this.roles.decide(actor, body);
  }
}
