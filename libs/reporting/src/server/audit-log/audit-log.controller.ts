import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, LogExportService, LogStateService } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditPageDto, AuditQuery, AuditStateDto, LogExportBody, LogExportDto } from './audit-log.dto.js';
import { AuditLogService } from './audit-log.service.js';

@ApiTags('platform')
@Controller('audit')
export class AuditLogController {
  constructor(
    @Inject(AuditLogService) private readonly log: AuditLogService,
    @Inject(LogStateService) private readonly states: LogStateService,
    @Inject(LogExportService) private readonly exports: LogExportService,
  ) {}

  @Get('entries')
  @Allow('platform.read-audit')
  @ApiOperation({ summary: '审计日志：谁在何时对什么做了什么；新的在前' })
  @ApiOkResponse({ type: AuditPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: AuditQuery): Promise<AuditPageDto> {
    return this.log.list(actor, query);
  }

  @Get('state')
  @Allow('platform.read-audit')
  @ApiOperation({ summary: '日志链与数据库之外的锚点是否相符' })
  @ApiOkResponse({ type: AuditStateDto })
  state(@CurrentActor() actor: Actor): Promise<AuditStateDto> {
    return this.states.state(actor);
  }

  @Post('exports')
  @HttpCode(202)
  @Allow('platform.read-audit')
  @ApiOperation({ summary: '申请导出一段日志及其校验材料；由安全管理员批准' })
  @ApiAcceptedResponse({ type: LogExportDto })
  async order(@CurrentActor() actor: Actor, @Body() { from, until, reason }: LogExportBody): Promise<LogExportDto> {
    return { exportId: await this.exports.order(actor, { from: new Date(from), until: new Date(until), reason }) };
  }
}
