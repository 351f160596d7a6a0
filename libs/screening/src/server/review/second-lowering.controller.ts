import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, PageQuery } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LevelDecisionService } from './level-decision.service.js';
import { LoweringService } from './lowering.service.js';
import { LoweringPageDto, SecondLoweringBody } from './second-lowering.dto.js';

@ApiTags('screening')
@Controller('screening')
export class SecondLoweringController {
  constructor(
    @Inject(LoweringService) private readonly lowerings: LoweringService,
    @Inject(LevelDecisionService) private readonly decisions: LevelDecisionService,
  ) {}

  @Get('lowerings')
  @Allow('screening.second-lowering')
  @ApiOperation({ summary: '待第二人同意的下调；不含作答与得分，每次查看都留痕' })
  @ApiOkResponse({ type: LoweringPageDto })
  waiting(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<LoweringPageDto> {
    return this.lowerings.waiting(actor, query);
  }

  @Post('reviews/:id/second-lowering')
  @HttpCode(204)
  @Allow('screening.second-lowering')
  @ApiOperation({ summary: '同意已提出的下调；提出者本人不能同意' })
  @ApiNoContentResponse()
  agree(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: SecondLoweringBody): Promise<void> {
    return this.decisions.agree(actor, id, body);
  }
}
