import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FollowUpCapacityDto } from '../capacity/capacity.dto.js';
import { BoardDto, BoardQuery } from '../completion/board.dto.js';
import { BoardService } from '../completion/board.service.js';
import { OpenRoundBody, PlanRoundBody, RoundDto, RoundOpeningDto, RoundPageDto, RoundPlannedDto, RoundQuery } from './round.dto.js';
import { RoundService } from './round.service.js';
import { SeatSlipsDto, SeatSlipsQuery } from './seat-slip.dto.js';
import { SeatSlipService } from './seat-slip.service.js';

@ApiTags('screening')
@Controller('screening/rounds')
export class RoundController {
  constructor(
    @Inject(RoundService) private readonly rounds: RoundService,
    @Inject(BoardService) private readonly boards: BoardService,
    @Inject(SeatSlipService) private readonly slips: SeatSlipService,
  ) {}

  @Get()
  @Allow('screening.read-board')
  @ApiOperation({ summary: '测评轮次列表' })
  @ApiOkResponse({ type: RoundPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: RoundQuery): Promise<RoundPageDto> {
    return this.rounds.list(actor, query);
  }

  @Post()
  @Allow('screening.plan-round')
  @ApiOperation({ summary: '制定测评轮次' })
  @ApiCreatedResponse({ type: RoundPlannedDto })
  plan(@CurrentActor() actor: Actor, @Body() body: PlanRoundBody): Promise<RoundPlannedDto> {
    return this.rounds.plan(actor, body);
  }

  @Get(':id')
  @Allow('screening.read-board')
  @ApiOperation({ summary: '一轮测评' })
  @ApiOkResponse({ type: RoundDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<RoundDto> {
    return this.rounds.one(actor, id);
  }

  @Post(':id/open')
  @HttpCode(202)
  @Allow('screening.open-round')
  @ApiOperation({ summary: '开启测评：后台为每名应测学生分配座位；再次调用只补后来的学生' })
  @ApiAcceptedResponse({ type: RoundOpeningDto })
  open(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() { reason }: OpenRoundBody): Promise<RoundOpeningDto> {
    return this.rounds.open(actor, id, reason);
  }

  @Get(':id/follow-up-capacity')
  @Allow('screening.open-round')
  @ApiOperation({ summary: '开启前：预计访谈量与心理教师可用时间' })
  @ApiOkResponse({ type: FollowUpCapacityDto })
  capacity(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<FollowUpCapacityDto> {
    return this.rounds.capacity(actor, id);
  }

  @Post(':id/close')
  @HttpCode(204)
  @Allow('screening.close-round')
  @ApiOperation({ summary: '结束测评：此后不再接收答卷' })
  @ApiNoContentResponse()
  close(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.rounds.close(actor, id);
  }

  @Get(':id/board')
  @Allow('screening.read-board')
  @ApiOperation({ summary: '完成进度：按学校或班级汇总，只有人数' })
  @ApiOkResponse({ type: BoardDto })
  board(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Query() { parent }: BoardQuery): Promise<BoardDto> {
    return this.boards.board(actor, id, parent);
  }

  @Get(':id/seat-slips')
  @Allow('screening.print-seat-slips')
  @ApiOperation({ summary: '一个班的座位条：班级码与每名学生的座位码，供打印' })
  @ApiOkResponse({ type: SeatSlipsDto })
  seatSlips(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Query() { classId, windowId }: SeatSlipsQuery): Promise<SeatSlipsDto> {
    return this.slips.ofClass(actor, id, classId, windowId);
  }
}
