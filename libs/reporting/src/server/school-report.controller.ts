import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SchoolReportBody, SchoolReportOrderDto } from './school-report.dto.js';
import { SchoolReportService } from './school-report.service.js';

@ApiTags('reporting')
@Controller('reporting/school-reports')
export class SchoolReportController {
  constructor(@Inject(SchoolReportService) private readonly reports: SchoolReportService) {}

  @Post()
  @HttpCode(202)
  @Allow('reporting.school-report')
  @ApiOperation({ summary: '生成一所学校一轮测评的报告；完成后在导出中心下载' })
  @ApiAcceptedResponse({ type: SchoolReportOrderDto })
  order(@CurrentActor() actor: Actor, @Body() body: SchoolReportBody): Promise<SchoolReportOrderDto> {
    return this.reports.order(actor, body);
  }
}
