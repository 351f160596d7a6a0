import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccountReasonBody } from './account-admin.dto.js';
import { OnlinePageDto, OnlineQuery } from './online-session.dto.js';
import { OnlineSessionService } from './online-session.service.js';

@ApiTags('account')
@Controller('organisation/online-sessions')
export class OnlineSessionController {
  constructor(@Inject(OnlineSessionService) private readonly online: OnlineSessionService) {}

  @Get()
  @Allow('organisation.read-accounts')
  @ApiOperation({ summary: '在线用户' })
  @ApiOkResponse({ type: OnlinePageDto })
  list(@CurrentActor() actor: Actor, @Query() query: OnlineQuery): Promise<OnlinePageDto> {
    return this.online.list(actor, query);
  }

  @Post(':id/end')
  @HttpCode(204)
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '强制退出' })
  @ApiNoContentResponse()
  end(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: AccountReasonBody): Promise<void> {
    return this.online.end(actor, id, body.reason);
  }
}
