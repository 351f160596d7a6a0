import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, PageQuery } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AcceptBody, AcceptedDto, DeclineBody, ProposalPageDto } from './post-proposal.dto.js';
import { PostProposals } from './post-proposal.service.js';

@ApiTags('organisation')
@Controller('organisation/post-proposals')
export class PostProposalController {
  constructor(@Inject(PostProposals) private readonly proposals: PostProposals) {}

  @Get()
  @Allow('organisation.accept-posts')
  @ApiOperation({ summary: '人员名单提出、等待任命的岗位，逐行写明能不能任命' })
  @ApiOkResponse({ type: ProposalPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ProposalPageDto> {
    return this.proposals.list(actor, query.cursor, query.limit);
  }

  @Post('accept')
  @HttpCode(200)
  @Allow('organisation.accept-posts')
  @ApiOperation({ summary: '任命全部合适的；不合适的逐行说明原因，留在列表中' })
  @ApiOkResponse({ type: AcceptedDto })
  accept(@CurrentActor() actor: Actor, @Body() body: AcceptBody): Promise<AcceptedDto> {
    return this.proposals.accept(actor, body);
  }

  @Post(':id/decline')
  @HttpCode(204)
  @Allow('organisation.accept-posts')
  @ApiOperation({ summary: '不任命这一项' })
  @ApiNoContentResponse()
  decline(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: DeclineBody): Promise<void> {
    return this.proposals.decline(actor, id, body.reason);
  }
}
