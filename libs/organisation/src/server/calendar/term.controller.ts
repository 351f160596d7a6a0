import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatchOrNull } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseEnumPipe, ParseIntPipe, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { TermBody, TermsDto } from './term.dto.js';
import { TermService } from './term.service.js';

@ApiTags('organisation')
@Controller('organisation')
export class TermController {
  constructor(@Inject(TermService) private readonly terms: TermService) {}

  @Get('terms')
  @Allow('organisation.read-calendar')
  @ApiOperation({ summary: '学期与教学周' })
  @ApiOkResponse({ type: TermsDto })
  async list(@CurrentActor() actor: Actor): Promise<TermsDto> {
    return { items: await this.terms.terms(actor) };
  }

  @Put('terms/:schoolYear/:number')
  @HttpCode(204)
  @Allow('organisation.edit-calendar')
  @ApiOperation({ summary: '设定学期起止日期' })
  @ApiParam({ name: 'number', enum: ['1', '2'] })
  @ApiNoContentResponse()
  setTerm(
    @CurrentActor() actor: Actor,
    @Param('schoolYear', ParseIntPipe) schoolYear: number,
    @Param('number', new ParseEnumPipe({ '1': '1', '2': '2' })) number: string,
    @Body() body: TermBody,
    @IfMatchOrNull() seen: number | null,
  ): Promise<void> {
    return this.terms.setTerm(actor, schoolYear, number === '1' ? 1 : 2, body, seen);
  }
}
