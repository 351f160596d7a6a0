import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RegionBoardDto, RegionBoardQuery } from './board.dto.js';
import { RegionBoardService } from './region-board.service.js';

@ApiTags('screening')
@Controller('screening/board')
export class BoardController {
  constructor(@Inject(RegionBoardService) private readonly boards: RegionBoardService) {}

  @Get()
  @Allow('screening.read-board')
  @ApiOperation({ summary: '一学年的测评进度：按下级教育局汇总，只有人数' })
  @ApiOkResponse({ type: RegionBoardDto })
  board(@CurrentActor() actor: Actor, @Query() query: RegionBoardQuery): Promise<RegionBoardDto> {
    return this.boards.board(actor, query);
  }
}
