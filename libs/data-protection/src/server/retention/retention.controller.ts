import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, PageQuery } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BureauQuery } from '../day.dto.js';
import { CertificateService } from './certificate.service.js';
import { DestructionPageDto, FileOrderDto, HoldPlacedDto, PlaceHoldBody, RetentionDto } from './retention.dto.js';
import { RetentionService } from './retention.service.js';

@ApiTags('data-protection')
@Controller('data-protection/retention')
export class RetentionController {
  constructor(
    @Inject(RetentionService) private readonly retention: RetentionService,
    @Inject(CertificateService) private readonly certificates: CertificateService,
  ) {}

  @Get()
  @Allow('data-protection.read-retention')
  @ApiOperation({ summary: '各类数据保存多久，哪些在保全中' })
  @ApiOkResponse({ type: RetentionDto })
  overview(@CurrentActor() actor: Actor, @Query() { bureauId }: BureauQuery): Promise<RetentionDto> {
    return this.retention.overview(actor, bureauId === undefined ? undefined : Number(bureauId));
  }

  @Post('holds')
  @Allow('data-protection.place-hold')
  @ApiOperation({ summary: '设置保全：到期也不销毁，直到有人解除' })
  @ApiCreatedResponse({ type: HoldPlacedDto })
  place(@CurrentActor() actor: Actor, @Body() body: PlaceHoldBody): Promise<HoldPlacedDto> {
    return this.retention.place(actor, body);
  }

  @Post('holds/:id/lift')
  @HttpCode(204)
  @Allow('data-protection.place-hold')
  @ApiOperation({ summary: '解除保全' })
  @ApiNoContentResponse()
  lift(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.retention.lift(actor, id);
  }

  @Get('destructions')
  @Allow('data-protection.read-retention')
  @ApiOperation({ summary: '销毁记录' })
  @ApiOkResponse({ type: DestructionPageDto })
  destructions(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<DestructionPageDto> {
    return this.retention.destructions(actor, query);
  }

  @Post('destructions/:id/certificate')
  @HttpCode(202)
  @Allow('data-protection.read-retention')
  @ApiOperation({ summary: '生成销毁证明（PDF），完成后在导出中心下载' })
  @ApiAcceptedResponse({ type: FileOrderDto })
  certificate(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<FileOrderDto> {
    return this.certificates.order(actor, id);
  }
}
