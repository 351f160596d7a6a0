import { CONSENT_RULES, type ConsentRule } from '@heliotrope/data-protection/rules';
import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, IsArray, IsDate, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min, ValidateNested,
} from 'class-validator';
import type { RoundState } from '../../rules/round.js';
import { ProgressDto } from '../completion/board.dto.js';

export const ROUND_STATES: readonly RoundState[] = ['planned', 'opening', 'open', 'closed'];

export class GradeRangeDto {
  @ApiProperty({ minimum: 1, maximum: 12 }) @IsInt() @Min(1) @Max(12) readonly from: number;
  @ApiProperty({ minimum: 1, maximum: 12 }) @IsInt() @Min(1) @Max(12) readonly to: number;
}

export class BatteryEntryBody {
  @ApiProperty({ description: '量表代码' }) @IsString() @IsNotEmpty() @MaxLength(60) readonly instrument: string;
  @ApiProperty({ description: '量表版本，制定时固定' }) @IsString() @IsNotEmpty() @MaxLength(20) readonly version: string;
  @ApiProperty({ type: GradeRangeDto }) @ValidateNested() @Type(() => GradeRangeDto) readonly grades: GradeRangeDto;
}

export class PlanRoundBody {
  @ApiProperty({ maxLength: 80 }) @IsString() @IsNotEmpty() @MaxLength(80) readonly title: string;
  @ApiProperty({ type: String, format: 'date-time' }) @Type(() => Date) @IsDate() readonly opensAt: Date;
  @ApiProperty({ type: String, format: 'date-time' }) @Type(() => Date) @IsDate() readonly closesAt: Date;
  @ApiProperty({ type: [Number], description: '学年数：1–9 义务教育，10–12 高中' })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(12) @IsInt({ each: true }) @Min(1, { each: true }) @Max(12, { each: true })
  readonly grades: number[];
  @ApiProperty({ type: [BatteryEntryBody] })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(14) @ValidateNested({ each: true }) @Type(() => BatteryEntryBody)
  readonly battery: BatteryEntryBody[];
  @ApiPropertyOptional({ enum: CONSENT_RULES, default: 'none-required-by-law-basis', description: '学生入座前须有谁的同意；默认按法定职责开展，作答仍自愿' })
  @IsOptional() @IsIn(CONSENT_RULES as ConsentRule[])
  readonly consentRule?: ConsentRule;
  @ApiPropertyOptional({ description: '心理教师跟进不过来时仍要开启的理由；到点自动开启要用', maxLength: 500 })
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(500)
  readonly capacityReason?: string;
  @ApiPropertyOptional({ description: '为哪个教育局制定；不填即本局' }) @IsOptional() @IsInt() readonly bureauId?: number;
}

export class OpenRoundBody {
  @ApiPropertyOptional({ description: '心理教师跟进不过来时，仍要开启的理由', maxLength: 500 })
  @IsOptional() @IsString() @MaxLength(500)
  readonly reason?: string;
}

export class RoundQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ROUND_STATES }) @IsOptional() @IsIn(ROUND_STATES as RoundState[]) readonly state?: RoundState;
}

export class BatteryEntryDto {
  @ApiProperty() readonly instrument: string;
  @ApiProperty() readonly version: string;
  @ApiProperty({ type: GradeRangeDto }) readonly grades: GradeRangeDto;
  @ApiProperty({ type: String, nullable: true }) readonly title: string | null;
}

/** A round as every post under its bureau may see it: counts within the viewer's own scope, and no pupil. */
export class RoundDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ enum: ROUND_STATES }) readonly state: RoundState;
  @ApiProperty({ type: String, format: 'date-time' }) readonly opensAt: Date;
  @ApiProperty({ type: String, format: 'date-time' }) readonly closesAt: Date;
  @ApiProperty({ type: [Number] }) readonly grades: number[];
  @ApiProperty({ type: [BatteryEntryDto] }) readonly battery: BatteryEntryDto[];
  @ApiProperty({ enum: CONSENT_RULES }) readonly consentRule: ConsentRule;
  @ApiProperty() readonly bureauId: number;
  @ApiProperty({ type: String, nullable: true }) readonly bureauName: string | null;
  @ApiProperty({ type: ProgressDto, nullable: true }) readonly progress: ProgressDto | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly jobRunId: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: '由哪个年度计划产生' }) readonly planId: string | null;
  @ApiProperty({ type: Number, nullable: true, description: '年度计划的学年' }) readonly schoolYear: number | null;
  @ApiProperty({ type: String, nullable: true, description: '跟进不过来时仍要开启的理由' }) readonly capacityReason: string | null;
  @ApiProperty({ description: '到点未自动开启：心理教师跟进不过来，等待说明理由' }) readonly isHeld: boolean;
}

export class RoundPageDto {
  @ApiProperty({ type: [RoundDto] }) readonly items: RoundDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class RoundPlannedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class RoundOpeningDto {
  @ApiProperty({ format: 'uuid', description: '进度见 /api/job-runs/{id}' }) readonly jobRunId: string;
}
