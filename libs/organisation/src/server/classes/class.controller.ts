import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ClassDto } from '../tree/tree.dto.js';
import { ClassBody, NewClassBody } from './class.dto.js';
import { ClassService } from './class.service.js';

const VERSION = { name: 'if-match', description: '读取时的版本，如 "3"', required: true };

@ApiTags('organisation')
@Controller('organisation')
export class ClassController {
  constructor(@Inject(ClassService) private readonly classes: ClassService) {}

  @Post('schools/:id/classes')
  @Allow('organisation.edit-classes')
  @ApiOperation({ summary: '添加班级' })
  @ApiCreatedResponse({ type: ClassDto })
  open(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: NewClassBody): Promise<ClassDto> {
    return this.classes.open(actor, id, body);
  }

  @Put('classes/:id')
  @Allow('organisation.edit-classes')
  @ApiOperation({ summary: '变更班号或校区' })
  @ApiHeader(VERSION)
  @ApiOkResponse({ type: ClassDto })
  edit(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: ClassBody): Promise<ClassDto> {
    return this.classes.edit(actor, id, seen, body);
  }

  @Post('classes/:id/close')
  @HttpCode(204)
  @Allow('organisation.edit-classes')
  @ApiOperation({ summary: '撤销没有学生的班级' })
  @ApiHeader(VERSION)
  @ApiNoContentResponse()
  close(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number): Promise<void> {
    return this.classes.close(actor, id, seen);
  }
}
