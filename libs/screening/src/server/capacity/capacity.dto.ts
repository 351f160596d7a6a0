import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';

export class CapacityBody {
  @ApiProperty({ type: [Number] })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(12) @IsInt({ each: true }) @Min(1, { each: true }) @Max(12, { each: true })
  readonly grades: number[];
  @ApiPropertyOptional({ description: '哪个教育局；不填即本局' }) @IsOptional() @IsInt() readonly bureauId?: number;
}

export class SchoolCapacityDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ description: '应测' }) readonly eligible: number;
  @ApiProperty({ description: '在岗心理教师' }) readonly teachers: number;
  @ApiProperty({ description: '预计需访谈' }) readonly expected: number;
  @ApiProperty({ description: '访谈所需小时' }) readonly hoursNeeded: number;
  @ApiProperty({ description: '心理教师在跟进期内可用小时' }) readonly hoursAvailable: number;
  @ApiProperty() readonly isShort: boolean;
}

/** Expected interviews against the hours of psychology teachers. Counts of schools; no pupil stands in it. */
export class FollowUpCapacityDto {
  @ApiProperty({ type: [SchoolCapacityDto], description: '缺口最大的在前' }) readonly schools: readonly SchoolCapacityDto[];
  @ApiProperty() readonly eligible: number;
  @ApiProperty() readonly teachers: number;
  @ApiProperty() readonly expected: number;
  @ApiProperty() readonly hoursNeeded: number;
  @ApiProperty() readonly hoursAvailable: number;
  @ApiProperty({ description: '自己的心理教师跟进不过来的学校数' }) readonly shortSchools: number;
  @ApiProperty({ description: '预计需访谈的占比，0–1' }) readonly flaggedShare: number;
  @ApiProperty({ description: '这个占比从哪里来' }) readonly shareSource: string;
  @ApiProperty() readonly hoursPerInterview: number;
  @ApiProperty() readonly hoursAWeek: number;
  @ApiProperty({ description: '跟进期，上学日' }) readonly schoolDays: number;
}
