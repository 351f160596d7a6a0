import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch, Stated, type StatedPurpose } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PupilEditService } from './pupil-edit.service.js';
import { PupilBody, PupilDto, ReturnBody, SuspendBody } from './pupil-page.dto.js';
import { PupilPageService } from './pupil-page.service.js';
import { StudentPageDto, StudentQuery } from './student.dto.js';
import { StudentService } from './student.service.js';

const VERSION = { name: 'if-match', description: '读取时的版本，如 "3"', required: true };

@ApiTags('organisation')
@Controller('organisation/students')
export class StudentController {
  constructor(
    @Inject(StudentService) private readonly students: StudentService,
    @Inject(PupilPageService) private readonly pages: PupilPageService,
    @Inject(PupilEditService) private readonly edits: PupilEditService,
  ) {}

  @Get()
  @Allow('organisation.read-students')
  @ApiOperation({ summary: '学生名册（证件号、电话脱敏）' })
  @ApiOkResponse({ type: StudentPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: StudentQuery): Promise<StudentPageDto> {
    return this.students.list(actor, query);
  }

  @Get(':id')
  @Allow('organisation.read-students')
  @ApiOperation({ summary: '一名学生（敏感信息脱敏）；须说明用途（x-access-purpose）' })
  @ApiOkResponse({ type: PupilDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Stated() stated: StatedPurpose | null): Promise<PupilDto> {
    return this.pages.one(actor, id, stated);
  }

  @Put(':id')
  @Allow('organisation.edit-students')
  @ApiOperation({ summary: '更正学生基本信息' })
  @ApiHeader(VERSION)
  @ApiOkResponse({ type: PupilDto })
  edit(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: PupilBody): Promise<PupilDto> {
    return this.edits.edit(actor, id, seen, body);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @Allow('organisation.edit-students')
  @ApiOperation({ summary: '办理休学' })
  @ApiHeader(VERSION)
  @ApiOkResponse({ type: PupilDto })
  suspend(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: SuspendBody): Promise<PupilDto> {
    return this.edits.suspend(actor, id, seen, body);
  }

  @Post(':id/return')
  @HttpCode(200)
  @Allow('organisation.edit-students')
  @ApiOperation({ summary: '办理复学' })
  @ApiHeader(VERSION)
  @ApiOkResponse({ type: PupilDto })
  takeBack(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: ReturnBody): Promise<PupilDto> {
    return this.edits.takeBack(actor, id, seen, body);
  }
}
