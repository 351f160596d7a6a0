import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';

export class MonthQuery {
  @ApiProperty({ example: '2026-10' })
  @Matches(/^\d{4}-\d{2}$/)
  month!: string;

  @ApiPropertyOptional({ description: '哪个教育局；管理多个且未选学校时必填' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  jurisdictionId?: number;

  @ApiPropertyOptional({ format: 'uuid', description: '含这所学校自己的安排' })
  @IsOptional()
  @IsUUID()
  schoolId?: string;
}

export class CalendarDayDto {
  @ApiProperty({ format: 'date' })
  day!: string;
  @ApiProperty({ enum: ['school', 'weekend', 'day-off', 'make-up', 'vacation', 'unknown'] })
  kind!: 'school' | 'weekend' | 'day-off' | 'make-up' | 'vacation' | 'unknown';
  @ApiProperty({ type: Number, nullable: true, description: '第几教学周' })
  week!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '国庆节' })
  name!: string | null;
  @ApiProperty({ type: String, enum: ['country', 'bureau', 'school'], nullable: true, description: '这一天由谁规定' })
  by!: 'country' | 'bureau' | 'school' | null;
}

export class HolidayYearDto {
  @ApiProperty()
  year!: number;
  @ApiProperty({ type: [String] })
  papers!: string[];
  @ApiProperty({ description: '放假天数' })
  off!: number;
  @ApiProperty({ description: '调休上班天数' })
  madeUp!: number;
}

export class CalendarMonthDto {
  @ApiProperty()
  month!: string;
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty({ type: String, nullable: true })
  schoolId!: string | null;
  @ApiProperty({ type: [CalendarDayDto] })
  days!: CalendarDayDto[];
  @ApiProperty({ description: '本月的教学日数' })
  schoolDays!: number;
  @ApiProperty({ type: [HolidayYearDto], description: '已经录入国家放假安排的年份' })
  holidayYears!: HolidayYearDto[];
  @ApiProperty({ type: [Number], description: '应录入而还没有录入的年份' })
  missingYears!: number[];
}

export class HolidayYearBody {
  @ApiProperty()
  @IsInt()
  @Min(2000)
  @Max(2100)
  year!: number;

  @ApiProperty({ type: [String], description: '文件出处' })
  @IsArray()
  papers!: unknown[];

  @ApiProperty({ type: 'array', items: { type: 'object' }, description: '每天一项：name、date、isOffDay' })
  @IsArray()
  days!: unknown[];
}

export class CopyTermsBody {
  @ApiProperty({ description: '复制到哪个学年；2027表示2027—2028学年' })
  @IsInt()
  @Min(2001)
  @Max(2100)
  schoolYear!: number;

  @ApiPropertyOptional({ description: '哪个教育局；管理多个时必填' })
  @IsOptional()
  @IsInt()
  jurisdictionId?: number;
}

export class CopiedDto {
  @ApiProperty()
  terms!: number;
  @ApiProperty({ description: '一并复制的本局放假、调课日' })
  days!: number;
}
