import type { Actor } from '@heliotrope/kernel';
import { Allow, CurrentActor } from '@heliotrope/platform';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { CalendarMonthDto, CopiedDto, CopyTermsBody, HolidayYearBody, HolidayYearDto, MonthQuery } from './calendar.dto.js';
import { CalendarService } from './calendar.service.js';
import { BureauQuery, CalendarDayBody, SchoolDayBody } from './term.dto.js';

class HolidayYearsDto {
  @ApiProperty({ type: [HolidayYearDto] })
  items!: HolidayYearDto[];
}

@ApiTags('organisation')
@Controller('organisation')
export class CalendarController {
  constructor(@Inject(CalendarService) private readonly calendars: CalendarService) {}

  @Get('calendar')
  @Allow('organisation.read-calendar')
  @ApiOperation({ summary: '一个月的校历' })
  @ApiOkResponse({ type: CalendarMonthDto })
  month(@CurrentActor() actor: Actor, @Query() query: MonthQuery): Promise<CalendarMonthDto> {
    return this.calendars.month(actor, query);
  }

  @Put('calendar-days/:day')
  @HttpCode(204)
  @Allow('organisation.edit-calendar')
  @ApiOperation({ summary: '设定某天放假或上课' })
  @ApiNoContentResponse()
  setDay(@CurrentActor() actor: Actor, @Param('day') day: string, @Body() body: CalendarDayBody): Promise<void> {
    return this.calendars.setDay(actor, day, body);
  }

  @Delete('calendar-days/:day')
  @HttpCode(204)
  @Allow('organisation.edit-calendar')
  @ApiOperation({ summary: '取消本局对某天的设定' })
  @ApiNoContentResponse()
  forgetDay(@CurrentActor() actor: Actor, @Param('day') day: string, @Query() query: BureauQuery): Promise<void> {
    return this.calendars.forgetDay(actor, day, query.jurisdictionId);
  }

  @Put('schools/:id/calendar-days/:day')
  @HttpCode(204)
  @Allow('organisation.edit-school-calendar')
  @ApiOperation({ summary: '设定本校某天放假或上课' })
  @ApiNoContentResponse()
  setSchoolDay(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('day') day: string, @Body() body: SchoolDayBody): Promise<void> {
    return this.calendars.setSchoolDay(actor, id, day, body);
  }

  @Delete('schools/:id/calendar-days/:day')
  @HttpCode(204)
  @Allow('organisation.edit-school-calendar')
  @ApiOperation({ summary: '取消本校对某天的设定' })
  @ApiNoContentResponse()
  forgetSchoolDay(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string, @Param('day') day: string): Promise<void> {
    return this.calendars.forgetSchoolDay(actor, id, day);
  }

  @Post('school-years/copy')
  @Allow('organisation.edit-calendar')
  @ApiOperation({ summary: '照上一学年设定学期与本局的放假日' })
  @ApiCreatedResponse({ type: CopiedDto })
  copyYear(@CurrentActor() actor: Actor, @Body() body: CopyTermsBody): Promise<CopiedDto> {
    return this.calendars.copyYear(actor, body);
  }

  @Get('holiday-years')
  @Allow('organisation.read-calendar')
  @ApiOperation({ summary: '已录入国家放假安排的年份' })
  @ApiOkResponse({ type: HolidayYearsDto })
  async holidayYears(@CurrentActor() actor: Actor): Promise<HolidayYearsDto> {
    return { items: await this.calendars.holidayYears(actor) };
  }

  @Post('holiday-years')
  @Allow('organisation.edit-holidays')
  @ApiOperation({ summary: '录入一年的国家放假与调休安排' })
  @ApiCreatedResponse({ type: HolidayYearsDto })
  async enterHolidays(@CurrentActor() actor: Actor, @Body() body: HolidayYearBody): Promise<HolidayYearsDto> {
    return { items: await this.calendars.enterHolidays(actor, body) };
  }
}
