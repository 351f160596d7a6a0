import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch, sendFile } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { BeginPaperBody, PaperBatchDto, PaperBatchPageDto, PaperBatchQuery, PaperDifferencesDto, SettlePaperBody } from './paper.dto.js';
import { PaperBatchService } from './paper-batch.service.js';
import { PaperSettlingService } from './paper-settling.service.js';
import { PaperTakingService } from './paper-taking.service.js';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@ApiTags('screening')
@Controller('screening/paper-batches')
export class PaperBatchController {
  constructor(
    @Inject(PaperBatchService) private readonly batches: PaperBatchService,
    @Inject(PaperSettlingService) private readonly settling: PaperSettlingService,
    @Inject(PaperTakingService) private readonly taking: PaperTakingService,
  ) {}

  @Get()
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '一轮测评中的纸质答卷批次' })
  @ApiOkResponse({ type: PaperBatchPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: PaperBatchQuery): Promise<PaperBatchPageDto> {
    return this.batches.list(actor, query);
  }

  @Post()
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '开始录入一个班的一份量表；内容相同的再次调用得到同一批' })
  @ApiCreatedResponse({ type: PaperBatchDto })
  begin(@CurrentActor() actor: Actor, @Body() body: BeginPaperBody): Promise<PaperBatchDto> {
    return this.batches.begin(actor, body);
  }

  @Get(':id')
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '一批纸质答卷录到了哪里' })
  @ApiOkResponse({ type: PaperBatchDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<PaperBatchDto> {
    return this.batches.one(actor, id);
  }

  @Get(':id/template.xlsx')
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '录入表：每个座位一行，每题一列' })
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async template(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.batches.template(actor, id), '纸质答卷录入表.xlsx', XLSX);
  }

  @Get(':id/differences')
  @Allow('screening.settle-paper')
  @ApiOperation({ summary: '两遍录入的不一致：逐人逐题' })
  @ApiOkResponse({ type: PaperDifferencesDto })
  differences(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<PaperDifferencesDto> {
    return this.settling.differences(actor, id);
  }

  @Put(':id/settlements')
  @Allow('screening.settle-paper')
  @ApiOperation({ summary: '为不一致之处选定答案；别人先改过的返回 409 与现状' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: PaperDifferencesDto })
  settle(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: SettlePaperBody): Promise<PaperDifferencesDto> {
    return this.settling.settle(actor, id, seen, body);
  }

  @Post(':id/take')
  @HttpCode(200)
  @Allow('screening.settle-paper')
  @ApiOperation({ summary: '计入测评：与线上答卷同样计分；再次调用结果不变' })
  @ApiOkResponse({ type: PaperBatchDto })
  take(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<PaperBatchDto> {
    return this.taking.take(actor, id);
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '放弃这一批：已录的全部删除，已发出的提醒不撤回' })
  @ApiNoContentResponse()
  cancel(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.batches.cancel(actor, id);
  }
}
