import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import type { PackStage } from '../../rules/index.js';
import { BureauBody } from '../day.dto.js';

const FORMATS = ['xlsx', 'pdf'] as const;
const STAGES: PackStage[] = ['not-begun', 'rehearsal', 'filing', 'late'];

export class OrderAuditPackBody extends BureauBody {
  @ApiProperty({ example: 2026 }) @IsInt() @Min(2021) @Max(2100) readonly year: number;
  @ApiProperty({ enum: FORMATS }) @IsIn(FORMATS) readonly format: (typeof FORMATS)[number];
}

export class AuditYearDto {
  @ApiProperty() readonly year: number;
  @ApiProperty({ enum: STAGES }) readonly stage: PackStage;
  @ApiProperty() readonly filedFrom: string;
  @ApiProperty() readonly filedUntil: string;
}
export class AuditSectionDto {
  @ApiProperty() readonly name: string;
  @ApiProperty({ description: '条数' }) readonly lines: number;
}
export class AuditOverviewDto {
  @ApiProperty() readonly bureauId: number;
  @ApiProperty() readonly bureauName: string;
  @ApiProperty({ type: [AuditYearDto] }) readonly years: AuditYearDto[];
  @ApiProperty({ description: '默认年度各台账的条数', type: [AuditSectionDto] }) readonly sections: AuditSectionDto[];
  @ApiProperty() readonly defaultYear: number;
}
