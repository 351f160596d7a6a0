import type { Actor } from '@heliotrope/kernel';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, CurrentActor } from '../access/allow.js';
import { sendFile } from '../files/files.controller.js';
import { PageQuery } from '../http/page.dto.js';
import { ExportCentre } from './export-centre.service.js';
import { ExportDto, ExportPageDto, ExportPasswordDto } from './export.dto.js';

@ApiTags('platform')
@Controller('exports')
export class ExportController {
  constructor(@Inject(ExportCentre) private readonly centre: ExportCentre) {}

  @Get()
  @Allow('platform.read-exports')
  @ApiOperation({ summary: '我的导出文件，新的在前' })
  @ApiOkResponse({ type: ExportPageDto })
  async list(@CurrentActor() actor: Actor, @Query() page: PageQuery): Promise<ExportPageDto> {
    const { items, nextCursor } = await this.centre.list(actor, page);
    return { items: items.map(ExportDto.of), nextCursor };
  }

  @Get(':id/file')
  @Allow('platform.read-exports')
  @ApiOperation({ summary: '下载导出文件；只有申请人可以下载，每次下载都留痕' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async file(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { content, fileName, type } = await this.centre.open(actor, id);
    return sendFile(reply, content, fileName, type);
  }

  @Post(':id/password')
  @HttpCode(200)
  @Allow('platform.read-exports')
  @ApiOperation({ summary: '加密文件的密码；只显示一次，只给申请人' })
  @ApiOkResponse({ type: ExportPasswordDto })
  async password(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ExportPasswordDto> {
    return { password: await this.centre.password(actor, id) };
  }
}
