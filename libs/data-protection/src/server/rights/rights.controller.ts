import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatchOrNull } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessPackService } from './access-pack.service.js';
import { GrantRequestBody, PackOrderDto, ReceiveRequestBody, RefuseRequestBody, RequestReceivedDto, RightsDetailDto, RightsPageDto, RightsQuery } from './rights.dto.js';
import { RightsService } from './rights.service.js';

@ApiTags('data-protection')
@Controller('data-protection/rights-requests')
export class RightsController {
  constructor(
    @Inject(RightsService) private readonly rights: RightsService,
    @Inject(AccessPackService) private readonly packs: AccessPackService,
  ) {}

  @Get()
  @Allow('data-protection.rights-desk')
  @ApiOperation({ summary: '个人信息权利申请：未答复的在前，按期限排序' })
  @ApiOkResponse({ type: RightsPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: RightsQuery): Promise<RightsPageDto> {
    return this.rights.list(actor, query);
  }

  @Post()
  @Allow('data-protection.rights-desk')
  @ApiOperation({ summary: '登记一份申请；答复期限按工作日计算' })
  @ApiCreatedResponse({ type: RequestReceivedDto })
  receive(@CurrentActor() actor: Actor, @Body() body: ReceiveRequestBody): Promise<RequestReceivedDto> {
    return this.rights.receive(actor, body);
  }

  @Get(':id')
  @Allow('data-protection.rights-desk')
  @ApiOperation({ summary: '一份申请；查看留痕' })
  @ApiOkResponse({ type: RightsDetailDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<RightsDetailDto> {
    return this.rights.one(actor, id);
  }

  @Post(':id/grant')
  @HttpCode(200)
  @Allow('data-protection.decide-rights')
  @ApiOperation({ summary: '同意并办理；更正类申请同时更正名册，删除类申请可同时销毁所列数据' })
  @ApiHeader({ name: 'if-match', description: '要更正名册时必填：读取时学生记录的版本，如 "3"', required: false })
  @ApiOkResponse({ type: RightsDetailDto })
  grant(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatchOrNull() seen: number | null, @Body() body: GrantRequestBody): Promise<RightsDetailDto> {
    return this.rights.grant(actor, id, seen, body);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Allow('data-protection.decide-rights')
  @ApiOperation({ summary: '书面拒绝，须说明理由' })
  @ApiOkResponse({ type: RightsDetailDto })
  refuse(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() { reason }: RefuseRequestBody): Promise<RightsDetailDto> {
    return this.rights.refuse(actor, id, reason);
  }

  @Post(':id/pack')
  @HttpCode(202)
  @Allow('data-protection.rights-desk')
  @ApiOperation({ summary: '申请生成查阅材料（PDF）；须他人批准，加密压缩，完成后在导出中心下载' })
  @ApiAcceptedResponse({ type: PackOrderDto })
  pack(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<PackOrderDto> {
    return this.packs.order(actor, id);
  }
}
