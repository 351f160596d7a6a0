import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Delete, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GuardianBody, GuardianDto, NewGuardianBody } from './guardian.dto.js';
import { GuardianService } from './guardian.service.js';

const VERSION = { name: 'if-match', description: '读取时的版本，如 "3"', required: true };

@ApiTags('organisation')
@Controller('organisation')
export class GuardianController {
  constructor(@Inject(GuardianService) private readonly guardians: GuardianService) {}

  @Post('students/:id/guardians')
  @Allow('organisation.edit-guardians')
  @ApiOperation({ summary: '添加监护人' })
  @ApiCreatedResponse({ type: GuardianDto })
  add(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: NewGuardianBody): Promise<GuardianDto> {
    return this.guardians.add(actor, id, body);
  }

  @Put('guardians/:id')
  @Allow('organisation.edit-guardians')
  @ApiOperation({ summary: '变更监护人' })
  @ApiHeader(VERSION)
  @ApiOkResponse({ type: GuardianDto })
  edit(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: GuardianBody): Promise<GuardianDto> {
    return this.guardians.edit(actor, id, seen, body);
  }

  @Delete('guardians/:id')
  @HttpCode(204)
  @Allow('organisation.edit-guardians')
  @ApiOperation({ summary: '删除监护人' })
  @ApiHeader(VERSION)
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number): Promise<void> {
    return this.guardians.remove(actor, id, seen);
  }
}
