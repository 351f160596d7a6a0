import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FurtherClassesDto, FurtherPlannedDto, FurtherWindowsDto, PlanFurtherBody, SeatingStartedDto } from './further-window.dto.js';
import { FurtherWindowService } from './further-window.service.js';

@ApiTags('screening')
@Controller('screening')
export class FurtherWindowController {
  constructor(@Inject(FurtherWindowService) private readonly windows: FurtherWindowService) {}

  @Get('rounds/:id/further-windows')
  @Allow('screening.read-board')
  @ApiOperation({ summary: '一轮测评的补测、重测安排，及建议的时间' })
  @ApiOkResponse({ type: FurtherWindowsDto })
  list(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<FurtherWindowsDto> {
    return this.windows.list(actor, id);
  }

  @Post('rounds/:id/further-windows')
  @Allow('screening.plan-round')
  @ApiOperation({ summary: '安排一次补测或重测；到时自动为应补测、重测的学生分配座位' })
  @ApiCreatedResponse({ type: FurtherPlannedDto })
  plan(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: PlanFurtherBody): Promise<FurtherPlannedDto> {
    return this.windows.plan(actor, id, body);
  }

  @Post('further-windows/:id/seat')
  @HttpCode(202)
  @Allow('screening.open-round')
  @ApiOperation({ summary: '为应补测、重测的学生分配座位；再次调用只补新增的' })
  @ApiAcceptedResponse({ type: SeatingStartedDto })
  seat(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<SeatingStartedDto> {
    return this.windows.seat(actor, id);
  }

  @Post('further-windows/:id/end')
  @HttpCode(204)
  @Allow('screening.close-round')
  @ApiOperation({ summary: '提前结束一次补测或重测' })
  @ApiNoContentResponse()
  end(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.windows.end(actor, id);
  }

  @Get('further-windows/:id/classes')
  @Allow('screening.print-seat-slips')
  @ApiOperation({ summary: '有学生要补测、重测的班级，供打印座位条' })
  @ApiOkResponse({ type: FurtherClassesDto })
  classes(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<FurtherClassesDto> {
    return this.windows.classes(actor, id);
  }
}
