import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BureauQuery } from '../day.dto.js';
import { FileOrderDto } from '../retention/retention.dto.js';
import { AuditOverviewDto, OrderAuditPackBody } from './audit-pack.dto.js';
import { AuditPackService } from './audit-pack.service.js';

@ApiTags('data-protection')
@Controller('data-protection/audit-packs')
export class AuditPackController {
  constructor(@Inject(AuditPackService) private readonly packs: AuditPackService) {}

  @Get()
  @Allow('data-protection.audit-pack')
  @ApiOperation({ summary: '年度合规审计：报送时间与各台账条数' })
  @ApiOkResponse({ type: AuditOverviewDto })
  overview(@CurrentActor() actor: Actor, @Query() { bureauId }: BureauQuery): Promise<AuditOverviewDto> {
    return this.packs.overview(actor, bureauId === undefined ? undefined : Number(bureauId));
  }

  @Post()
  @HttpCode(202)
  @Allow('data-protection.audit-pack')
  @ApiOperation({ summary: '生成年度审计材料，完成后在导出中心下载' })
  @ApiAcceptedResponse({ type: FileOrderDto })
  order(@CurrentActor() actor: Actor, @Body() body: OrderAuditPackBody): Promise<FileOrderDto> {
    return this.packs.order(actor, body);
  }
}
