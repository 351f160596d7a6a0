import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppointBody, AppointedDto, CandidateQuery, CandidatesDto, EndPostBody } from './appointment.dto.js';
import { AppointmentService } from './appointment.service.js';

@ApiTags('organisation')
@Controller('organisation/appointments')
export class AppointmentController {
  constructor(@Inject(AppointmentService) private readonly appointments: AppointmentService) {}

  @Get('candidates')
  @Allow('organisation.appoint')
  @ApiOperation({ summary: '按姓名或用户名查找可任用的人' })
  @ApiOkResponse({ type: CandidatesDto })
  async candidates(@CurrentActor() actor: Actor, @Query() query: CandidateQuery): Promise<CandidatesDto> {
    return { items: await this.appointments.candidates(actor, query.q) };
  }

  @Post()
  @Allow('organisation.appoint')
  @ApiOperation({ summary: '任命岗位：安全管理员任命本局及下级的岗位，学校负责人任命本校带班岗位' })
  @ApiCreatedResponse({ type: AppointedDto })
  appoint(@CurrentActor() actor: Actor, @Body() body: AppointBody): Promise<AppointedDto> {
    return this.appointments.appoint(actor, body);
  }

  @Post(':id/end')
  @HttpCode(204)
  @Allow('organisation.appoint')
  @ApiOperation({ summary: '结束岗位；本人的登录随即失效' })
  @ApiNoContentResponse()
  end(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: EndPostBody): Promise<void> {
    return this.appointments.end(actor, id, body);
  }
}
