import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  BureauReportBody, BureauReportQuery, ClassReportBody, ClassReportQuery, ReportDto, ReportOrderDto, SchoolReportBody, SchoolReportQuery,
} from './place-report.dto.js';
import { PlaceReportService } from './place-report.service.js';

@ApiTags('reporting')
@Controller('reporting')
export class PlaceReportController {
  constructor(@Inject(PlaceReportService) private readonly reports: PlaceReportService) {}

  @Get('class-reports')
  @Allow('reporting.class-report')
  @ApiOperation({ summary: '一个班级一轮测评的参测报告：只有人数，没有学生' })
  @ApiOkResponse({ type: ReportDto })
  showClass(@CurrentActor() actor: Actor, @Query() { roundId, classId }: ClassReportQuery): Promise<ReportDto> {
    return this.reports.show(actor, { place: 'class', roundId, classId });
  }

  @Post('class-reports')
  @HttpCode(202)
  @Allow('reporting.class-report')
  @ApiOperation({ summary: '生成班级参测报告文件；完成后在导出中心下载' })
  @ApiAcceptedResponse({ type: ReportOrderDto })
  orderClass(@CurrentActor() actor: Actor, @Body() { roundId, classId, format }: ClassReportBody): Promise<ReportOrderDto> {
    return this.reports.order(actor, { place: 'class', roundId, classId }, format);
  }

  @Get('school-reports')
  @Allow('reporting.school-report')
  @ApiOperation({ summary: '一所学校一轮测评的报告，供查看和打印；学校以上只见人数与一个合计' })
  @ApiOkResponse({ type: ReportDto })
  showSchool(@CurrentActor() actor: Actor, @Query() { roundId, schoolId }: SchoolReportQuery): Promise<ReportDto> {
    return this.reports.show(actor, { place: 'school', roundId, schoolId });
  }

  @Post('school-reports')
  @HttpCode(202)
  @Allow('reporting.school-report')
  @ApiOperation({ summary: '生成一所学校一轮测评的报告；完成后在导出中心下载' })
  @ApiAcceptedResponse({ type: ReportOrderDto })
  orderSchool(@CurrentActor() actor: Actor, @Body() { roundId, schoolId, format }: SchoolReportBody): Promise<ReportOrderDto> {
    return this.reports.order(actor, { place: 'school', roundId, schoolId }, format);
  }

  @Get('bureau-reports')
  @Allow('reporting.bureau-report')
  @ApiOperation({ summary: '一轮测评的全局（县区）报告，供查看和打印' })
  @ApiOkResponse({ type: ReportDto })
  showBureau(@CurrentActor() actor: Actor, @Query() { roundId }: BureauReportQuery): Promise<ReportDto> {
    return this.reports.show(actor, { place: 'bureau', roundId });
  }

  @Post('bureau-reports')
  @HttpCode(202)
  @Allow('reporting.bureau-report')
  @ApiOperation({ summary: '生成一轮测评的全局（县区）报告；完成后在导出中心下载' })
  @ApiAcceptedResponse({ type: ReportOrderDto })
  orderBureau(@CurrentActor() actor: Actor, @Body() { roundId, format }: BureauReportBody): Promise<ReportOrderDto> {
    return this.reports.order(actor, { place: 'bureau', roundId }, format);
  }
}
