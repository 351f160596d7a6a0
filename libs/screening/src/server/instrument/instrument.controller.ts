import { Readable } from 'node:stream';
import { type Actor, refuse } from '@heliotrope/kernel';
import { Allow, CurrentActor, sendFile } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ApproveBody, ApprovedDto, BureauQuery, DraftDto, InstrumentDetailDto, InstrumentsDto, InstrumentUploadBody, RecordLicenceBody, SavedInstrumentDto,
  SaveInstrumentBody, WithdrawApprovalBody,
} from './instrument.dto.js';
import { InstrumentService } from './instrument.service.js';
import { InstrumentImportService } from './instrument-import.service.js';
import { instrumentWorkbook } from './instrument-workbook.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const FHIR = 'application/fhir+json';
const MOST_BYTES = 4 * 1024 * 1024;
const FILE = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('screening')
@Controller('screening')
export class InstrumentController {
  constructor(
    @Inject(InstrumentService) private readonly instruments: InstrumentService,
    @Inject(InstrumentImportService) private readonly imports: InstrumentImportService,
  ) {}

  @Get('instruments')
  @Allow('screening.read-instruments')
  @ApiOperation({ summary: '量表库：本局、上级局导入的和随软件提供的；没有题目、权重和界限' })
  @ApiOkResponse({ type: InstrumentsDto })
  list(@CurrentActor() actor: Actor, @Query() { bureauId }: BureauQuery): Promise<InstrumentsDto> {
    return this.instruments.list(actor, bureauId);
  }

  @Get('instruments/template.xlsx')
  @Allow('screening.edit-instruments')
  @ApiOperation({ summary: '量表导入模板' })
  @ApiProduces(XLSX)
  @ApiOkResponse(FILE)
  async template(@Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await instrumentWorkbook(), '量表导入模板.xlsx', XLSX);
  }

  @Post('instruments/drafts')
  @HttpCode(200)
  @Allow('screening.edit-instruments')
  @ApiOperation({ summary: '读取一份量表文件并检查，不保存' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: InstrumentUploadBody })
  @ApiOkResponse({ type: DraftDto })
  async read(@Req() request: FastifyRequest): Promise<DraftDto> {
    if (!request.isMultipart()) throw refuse('screening/instrument-file-missing');
    const part = await request.file({ limits: { fileSize: MOST_BYTES } });
    const bytes = await part?.toBuffer();
    if (!bytes || bytes.length === 0) throw refuse('screening/instrument-file-missing');
    return this.imports.read(bytes);
  }

  @Post('instruments')
  @Allow('screening.edit-instruments')
  @ApiOperation({ summary: '保存试算过的量表为本局的一个版本；保存后不再改动' })
  @ApiCreatedResponse({ type: SavedInstrumentDto })
  save(@CurrentActor() actor: Actor, @Body() body: SaveInstrumentBody): Promise<SavedInstrumentDto> {
    return this.imports.save(actor, body);
  }

  @Get('instruments/:key')
  @Allow('screening.read-instruments')
  @ApiOperation({ summary: '一份量表的题目、结构、来源和批准；没有权重' })
  @ApiOkResponse({ type: InstrumentDetailDto })
  one(@CurrentActor() actor: Actor, @Param('key') key: string, @Query() { bureauId }: BureauQuery): Promise<InstrumentDetailDto> {
    return this.instruments.one(actor, ...partsOf(key), bureauId);
  }

  @Get('instruments/:key/workbook.xlsx')
  @Allow('screening.edit-instruments')
  @ApiOperation({ summary: '导出为表格，含计分键' })
  @ApiProduces(XLSX)
  @ApiOkResponse(FILE)
  async workbook(@CurrentActor() actor: Actor, @Param('key') key: string, @Query() { bureauId }: BureauQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.instruments.workbook(actor, ...partsOf(key), bureauId), `${key}.xlsx`, XLSX);
  }

  @Get('instruments/:key/questionnaire.json')
  @Allow('screening.edit-instruments')
  @ApiOperation({ summary: '导出为 FHIR R4 Questionnaire，含计分键' })
  @ApiProduces(FHIR)
  @ApiOkResponse(FILE)
  async questionnaire(@CurrentActor() actor: Actor, @Param('key') key: string, @Query() { bureauId }: BureauQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const resource = await this.instruments.questionnaire(actor, ...partsOf(key), bureauId);
    return sendFile(reply, Readable.from([Buffer.from(JSON.stringify(resource, null, 2))], { objectMode: false }), `${key}.fhir.json`, FHIR);
  }

  @Post('instruments/:key/licences')
  @HttpCode(204)
  @Allow('screening.edit-instruments')
  @ApiOperation({ summary: '登记或续登授权' })
  @ApiNoContentResponse()
  record(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: RecordLicenceBody): Promise<void> {
    return this.imports.renew(actor, ...partsOf(key), body);
  }

  @Post('instruments/:key/approvals')
  @Allow('screening.approve-instrument')
  @ApiOperation({ summary: '逐题读过之后批准用于某些年级' })
  @ApiCreatedResponse({ type: ApprovedDto })
  approve(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: ApproveBody): Promise<ApprovedDto> {
    return this.instruments.approve(actor, ...partsOf(key), body);
  }

  @Post('instrument-approvals/:id/withdraw')
  @HttpCode(204)
  @Allow('screening.approve-instrument')
  @ApiOperation({ summary: '撤回批准：还没有开启的轮次不能再用' })
  @ApiNoContentResponse()
  withdraw(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() { reason }: WithdrawApprovalBody): Promise<void> {
    return this.instruments.withdraw(actor, id, reason);
  }
}

/** `phq-9@1.1.0`. @throws Refusal when it is no key; the answer is the same as for one nobody has. */
function partsOf(key: string): [code: string, version: string] {
  const parts = /^([a-z0-9-]{1,60})@([0-9.+]{1,30})$/.exec(key);
  if (!parts) throw refuse('screening/instrument-absent');
  return [parts[1]!, parts[2]!];
}
