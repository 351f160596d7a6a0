import { type Actor, refuse } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  AskedClassesDto, CampaignPageDto, CampaignPlannedDto, CampaignQuery, ClassConsentDto, ClassQuery, ConsentRecordedDto, ConsentSlipsDto, InviteBody,
  PaperConsentBody, PlanCampaignBody, ScanBody,
} from './campaign.dto.js';
import { CampaignService } from './campaign.service.js';
import { PaperConsentService } from './paper-consent.service.js';

const MOST_BYTES = 10 * 1024 * 1024;

@ApiTags('data-protection')
@Controller('data-protection')
export class CampaignController {
  constructor(
    @Inject(CampaignService) private readonly campaigns: CampaignService,
    @Inject(PaperConsentService) private readonly papers: PaperConsentService,
  ) {}

  @Get('consent-campaigns')
  @Allow('data-protection.read-campaigns')
  @ApiOperation({ summary: '征求同意的进度，只有人数；拒绝与撤回单独计数' })
  @ApiOkResponse({ type: CampaignPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: CampaignQuery): Promise<CampaignPageDto> {
    return this.campaigns.list(actor, query);
  }

  @Post('consent-campaigns')
  @Allow('data-protection.plan-campaign')
  @ApiOperation({ summary: '发起征求同意' })
  @ApiCreatedResponse({ type: CampaignPlannedDto })
  plan(@CurrentActor() actor: Actor, @Body() body: PlanCampaignBody): Promise<CampaignPlannedDto> {
    return this.campaigns.plan(actor, body);
  }

  @Get('consent-campaigns/:id/classes')
  @Allow('data-protection.read-consents')
  @ApiOperation({ summary: '可以查看和印发的班级' })
  @ApiOkResponse({ type: AskedClassesDto })
  async classes(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<AskedClassesDto> {
    return { items: await this.campaigns.classes(actor, id) };
  }

  @Get('consent-campaigns/:id/pupils')
  @Allow('data-protection.read-consents')
  @ApiOperation({ summary: '一个班每名学生的同意情况' })
  @ApiOkResponse({ type: ClassConsentDto })
  ofClass(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Query() { classId }: ClassQuery): Promise<ClassConsentDto> {
    return this.campaigns.ofClass(actor, id, classId);
  }

  @Post('consent-campaigns/:id/invitations')
  @HttpCode(200)
  @Allow('data-protection.record-consent')
  @ApiOperation({ summary: '为一个班印发同意码；已经答复的不再询问，重印后旧码作废' })
  @ApiOkResponse({ type: ConsentSlipsDto })
  invite(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() { classId }: InviteBody): Promise<ConsentSlipsDto> {
    return this.campaigns.invite(actor, id, classId);
  }

  @Post('consent-campaigns/:id/papers')
  @Allow('data-protection.record-consent')
  @ApiOperation({ summary: '录入一份纸质同意书' })
  @ApiCreatedResponse({ type: ConsentRecordedDto })
  enter(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: PaperConsentBody): Promise<ConsentRecordedDto> {
    return this.papers.enter(actor, id, body);
  }

  @Post('consent-records/:id/scan')
  @HttpCode(204)
  @Allow('data-protection.record-consent')
  @ApiOperation({ summary: '上传纸质同意书的扫描件' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: ScanBody })
  @ApiNoContentResponse()
  async attach(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!request.isMultipart()) throw refuse('data-protection/scan-missing');
    const part = await request.file({ limits: { fileSize: MOST_BYTES } });
    const content = await part?.toBuffer();
    if (!content || content.length === 0) throw refuse('data-protection/scan-missing');
    await this.papers.attach(actor, id, content);
  }
}
