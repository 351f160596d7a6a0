import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor, IfMatch } from '@heliotrope/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DormitoriesDto, DormitoryBody, DormitoryDto, ResidentBody, ResidentsDto, RoomBody, RoomDto } from './dormitory.dto.js';
import { DormitoryService } from './dormitory.service.js';

const VERSION = { name: 'if-match', description: '读取时的版本，如 "3"', required: true };

@ApiTags('organisation')
@Controller('organisation')
export class DormitoryController {
  constructor(@Inject(DormitoryService) private readonly dormitories: DormitoryService) {}

  @Get('schools/:id/dormitories')
  @Allow('organisation.read-dormitories')
  @ApiOperation({ summary: '学校的宿舍楼与寝室' })
  @ApiOkResponse({ type: DormitoriesDto })
  async list(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<DormitoriesDto> {
    return { items: await this.dormitories.list(actor, id) };
  }

  @Post('schools/:id/dormitories')
  @Allow('organisation.edit-dormitories')
  @ApiOperation({ summary: '添加宿舍楼' })
  @ApiCreatedResponse({ type: DormitoryDto })
  add(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: DormitoryBody): Promise<DormitoryDto> {
    return this.dormitories.add(actor, id, body);
  }

  @Put('dormitories/:id')
  @Allow('organisation.edit-dormitories')
  @ApiOperation({ summary: '变更或停用宿舍楼' })
  @ApiHeader(VERSION)
  @ApiOkResponse({ type: DormitoryDto })
  edit(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: DormitoryBody): Promise<DormitoryDto> {
    return this.dormitories.edit(actor, id, seen, body);
  }

  @Post('dormitories/:id/rooms')
  @Allow('organisation.edit-dormitories')
  @ApiOperation({ summary: '添加寝室' })
  @ApiCreatedResponse({ type: RoomDto })
  addRoom(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: RoomBody): Promise<RoomDto> {
    return this.dormitories.addRoom(actor, id, body);
  }

  @Put('dormitory-rooms/:id')
  @Allow('organisation.edit-dormitories')
  @ApiOperation({ summary: '变更或停用寝室' })
  @ApiHeader(VERSION)
  @ApiOkResponse({ type: RoomDto })
  editRoom(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @IfMatch() seen: number, @Body() body: RoomBody): Promise<RoomDto> {
    return this.dormitories.editRoom(actor, id, seen, body);
  }

  @Get('dormitory-rooms/:id/residents')
  @Allow('organisation.read-dormitories')
  @ApiOperation({ summary: '寝室里住着谁' })
  @ApiOkResponse({ type: ResidentsDto })
  async residents(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string): Promise<ResidentsDto> {
    return { items: await this.dormitories.residents(actor, id) };
  }

  @Post('dormitory-rooms/:id/move-in')
  @HttpCode(204)
  @Allow('organisation.edit-dormitories')
  @ApiOperation({ summary: '安排学生入住；原来住在别处的同日搬出' })
  @ApiNoContentResponse()
  moveIn(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: ResidentBody): Promise<void> {
    return this.dormitories.moveIn(actor, id, body.studentId);
  }

  @Post('dormitory-rooms/:id/move-out')
  @HttpCode(204)
  @Allow('organisation.edit-dormitories')
  @ApiOperation({ summary: '学生搬出' })
  @ApiNoContentResponse()
  moveOut(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Body() body: ResidentBody): Promise<void> {
    return this.dormitories.moveOut(actor, id, body.studentId);
  }
}
