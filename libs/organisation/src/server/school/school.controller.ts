import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SchoolDto } from '../tree/tree.dto.js';
import { CampusService } from './campus.service.js';
import { CampusBody, CampusDto, CampusesDto, NewSchoolBody, SchoolBody } from './school-form.dto.js';
import { SchoolRegisterService } from './school-register.service.js';

@ApiTags('organisation')
@Controller('organisation')
export class SchoolController {
  constructor(
    @Inject(SchoolRegisterService) private readonly register: SchoolRegisterService,
    @Inject(CampusService) private readonly campuses: CampusService,
  ) {}

  @Post('schools')
  @Allow('organisation.edit-schools')
  @ApiOperation({ summary: '登记一所学校' })
  @ApiCreatedResponse({ type: SchoolDto })
  open(@CurrentActor() actor: Actor, @Body() body: NewSchoolBody): Promise<SchoolDto> {
    return this.register.open(actor, body);
  }

  @Put('schools/:id')
  @Allow('organisation.edit-schools')
  @ApiOperation({ summary: '变更或撤并一所学校' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: SchoolDto })
  edit(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: SchoolBody): Promise<SchoolDto> {
    return this.register.edit(actor, id, seen, body);
  }

  @Get('schools/:id/campuses')
  @Allow('organisation.read-tree')
  @ApiOperation({ summary: '学校的校区与教学点' })
  @ApiOkResponse({ type: CampusesDto })
  async list(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<CampusesDto> {
    return { items: await this.campuses.list(actor, id) };
  }

  @Post('schools/:id/campuses')
  @Allow('organisation.edit-classes')
  @ApiOperation({ summary: '添加校区或教学点' })
  @ApiCreatedResponse({ type: CampusDto })
  addCampus(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: CampusBody): Promise<CampusDto> {
    return this.campuses.add(actor, id, body);
  }

  @Put('campuses/:id')
  @Allow('organisation.edit-classes')
  @ApiOperation({ summary: '变更校区或教学点' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: CampusDto })
  editCampus(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: CampusBody): Promise<CampusDto> {
    return this.campuses.edit(actor, id, seen, body);
  }
}
