import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  AccountDetailDto, AccountPageDto, AccountQuery, AccountReasonBody, CodeSlipDto, CodeSlipsDto, IssueCodesBody, NewAccountBody,
} from './account-admin.dto.js';
import { AccountAdminService } from './account-admin.service.js';

@ApiTags('account')
@Controller('organisation/accounts')
export class AccountAdminController {
  constructor(@Inject(AccountAdminService) private readonly accounts: AccountAdminService) {}

  @Get()
  @Allow('organisation.read-accounts')
  @ApiOperation({ summary: '本局及下级的账号' })
  @ApiOkResponse({ type: AccountPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: AccountQuery): Promise<AccountPageDto> {
    return this.accounts.list(actor, query);
  }

  @Get(':id')
  @Allow('organisation.read-accounts')
  @ApiOperation({ summary: '一个账号' })
  @ApiOkResponse({ type: AccountDetailDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<AccountDetailDto> {
    return this.accounts.one(actor, id);
  }

  @Post()
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '新建账号，取得一次性登录码' })
  @ApiCreatedResponse({ type: CodeSlipDto })
  create(@CurrentActor() actor: Actor, @Body() body: NewAccountBody): Promise<CodeSlipDto> {
    return this.accounts.create(actor, body);
  }

  @Post('codes')
  @HttpCode(200)
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '给待首次登录的账号发放一次性登录码，供打印' })
  @ApiOkResponse({ type: CodeSlipsDto })
  async issueCodes(@CurrentActor() actor: Actor, @Body() body: IssueCodesBody): Promise<CodeSlipsDto> {
    return { items: await this.accounts.issueCodes(actor, body.ids) };
  }

  @Post(':id/reset')
  @HttpCode(200)
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '重置密码：回到首次登录，取得一次性登录码' })
  @ApiOkResponse({ type: CodeSlipDto })
  reset(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: AccountReasonBody): Promise<CodeSlipDto> {
    return this.accounts.reset(actor, id, body.reason);
  }

  @Post(':id/second-factor-reset')
  @HttpCode(204)
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '解除动态验证码绑定（手机丢失）' })
  @ApiNoContentResponse()
  resetSecondFactor(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: AccountReasonBody): Promise<void> {
    return this.accounts.resetSecondFactor(actor, id, body.reason);
  }

  @Post(':id/disable')
  @HttpCode(204)
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '停用账号' })
  @ApiNoContentResponse()
  disable(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: AccountReasonBody): Promise<void> {
    return this.accounts.disable(actor, id, body.reason);
  }

  @Post(':id/enable')
  @HttpCode(204)
  @Allow('organisation.manage-accounts')
  @ApiOperation({ summary: '重新启用账号' })
  @ApiNoContentResponse()
  enable(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: AccountReasonBody): Promise<void> {
    return this.accounts.enable(actor, id, body.reason);
  }
}
