import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CrisisReportDto, CrisisReportListDto } from './crisis-report.dto.js';
import { CrisisReportService } from './crisis-report.service.js';

@ApiTags('crisis-escalation')
@Controller('crisis-escalation/crisis-reports')
export class CrisisReportController {
  constructor(@Inject(CrisisReportService) private readonly reports: CrisisReportService) {}

  @Get()
  @Allow('crisis-escalation.read-crisis-report')
  @ApiOperation({ summary: '危机报告目录：哪所学校、何时，没有姓名' })
  @ApiOkResponse({ type: CrisisReportListDto })
  list(@CurrentActor() actor: Actor): Promise<CrisisReportListDto> {
    return this.reports.list(actor);
  }

  @Get(':id')
  @Allow('crisis-escalation.read-crisis-report')
  @ApiOperation({ summary: '一份危机报告；须有批准的或紧急的查看许可' })
  @ApiOkResponse({ type: CrisisReportDto })
  open(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<CrisisReportDto> {
    return this.reports.open(actor, id);
  }
}
