import { type Actor, refuse } from '@heliotrope/kernel';
import { Allow, CurrentActor, sendFile } from '@heliotrope/platform';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StaffImportDto, StaffStartedDto, StaffUploadBody } from './staff-import.dto.js';
import { StaffImportService } from './staff-import.service.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const LARGEST = 20 * 1024 * 1024;

@ApiTags('account')
@Controller('organisation/staff-imports')
export class StaffImportController {
  constructor(@Inject(StaffImportService) private readonly imports: StaffImportService) {}

  @Get('template.xlsx')
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '人员名单模板' })
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  template(@Res({ passthrough: true }) reply: FastifyReply): StreamableFile {
    return sendFile(reply, this.imports.template(), '人员名单模板.xlsx', XLSX);
  }

  @Post()
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '上传人员名单并预检，不建立任何账号' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: StaffUploadBody })
  @ApiCreatedResponse({ type: StaffStartedDto })
  async upload(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<StaffStartedDto> {
    if (!request.isMultipart()) throw refuse('organisation/file-missing');
    const part = await request.file({ limits: { fileSize: LARGEST } });
    if (!part) throw refuse('organisation/file-missing');
    const content = await part.toBuffer();
    if (content.length === 0) throw refuse('organisation/file-missing');
    const asked = part.fields['jurisdictionId'];
    const text = asked && 'value' in asked ? String(asked.value) : '';
    return this.imports.upload(actor, { name: part.filename ?? '', content }, /^\d{1,9}$/.test(text) ? Number(text) : undefined);
  }

  @Get(':id')
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '预检结果' })
  @ApiOkResponse({ type: StaffImportDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<StaffImportDto> {
    return this.imports.one(actor, id);
  }

  @Get(':id/errors.xlsx')
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '错误行及原因，改好后可直接再次上传' })
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async faults(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.faultSheet(actor, id), '人员名单错误行.xlsx', XLSX);
  }

  @Post(':id/confirm')
  @HttpCode(204)
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '确认建立账号' })
  @ApiNoContentResponse()
  confirm(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.imports.confirm(actor, id);
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '放弃' })
  @ApiNoContentResponse()
  cancel(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.imports.cancel(actor, id);
  }
}
