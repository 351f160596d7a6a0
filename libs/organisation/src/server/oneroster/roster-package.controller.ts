import { type Actor, refuse } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PackageReadDto, PackageUploadBody, RosterPackageBody, RosterPackageOrderDto } from './roster-package.dto.js';
import { PackageImportService } from './package-import.service.js';
import { RosterPackageService } from './roster-package.service.js';

const LARGEST = 64 * 1024 * 1024;

@ApiTags('exchange')
@Controller('organisation')
export class RosterPackageController {
  constructor(
    @Inject(RosterPackageService) private readonly packages: RosterPackageService,
    @Inject(PackageImportService) private readonly imports: PackageImportService,
  ) {}

  @Post('oneroster-exports')
  @HttpCode(202)
  @Allow('organisation.export-roster')
  @ApiOperation({ summary: '申请导出OneRoster 1.2数据包；须他人批准，加密压缩' })
  @ApiAcceptedResponse({ type: RosterPackageOrderDto })
  order(@CurrentActor() actor: Actor, @Body() body: RosterPackageBody): Promise<RosterPackageOrderDto> {
    return this.packages.order(actor, body);
  }

  @Post('oneroster-imports')
  @Allow('organisation.import-roster')
  @ApiOperation({ summary: '上传OneRoster数据包，转为名册并预检，不改动名册' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: PackageUploadBody })
  @ApiCreatedResponse({ type: PackageReadDto })
  async upload(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PackageReadDto> {
    if (!request.isMultipart()) throw refuse('organisation/file-missing');
    const part = await request.file({ limits: { fileSize: LARGEST } });
    if (!part) throw refuse('organisation/file-missing');
    const asked = part.fields['jurisdictionId'];
    const text = asked && 'value' in asked ? String(asked.value) : '';
    return this.imports.read(actor, await part.toBuffer(), part.filename ?? '', /^\d{1,9}$/.test(text) ? Number(text) : undefined);
  }
}
