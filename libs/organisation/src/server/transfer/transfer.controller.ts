import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AcceptTransferBody, DeclineTransferBody, ProposeTransferBody, ReceivingSchoolDto, SchoolSearchQuery, TransferDto, TransferPageDto, TransferQuery,
  TransferSummaryBody, TransferSummaryDto,
} from './transfer.dto.js';
import { TransferService } from './transfer.service.js';

@ApiTags('organisation')
@Controller('organisation/transfers')
export class TransferController {
  constructor(@Inject(TransferService) private readonly transfers: TransferService) {}

  @Get('schools')
  @Allow('organisation.transfer-out')
  @ApiOperation({ summary: '查找转入学校' })
  @ApiOkResponse({ type: [ReceivingSchoolDto] })
  schools(@Query() query: SchoolSearchQuery): Promise<ReceivingSchoolDto[]> {
    return this.transfers.receivingSchools(query.q);
  }

  @Get()
  @Allow('organisation.read-transfers')
  @ApiOperation({ summary: '转出或转入的学生' })
  @ApiOkResponse({ type: TransferPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: TransferQuery): Promise<TransferPageDto> {
    return this.transfers.list(actor, query.side, query.cursor, query.limit);
  }

  @Post()
  @Allow('organisation.transfer-out')
  @ApiOperation({ summary: '提出转学' })
  @ApiCreatedResponse({ type: TransferDto })
  propose(@CurrentActor() actor: Actor, @Body() body: ProposeTransferBody): Promise<TransferDto> {
    return this.transfers.propose(actor, body);
  }

  @Get(':id')
  @Allow('organisation.read-transfers')
  @ApiOperation({ summary: '一次转学' })
  @ApiOkResponse({ type: TransferDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<TransferDto> {
    return this.transfers.one(actor, id);
  }

  @Post(':id/withdraw')
  @HttpCode(204)
  @Allow('organisation.transfer-out')
  @ApiOperation({ summary: '撤回转学' })
  @ApiNoContentResponse()
  withdraw(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.transfers.withdraw(actor, id);
  }

  @Post(':id/accept')
  @HttpCode(204)
  @Allow('organisation.transfer-in')
  @ApiOperation({ summary: '接收转入学生并分班' })
  @ApiNoContentResponse()
  accept(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: AcceptTransferBody): Promise<void> {
    return this.transfers.accept(actor, id, body.classId);
  }

  @Post(':id/decline')
  @HttpCode(204)
  @Allow('organisation.transfer-in')
  @ApiOperation({ summary: '不接收，写明原因' })
  @ApiNoContentResponse()
  decline(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: DeclineTransferBody): Promise<void> {
    return this.transfers.decline(actor, id, body.reason);
  }

  @Put(':id/summary')
  @HttpCode(204)
  @Allow('organisation.write-transfer-summary')
  @ApiOperation({ summary: '撰写随转交接摘要' })
  @ApiNoContentResponse()
  writeSummary(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: TransferSummaryBody): Promise<void> {
    return this.transfers.writeSummary(actor, id, body.text);
  }

  @Get(':id/summary')
  @Allow('organisation.read-transfer-summary')
  @ApiOperation({ summary: '查看随转交接摘要（留痕）' })
  @ApiOkResponse({ type: TransferSummaryDto })
  async readSummary(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<TransferSummaryDto> {
    return { text: await this.transfers.readSummary(actor, id) };
  }
}
