import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, PageQuery } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LendBody, LentDto, LoanOfferDto, LoanPageDto } from './loan.dto.js';
import { LoanService } from './loan.service.js';

@ApiTags('organisation')
@Controller('organisation/loans')
export class LoanController {
  constructor(@Inject(LoanService) private readonly loans: LoanService) {}

  @Get()
  @Allow('organisation.lend')
  @ApiOperation({ summary: '我授出和收到的临时授权' })
  @ApiOkResponse({ type: LoanPageDto })
  mine(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<LoanPageDto> {
    return this.loans.mine(actor, query);
  }

  @Get('all')
  @Allow('organisation.read-loans')
  @ApiOperation({ summary: '范围内全部临时授权' })
  @ApiOkResponse({ type: LoanPageDto })
  all(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<LoanPageDto> {
    return this.loans.all(actor, query);
  }

  @Get('offer')
  @Allow('organisation.lend')
  @ApiOperation({ summary: '可以把什么临时授权给谁' })
  @ApiOkResponse({ type: LoanOfferDto })
  offer(@CurrentActor() actor: Actor): Promise<LoanOfferDto> {
    return this.loans.offer(actor);
  }

  @Post()
  @Allow('organisation.lend')
  @ApiOperation({ summary: '临时授权给同一机构的同事，到期自动收回' })
  @ApiCreatedResponse({ type: LentDto })
  lend(@CurrentActor() actor: Actor, @Body() body: LendBody): Promise<LentDto> {
    return this.loans.lend(actor, body);
  }

  @Post(':id/end')
  @HttpCode(204)
  @Allow('organisation.lend')
  @ApiOperation({ summary: '提前收回或交还' })
  @ApiNoContentResponse()
  end(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.loans.end(actor, id);
  }
}
