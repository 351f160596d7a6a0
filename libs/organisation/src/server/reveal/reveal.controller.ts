import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RevealBody, RevealedDto, RevealsDto } from './reveal.dto.js';
import { RevealService } from './reveal.service.js';

@ApiTags('organisation')
@Controller('organisation/students')
export class RevealController {
  constructor(@Inject(RevealService) private readonly reveals: RevealService) {}

  @Post(':id/reveal')
  @HttpCode(200)
  @Allow('organisation.reveal-guardians')
  @ApiOperation({ summary: '查看一项完整信息，须写理由并留痕' })
  @ApiOkResponse({ type: RevealedDto })
  reveal(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: RevealBody): Promise<RevealedDto> {
    return this.reveals.reveal(actor, id, body);
  }

  @Get(':id/reveals')
  @Allow('organisation.read-reveals')
  @ApiOperation({ summary: '谁看过这名学生的完整信息' })
  @ApiOkResponse({ type: RevealsDto })
  async list(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<RevealsDto> {
    return { items: await this.reveals.list(actor, id) };
  }
}
