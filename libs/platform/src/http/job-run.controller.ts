import type { Actor } from '@heliotrope/kernel';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, CurrentActor, Unattended } from '../access/allow.js';
import { StandingLeave } from '../access/standing-leave.js';
import { JobRunDto } from '../jobs/job-run.dto.js';
import { JobRunService } from '../jobs/job-run.service.js';
import { sendProgress } from '../progress/progress.js';

const FOLLOW = 'platform.follow-job-runs';

@ApiTags('platform')
@Controller('job-runs')
export class JobRunController {
  constructor(
    @Inject(JobRunService) private readonly runs: JobRunService,
    @Inject(StandingLeave) private readonly leave: StandingLeave,
  ) {}

  @Get(':id')
  @Allow(FOLLOW)
  @Unattended()
  @ApiOperation({ summary: '一项后台任务的进度' })
  @ApiOkResponse({ type: JobRunDto })
  follow(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<JobRunDto> {
    return this.runs.follow(actor, id);
  }

  @Get(':id/events')
  @Allow(FOLLOW)
  @Unattended()
  @ApiOperation({ summary: '后台任务进度的事件流' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string' } })
  async events(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.runs.follow(actor, id); // absent is told as an answer, not as a stream that ends at once
    await sendProgress(request, reply, async () => {
      const run = await this.runs.follow(actor, id);
      return { data: run, ended: run.state !== 'queued' && run.state !== 'running' };
    }, { mayStay: () => this.leave.stillHolds(request, FOLLOW) });
  }

  @Post(':id/cancel')
  @HttpCode(204)
  @Allow(FOLLOW)
  @ApiOperation({ summary: '请求取消后台任务；已保存的批次保留' })
  @ApiNoContentResponse()
  cancel(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.runs.cancel(actor, id);
  }
}
