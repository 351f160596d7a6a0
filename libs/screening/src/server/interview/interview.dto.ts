import { ORDINALS, type Ordinal } from '@heliotrope/kernel';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDate, IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  type Findings, HOLDS, INTERVIEW_METHODS, type InterviewMethod, NOT_REACHED, type NotReached, PRECIPITANTS,
} from '../../rules/interview.js';

const METHODS = Object.keys(INTERVIEW_METHODS) as InterviewMethod[];
const WHYS = Object.keys(NOT_REACHED) as NotReached[];

export class RecordInterviewBody {
  @ApiProperty({ type: String, format: 'date-time', description: '访谈开始的时间' }) @Type(() => Date) @IsDate() readonly at: Date;
  @ApiProperty({ enum: METHODS }) @IsIn(METHODS) readonly method: InterviewMethod;
  @ApiProperty({ maxLength: 60, description: '地点' }) @IsString() @MaxLength(60) readonly place: string;
  @ApiPropertyOptional({ maxLength: 100, description: '在场的其他人' }) @IsOptional() @IsString() @MaxLength(100) readonly present?: string;
  @ApiProperty({ type: Object, additionalProperties: { type: 'string' }, description: '访谈表：项目 → 选项；没有问到的不写' }) @IsObject() readonly findings: Findings;
  @ApiPropertyOptional({ enum: Object.keys(PRECIPITANTS), isArray: true, description: '可能的诱因' })
  @IsOptional() @IsArray() @ArrayMaxSize(10) @IsIn(Object.keys(PRECIPITANTS), { each: true }) readonly precipitants?: string[];
  @ApiPropertyOptional({ enum: Object.keys(HOLDS), isArray: true, description: '保护因素' })
  @IsOptional() @IsArray() @ArrayMaxSize(10) @IsIn(Object.keys(HOLDS), { each: true }) readonly holds?: string[];
  @ApiProperty({ maxLength: 4000, description: '问了什么、看到什么、怎样判断' }) @IsString() @MaxLength(4000) readonly summary: string;
}

export class RecordAttemptBody {
  @ApiProperty({ type: String, format: 'date-time' }) @Type(() => Date) @IsDate() readonly at: Date;
  @ApiProperty({ enum: WHYS, description: '为什么没有谈成' }) @IsIn(WHYS) readonly why: NotReached;
  @ApiPropertyOptional({ maxLength: 500 }) @IsOptional() @IsString() @MaxLength(500) readonly words?: string;
}

export class RecordedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: [...ORDINALS], description: '访谈所见至少提示的等级；由人定级，不自动改变' }) readonly pointsAt: Ordinal;
}

export class FindingDto {
  @ApiProperty() readonly field: string;
  @ApiProperty() readonly said: string;
  @ApiProperty({ enum: [...ORDINALS] }) readonly ordinal: Ordinal;
}

/** A talk or an attempt as the psychology teacher reads it. */
export class InterviewDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: ['held', 'not-reached'] }) readonly kind: 'held' | 'not-reached';
  @ApiProperty({ type: String, format: 'date-time' }) readonly at: Date;
  @ApiProperty() readonly byName: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly recordedAt: Date;
  @ApiProperty({ description: '保存期限已过，内容已销毁' }) readonly destroyed: boolean;
  @ApiProperty({ type: String, nullable: true, description: '方式，或未谈成的原因' }) readonly how: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly place: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly present: string | null;
  @ApiProperty({ type: [FindingDto] }) readonly findings: FindingDto[];
  @ApiProperty({ type: [String] }) readonly precipitants: string[];
  @ApiProperty({ type: [String] }) readonly holds: string[];
  @ApiProperty() readonly summary: string;
  @ApiProperty({ enum: [...ORDINALS] }) readonly pointsAt: Ordinal;
}
