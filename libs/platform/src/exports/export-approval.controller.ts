import type { Actor } from '@heliotrope/kernel';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access/allow.js';
import { AskedExportDto, AskedExportListDto, DecideExportBody } from './export.dto.js';
import { ExportApproval } from './export-approval.service.js';

@ApiTags('platform')
@Controller('export-approvals')
export class ExportApprovalController {
  constructor(@Inject(ExportApproval) private readonly approvals: ExportApproval) {}

  @Get()
  @Allow('platform.approve-exports')
  @ApiOperation({ summary: '待我审批的导出申请' })
  @ApiOkResponse({ type: AskedExportListDto })
  async waiting(@CurrentActor() actor: Actor): Promise<AskedExportListDto> {
    return { items: (await this.approvals.waiting(actor, 'platform.approve-exports')).map(AskedExportDto.of) };
  }

  @Post(':id')
  @HttpCode(204)
  @Allow('platform.approve-exports')
  @ApiOperation({ summary: '批准或不批准一份导出申请；不能批准自己的' })
  @ApiNoContentResponse()
  decide(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() { grant }: DecideExportBody): Promise<void> {
    return this.approvals.decide(actor, 'platform.approve-exports', id, grant);
  }

  @Get('log')
  @Allow('platform.approve-log-exports')
  @ApiOperation({ summary: '待我审批的审计日志导出' })
  @ApiOkResponse({ type: AskedExportListDto })
  async waitingLogs(@CurrentActor() actor: Actor): Promise<AskedExportListDto> {
    return { items: (await this.approvals.waiting(actor, 'platform.approve-log-exports')).map(AskedExportDto.of) };
  }

  @Post(':id/log')
  @HttpCode(204)
  @Allow('platform.approve-log-exports')
  @ApiOperation({ summary: '批准或不批准一份审计日志的导出' })
  @ApiNoContentResponse()
  decideLog(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() { grant }: DecideExportBody): Promise<void> {
    return this.approvals.decide(actor, 'platform.approve-log-exports', id, grant);
  }
}
