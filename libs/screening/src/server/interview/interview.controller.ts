import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, Stated, type StatedPurpose } from '@heliotrope/platform';
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InterviewQueueService } from './interview-queue.service.js';
import { InterviewQueueDto, InterviewQueueQuery } from './interview-queue.dto.js';
import { RecordAttemptBody, RecordedDto, RecordInterviewBody } from './interview.dto.js';
import { InterviewService } from './interview.service.js';

@ApiTags('screening')
@Controller('screening')
export class InterviewController {
  constructor(
    @Inject(InterviewService) private readonly interviews: InterviewService,
    @Inject(InterviewQueueService) private readonly due: InterviewQueueService,
  ) {}

  @Get('interviews')
  @Allow('screening.review')
  @ApiOperation({ summary: '复检访谈队列：到期早的在前，含超期与未谈成次数' })
  @ApiOkResponse({ type: InterviewQueueDto })
  queue(@CurrentActor() actor: Actor, @Query() query: InterviewQueueQuery): Promise<InterviewQueueDto> {
    return this.due.queue(actor, query);
  }

  @Post('reviews/:id/interviews')
  @Allow('screening.record-interview')
  @ApiOperation({ summary: '记录一次复检访谈；内容加密，只追加；须说明用途（x-access-purpose）' })
  @ApiCreatedResponse({ type: RecordedDto })
  record(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: RecordInterviewBody, @Stated() stated: StatedPurpose | null): Promise<RecordedDto> {
    return this.interviews.record(actor, id, body, stated);
  }

  @Post('reviews/:id/attempts')
  @Allow('screening.record-interview')
  @ApiOperation({ summary: '记录一次未谈成：缺课、不愿谈等；不改变访谈时限' })
  @ApiCreatedResponse({ type: RecordedDto })
  attempt(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: RecordAttemptBody, @Stated() stated: StatedPurpose | null): Promise<RecordedDto> {
    return this.interviews.recordAttempt(actor, id, body, stated);
  }
}
