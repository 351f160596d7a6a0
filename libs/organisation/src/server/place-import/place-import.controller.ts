import { type Actor, refuse } from '@heliotrope/kernel';
import { Allow, CurrentActor, sendFile } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseEnumPipe, ParseUUIDPipe, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PLACE_KINDS, PLACE_SHEETS, type PlaceKind } from '../../rules/index.js';
import { PlaceConfirmBody, PlaceImportDto, PlaceUploadBody } from './place-import.dto.js';
import { PlaceImportService } from './place-import.service.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Several times a full sheet of 20,000 rows; it is held in memory whole. */
const LARGEST = 10 * 1024 * 1024;
const KIND = new ParseEnumPipe(Object.fromEntries(PLACE_KINDS.map((kind) => [kind, kind])));
const KIND_PARAM = { name: 'kind', enum: PLACE_KINDS };

class PlaceStartedDto {
  @ApiProperty()
  id!: string;
}

@ApiTags('organisation')
@Controller('organisation/place-imports/:kind')
export class PlaceImportController {
  constructor(@Inject(PlaceImportService) private readonly imports: PlaceImportService) {}

  @Get('template.xlsx')
  @Allow('organisation.import-places')
  @ApiOperation({ summary: '学校、班级或重点关注的导入模板' })
  @ApiParam(KIND_PARAM)
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async template(@CurrentActor() actor: Actor, @Param('kind', KIND) kind: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.template(actor, kind as PlaceKind), `${PLACE_SHEETS[kind as PlaceKind].name}导入模板.xlsx`, XLSX);
  }

  @Post()
  @Allow('organisation.import-places')
  @ApiOperation({ summary: '上传表格并预检，不写入任何数据' })
  @ApiParam(KIND_PARAM)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: PlaceUploadBody })
  @ApiCreatedResponse({ type: PlaceStartedDto })
  async upload(@CurrentActor() actor: Actor, @Param('kind', KIND) kind: string, @Req() request: FastifyRequest): Promise<PlaceStartedDto> {
    this.imports.admit(actor, kind as PlaceKind); // before a byte of the file is read
    if (!request.isMultipart()) throw refuse('organisation/file-missing');
    const part = await request.file({ limits: { fileSize: LARGEST } });
    if (!part) throw refuse('organisation/file-missing');
    const content = await part.toBuffer();
    if (content.length === 0) throw refuse('organisation/file-missing');
    const asked = part.fields['jurisdictionId'];
    const text = asked && 'value' in asked ? String(asked.value) : '';
    return this.imports.upload(actor, kind as PlaceKind, { name: part.filename ?? '', content }, /^\d{1,9}$/.test(text) ? Number(text) : undefined);
  }

  @Get(':id')
  @Allow('organisation.import-places')
  @ApiOperation({ summary: '预检结果' })
  @ApiParam(KIND_PARAM)
  @ApiOkResponse({ type: PlaceImportDto })
  one(@CurrentActor() actor: Actor, @Param('kind', KIND) kind: string, @Param('id', ParseUUIDPipe) id: string): Promise<PlaceImportDto> {
    return this.imports.one(actor, kind as PlaceKind, id);
  }

  @Get(':id/errors.xlsx')
  @Allow('organisation.import-places')
  @ApiOperation({ summary: '错误行及原因，改好后可直接再次上传' })
  @ApiParam(KIND_PARAM)
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async faults(
    @CurrentActor() actor: Actor, @Param('kind', KIND) kind: string, @Param('id', ParseUUIDPipe) id: string, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.imports.faultSheet(actor, kind as PlaceKind, id), `${PLACE_SHEETS[kind as PlaceKind].name}错误行.xlsx`, XLSX);
  }

  @Post(':id/confirm')
  @HttpCode(204)
  @Allow('organisation.import-places')
  @ApiOperation({ summary: '确认写入' })
  @ApiParam(KIND_PARAM)
  @ApiNoContentResponse()
  confirm(@CurrentActor() actor: Actor, @Param('kind', KIND) kind: string, @Param('id', ParseUUIDPipe) id: string, @Body() _body: PlaceConfirmBody): Promise<void> {
    return this.imports.confirm(actor, kind as PlaceKind, id);
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Allow('organisation.import-places')
  @ApiOperation({ summary: '放弃' })
  @ApiParam(KIND_PARAM)
  @ApiNoContentResponse()
  cancel(@CurrentActor() actor: Actor, @Param('kind', KIND) kind: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.imports.cancel(actor, kind as PlaceKind, id);
  }
}
