import { type Actor, refuse } from '@heliotrope/kernel';
import { Allow, CurrentActor, sendFile } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConfirmBody, RosterImportDetailDto, RosterImportPageDto, RosterImportQuery, RosterUploadBody, StartedDto } from './roster-import.dto.js';
import { RosterImportService } from './roster-import.service.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const LARGEST = 1_500_000_000; // three million rows of CSV are half a gigabyte

@ApiTags('organisation')
@Controller('organisation/roster-imports')
export class RosterImportController {
  constructor(@Inject(RosterImportService) private readonly imports: RosterImportService) {}

  @Get('template.xlsx')
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '名册导入模板' })
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  template(@Res({ passthrough: true }) reply: FastifyReply): StreamableFile {
    return sendFile(reply, this.imports.template(), '学生名册导入模板.xlsx', XLSX);
  }

  @Post()
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '上传名册并预检，不改动名册' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: RosterUploadBody })
  @ApiCreatedResponse({ type: StartedDto })
  async upload(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<StartedDto> {
    if (!request.isMultipart()) throw refuse('organisation/file-missing');
    const part = await request.file({ limits: { fileSize: LARGEST } });
    if (!part) throw refuse('organisation/file-missing');
    const asked = part.fields['jurisdictionId'];
    const text = asked && 'value' in asked ? String(asked.value) : '';
    const sheet = { name: part.filename ?? '', content: part.file, isCut: () => part.file.truncated };
    return this.imports.upload(actor, sheet, /^\d{1,9}$/.test(text) ? Number(text) : undefined);
  }

  @Get()
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '历次导入' })
  @ApiOkResponse({ type: RosterImportPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: RosterImportQuery): Promise<RosterImportPageDto> {
    return this.imports.list(actor, query.cursor, query.limit);
  }

  @Get(':id')
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '一次导入的状态和预检结果' })
  @ApiOkResponse({ type: RosterImportDetailDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<RosterImportDetailDto> {
    return this.imports.one(actor, id);
  }

  @Get(':id/errors.xlsx')
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '错误行及原因，改好后可直接再次上传' })
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async faults(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.faultSheet(actor, id), '名册错误行.xlsx', XLSX);
  }

  @Post(':id/confirm')
  @HttpCode(202)
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '确认导入' })
  @ApiOkResponse({ type: StartedDto })
  confirm(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: ConfirmBody): Promise<StartedDto> {
    return this.imports.confirm(actor, id, body.applyLeaving === true);
  }

  @Post(':id/undo')
  @HttpCode(202)
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '撤销整次导入，恢复到导入之前' })
  @ApiOkResponse({ type: StartedDto })
  undo(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<StartedDto> {
    return this.imports.undo(actor, id);
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '放弃导入' })
  @ApiNoContentResponse()
  cancel(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.imports.cancel(actor, id);
  }
}
