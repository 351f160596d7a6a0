import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, PageQuery } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProvisionsDto, RecipientDto, RecipientPageDto, RecordProvisionBody, RegisteredDto, RegisterRecipientBody } from './recipient.dto.js';
import { RecipientService } from './recipient.service.js';

@ApiTags('data-protection')
@Controller('data-protection/recipients')
export class RecipientController {
  constructor(@Inject(RecipientService) private readonly recipients: RecipientService) {}

  @Get()
  @Allow('data-protection.read-recipients')
  @ApiOperation({ summary: '接收方、受托方台账' })
  @ApiOkResponse({ type: RecipientPageDto })
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<RecipientPageDto> {
    return this.recipients.list(actor, query);
  }

  @Post()
  @Allow('data-protection.edit-recipients')
  @ApiOperation({ summary: '登记接收方；须先有生效的影响评估' })
  @ApiCreatedResponse({ type: RegisteredDto })
  register(@CurrentActor() actor: Actor, @Body() body: RegisterRecipientBody): Promise<RegisteredDto> {
    return this.recipients.register(actor, body);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Allow('data-protection.edit-recipients')
  @ApiOperation({ summary: '终止：此后不得再提供' })
  @ApiOkResponse({ type: RecipientDto })
  end(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<RecipientDto> {
    return this.recipients.end(actor, id);
  }

  @Get(':id/provisions')
  @Allow('data-protection.read-recipients')
  @ApiOperation({ summary: '一个接收方的提供记录' })
  @ApiOkResponse({ type: ProvisionsDto })
  provisions(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ProvisionsDto> {
    return this.recipients.provisions(actor, id);
  }

  @Post(':id/provisions')
  @Allow('data-protection.record-provision')
  @ApiOperation({ summary: '登记一次提供；不合合同的不予登记' })
  @ApiCreatedResponse({ type: RegisteredDto })
  provide(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: RecordProvisionBody): Promise<RegisteredDto> {
    return this.recipients.provide(actor, id, body);
  }
}
