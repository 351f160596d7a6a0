import { type Actor, refuse } from '@heliotrope/kernel';
import { Allow, CurrentActor, sendFile } from '@heliotrope/platform';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PaperEntryDto, PaperStartedDto, PaperUploadBody } from './paper.dto.js';
import { XLSX } from './paper-batch.controller.js';
import { PaperEntryService } from './paper-entry.service.js';

/** A class of a hundred with two hundred items, ten times over; it is held in memory whole. */
const LARGEST = 2 * 1024 * 1024;

@ApiTags('screening')
@Controller('screening/paper-batches/:id/entries')
export class PaperEntryController {
  constructor(@Inject(PaperEntryService) private readonly entries: PaperEntryService) {}

  @Post()
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '上传录好的表格并预检；须立即关注的作答此时即通知，其余确认后才记下' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: PaperUploadBody })
  @ApiCreatedResponse({ type: PaperStartedDto })
  async upload(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Req() request: FastifyRequest): Promise<PaperStartedDto> {
    this.entries.allowed(actor);
    if (!request.isMultipart()) throw refuse('screening/paper-file-missing');
    const part = await request.file({ limits: { fileSize: LARGEST } });
    if (!part) throw refuse('screening/paper-file-missing');
    const content = await part.toBuffer();
    const asked = part.fields['turn'];
    const turn = asked && 'value' in asked ? String(asked.value) : '';
    if (content.length === 0 || (turn !== '1' && turn !== '2')) throw refuse('screening/paper-file-missing');
    return this.entries.upload(actor, id, { turn: turn === '1' ? 1 : 2, name: part.filename ?? '', content });
  }

  @Get(':entryId')
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '预检结果；只有录入的人看得到' })
  @ApiOkResponse({ type: PaperEntryDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('entryId', ParseUUIDPipe) entryId: string): Promise<PaperEntryDto> {
    return this.entries.one(actor, id, entryId);
  }

  @Get(':entryId/errors.xlsx')
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '错误行及原因，改好后可直接再次上传' })
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async faults(
    @CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('entryId', ParseUUIDPipe) entryId: string, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.entries.faultSheet(actor, id, entryId), '纸质答卷错误行.xlsx', XLSX);
  }

  @Post(':entryId/confirm')
  @HttpCode(204)
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '确认：记为这一遍的录入' })
  @ApiNoContentResponse()
  confirm(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('entryId', ParseUUIDPipe) entryId: string): Promise<void> {
    return this.entries.confirm(actor, id, entryId);
  }

  @Post(':entryId/cancel')
  @HttpCode(204)
  @Allow('screening.enter-paper')
  @ApiOperation({ summary: '放弃这次上传' })
  @ApiNoContentResponse()
  cancel(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('entryId', ParseUUIDPipe) entryId: string): Promise<void> {
    return this.entries.cancel(actor, id, entryId);
  }
}
