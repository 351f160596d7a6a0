import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TermsDto } from './term.dto.js';
import { TermService } from './term.service.js';

@ApiTags('organisation')
@Controller('organisation/terms')
export class TermController {
  constructor(@Inject(TermService) private readonly terms: TermService) {}

  @Get()
  @Allow('organisation.read-calendar')
  @ApiOperation({ summary: '学期与教学周' })
  @ApiOkResponse({ type: TermsDto })
  async list(@CurrentActor() actor: Actor): Promise<TermsDto> {
    return { items: await this.terms.terms(actor) };
  }
}
