import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, Stated, type StatedPurpose } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReportDto } from '../place-report/place-report.dto.js';
import { PupilReportBody, PupilReportOrderDto } from './pupil-report.dto.js';
import { PupilReportService } from './pupil-report.service.js';

@ApiTags('reporting')
@Controller('reporting/pupil-reports')
export class PupilReportController {
  constructor(@Inject(PupilReportService) private readonly reports: PupilReportService) {}

  @Get(':id')
  @Allow('reporting.pupil-report')
  @ApiOperation({ summary: '一名学生的测评报告，供本校心理教师查看和打印；须说明用途，留痕' })
  @ApiOkResponse({ type: ReportDto })
  show(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Stated() stated: StatedPurpose | null): Promise<ReportDto> {
    return this.reports.show(actor, id, stated);
  }

  @Post()
  @HttpCode(202)
  @Allow('reporting.pupil-report')
  @ApiOperation({ summary: '申请一名学生的测评报告文件；须说明用途，经他人批准，加密，一次一人' })
  @ApiAcceptedResponse({ type: PupilReportOrderDto })
  order(@CurrentActor() actor: Actor, @Body() body: PupilReportBody, @Stated() stated: StatedPurpose | null): Promise<PupilReportOrderDto> {
    return this.reports.order(actor, body, stated);
  }
}
