import { CONSENT_RULES, type ConsentRule } from '@heliotrope/data-protection/rules';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsISO8601, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min, ValidateNested,
} from 'class-validator';
import { BatteryEntryBody, BatteryEntryDto } from '../round/round.dto.js';

export class YearlyPlanBody {
  @ApiProperty({ maxLength: 60, description: '轮次名称由学年和它组成' }) @IsString() @IsNotEmpty() @MaxLength(60) readonly title: string;
  @ApiProperty({ minimum: 1, maximum: 12 }) @IsInt() @Min(1) @Max(12) readonly month: number;
  @ApiProperty({ minimum: 1, maximum: 31, description: '当日不上学则顺延到下一个上学日' }) @IsInt() @Min(1) @Max(31) readonly dayOfMonth: number;
  @ApiProperty({ minimum: 1, maximum: 60, description: '持续几个上学日' }) @IsInt() @Min(1) @Max(60) readonly schoolDays: number;
  @ApiProperty({ minimum: 0, maximum: 90, description: '提前几天生成轮次' }) @IsInt() @Min(0) @Max(90) readonly aheadDays: number;
  @ApiProperty({ type: [Number] })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(12) @IsInt({ each: true }) @Min(1, { each: true }) @Max(12, { each: true })
  readonly grades: number[];
  @ApiProperty({ type: [BatteryEntryBody] })
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(14) @ValidateNested({ each: true }) @Type(() => BatteryEntryBody)
  readonly battery: BatteryEntryBody[];
  @ApiProperty({ enum: CONSENT_RULES }) @IsIn(CONSENT_RULES as ConsentRule[]) readonly consentRule: ConsentRule;
  @ApiPropertyOptional({ format: 'date', description: '从哪天起按这次修改；不填即今天' }) @IsOptional() @IsISO8601({ strict: true }) @MaxLength(10) readonly validFrom?: string;
  @ApiPropertyOptional({ default: true, description: '停用后不再生成轮次' }) @IsOptional() @IsBoolean() readonly isActive?: boolean;
  @ApiPropertyOptional({ description: '为哪个教育局制定；不填即本局。制定后不能改' }) @IsOptional() @IsInt() readonly bureauId?: number;
}

export class YearlyPlanDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly month: number;
  @ApiProperty() readonly dayOfMonth: number;
  @ApiProperty() readonly schoolDays: number;
  @ApiProperty() readonly aheadDays: number;
  @ApiProperty({ type: [Number] }) readonly grades: readonly number[];
  @ApiProperty({ type: [BatteryEntryDto] }) readonly battery: readonly BatteryEntryDto[];
  @ApiProperty({ enum: CONSENT_RULES }) readonly consentRule: ConsentRule;
  @ApiProperty() readonly isActive: boolean;
  @ApiProperty({ description: '保存时放进 If-Match' }) readonly version: number;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty() readonly bureauId: number;
  @ApiProperty({ type: String, nullable: true }) readonly bureauName: string | null;
  @ApiProperty({ type: Number, description: '下面的日期和轮次属于哪个学年' }) readonly schoolYear: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '按校历推算的开始时间；学期没有录入到那时则为空' }) readonly opensAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly closesAt: Date | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: '这个学年已生成的轮次' }) readonly roundId: string | null;
  @ApiProperty({ type: String, nullable: true, description: '上次没能生成轮次的原因' }) readonly obstacle: string | null;
}

export class YearlyPlansDto {
  @ApiProperty({ type: [YearlyPlanDto] }) readonly items: YearlyPlanDto[];
}

export class YearlyPlannedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class YearlyChangeDto {
  @ApiProperty() readonly version: number;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly savedAt: Date;
  @ApiProperty({ type: String, nullable: true }) readonly savedBy: string | null;
  @ApiProperty({ type: [String], description: '改了哪些内容' }) readonly changed: string[];
}

export class YearlyChangesDto {
  @ApiProperty({ type: [YearlyChangeDto] }) readonly items: YearlyChangeDto[];
}
