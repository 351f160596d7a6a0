import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { StudentPageDto, StudentQuery } from './student.dto.js';
import { StudentService } from './student.service.js';

@ApiTags('organisation')
@Controller('organisation/students')
export class StudentController {
  constructor(@Inject(StudentService) private readonly students: StudentService) {}

  @Get()
  @Allow('organisation.read-students')
  @ApiOperation({ summary: '学生名册（证件号、电话脱敏）' })
  @ApiOkResponse({ type: StudentPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: StudentQuery): Promise<StudentPageDto> {
    return this.students.list(actor, query);
  }
}
