import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, Inject, Param, ParseIntPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BureauBody, BureauDto, NewBureauBody } from './bureau.dto.js';
import { BureauRegisterService } from './bureau-register.service.js';

@ApiTags('organisation')
@Controller('organisation/bureaus')
export class BureauController {
  constructor(@Inject(BureauRegisterService) private readonly bureaus: BureauRegisterService) {}

  @Get(':id')
  @Allow('organisation.read-tree')
  @ApiOperation({ summary: '一个教育局' })
  @ApiOkResponse({ type: BureauDto })
  one(@CurrentActor() actor: Actor, @Param('id', ParseIntPipe) id: number): Promise<BureauDto> {
    return this.bureaus.one(actor, id);
  }

  @Post()
  @Allow('organisation.edit-divisions')
  @ApiOperation({ summary: '添加教育局' })
  @ApiCreatedResponse({ type: BureauDto })
  open(@CurrentActor() actor: Actor, @Body() body: NewBureauBody): Promise<BureauDto> {
    return this.bureaus.open(actor, body);
  }

  @Put(':id')
  @Allow('organisation.edit-divisions')
  @ApiOperation({ summary: '变更或撤销教育局' })
  @ApiHeader({ name: 'if-match', description: '读取时的版本，如 "3"', required: true })
  @ApiOkResponse({ type: BureauDto })
  edit(@CurrentActor() actor: Actor, @Param('id', ParseIntPipe) id: number, @IfMatch() seen: number, @Body() body: BureauBody): Promise<BureauDto> {
    return this.bureaus.edit(actor, id, seen, body);
  }
}
