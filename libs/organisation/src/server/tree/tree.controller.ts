import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ClassesDto, SchoolDto, TreeDto, TreeQuery } from './tree.dto.js';
import { TreeService } from './tree.service.js';

@ApiTags('organisation')
@Controller('organisation')
export class TreeController {
  constructor(@Inject(TreeService) private readonly tree: TreeService) {}

  @Get('tree')
  @Allow('organisation.read-tree')
  @ApiOperation({ summary: '组织机构树：逐层展开，或按名称、拼音、代码查找' })
  @ApiOkResponse({ type: TreeDto })
  async walk(@CurrentActor() actor: Actor, @Query() query: TreeQuery): Promise<TreeDto> {
    if (query.q?.trim()) return { items: await this.tree.search(actor, query.q) };
    return { items: await (query.parent ? this.tree.below(actor, query.parent) : this.tree.roots(actor)) };
  }

  @Get('schools/:id')
  @Allow('organisation.read-tree')
  @ApiOperation({ summary: '一所学校' })
  @ApiOkResponse({ type: SchoolDto })
  school(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<SchoolDto> {
    return this.tree.school(actor, id);
  }

  @Get('schools/:id/classes')
  @Allow('organisation.read-tree')
  @ApiOperation({ summary: '学校本学年的班级' })
  @ApiOkResponse({ type: ClassesDto })
  async classes(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ClassesDto> {
    return { items: await this.tree.classes(actor, id) };
  }
}
