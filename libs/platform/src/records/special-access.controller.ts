import type { Actor } from '@heliotrope/kernel';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor } from '../access/allow.js';
import { AskAccessBody, DecideAccessBody, SpecialAccessDto, SpecialAccessListDto, VerdictBody } from './special-access.dto.js';
import { SpecialAccessService } from './special-access.service.js';

@ApiTags('platform')
@Controller('special-access')
export class SpecialAccessController {
  constructor(@Inject(SpecialAccessService) private readonly accesses: SpecialAccessService) {}

  @Get()
  @Allow('platform.ask-access')
  @ApiOperation({ summary: '我申请过的查看' })
  @ApiOkResponse({ type: SpecialAccessListDto })
  async mine(@CurrentActor() actor: Actor): Promise<SpecialAccessListDto> {
    return { items: await this.accesses.mine(actor) };
  }

  @Post()
  @Allow('platform.ask-access')
  @ApiOperation({ summary: '申请查看常规权限之外的一份记录，由他人批准' })
  @ApiCreatedResponse({ type: SpecialAccessDto })
  ask(@CurrentActor() actor: Actor, @Body() body: AskAccessBody): Promise<SpecialAccessDto> {
    return this.accesses.ask(actor, body);
  }

  @Post('emergency')
  @Allow('platform.break-glass')
  @ApiOperation({ summary: '紧急查看：立即生效，至多 24 小时，同时告知学校负责人和审计管理员，三日内由他人复核' })
  @ApiCreatedResponse({ type: SpecialAccessDto })
  breakGlass(@CurrentActor() actor: Actor, @Body() body: AskAccessBody): Promise<SpecialAccessDto> {
    return this.accesses.breakGlass(actor, body);
  }

  @Get('waiting')
  @Allow('platform.approve-access')
  @ApiOperation({ summary: '待我审批的申请与待复核的紧急查看' })
  @ApiOkResponse({ type: SpecialAccessListDto })
  async waiting(@CurrentActor() actor: Actor): Promise<SpecialAccessListDto> {
    return { items: await this.accesses.waiting(actor) };
  }

  @Post(':id/decision')
  @HttpCode(200)
  @Allow('platform.approve-access')
  @ApiOperation({ summary: '批准或不批准一份查看申请；不能批准自己的' })
  @ApiOkResponse({ type: SpecialAccessDto })
  decide(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: DecideAccessBody): Promise<SpecialAccessDto> {
    return this.accesses.decide(actor, id, body);
  }

  @Post(':id/verdict')
  @HttpCode(200)
  @Allow('platform.approve-access')
  @ApiOperation({ summary: '复核一次紧急查看：是否正当；不能复核自己的' })
  @ApiOkResponse({ type: SpecialAccessDto })
  judge(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: VerdictBody): Promise<SpecialAccessDto> {
    return this.accesses.judge(actor, id, body);
  }
}
