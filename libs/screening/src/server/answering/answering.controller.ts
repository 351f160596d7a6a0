import { Allow, Public } from '@heliotrope/platform';
import { Body, Controller, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SeatTakenDto, TakeSeatBody } from './seat.dto.js';
import { SeatService } from './seat.service.js';
import { HandedIn, HandedInSheet, SheetBody, SheetTakenDto } from './sheet-body.js';
import { SheetService } from './sheet.service.js';

@ApiTags('answering')
@Controller('answering')
export class AnsweringController {
  constructor(
    @Inject(SeatService) private readonly seats: SeatService,
    @Inject(SheetService) private readonly sheets: SheetService,
  ) {}

  @Post('seat')
  @HttpCode(200)
  @Public('a pupil has no account: the two codes of the seat slip are what he knows')
  @ApiOperation({ summary: '入座：班级码加座位码，取得题目与作答凭证' })
  @ApiOkResponse({ type: SeatTakenDto })
  takeSeat(@Body() body: TakeSeatBody): Promise<SeatTakenDto> {
    return this.seats.take(body);
  }

  /** A receipt is no page: of the headers that protect pages it needs only these, and building all of them costs a tenth of the whole. */
  @Post('sheets')
  @RouteConfig({ helmet: { skipRoute: true } })
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-store')
  @Allow('screening.answer', 'pupil')
  @ApiBearerAuth('seat')
  @ApiOperation({ summary: '交卷：同一编号重发得到同一回执；从不返回分数' })
  @ApiBody({ type: SheetBody })
  @ApiCreatedResponse({ type: SheetTakenDto })
  handIn(@HandedInSheet() sheet: HandedIn): Promise<SheetTakenDto> {
    return this.sheets.submit(sheet);
  }
}
