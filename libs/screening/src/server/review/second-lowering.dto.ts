import { ORDINALS, type Ordinal } from '@heliotrope/kernel';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

const LEVELS = [...ORDINALS];

/** What the second person needs to know to agree, and no more: no answer, no score, no rule. */
export class LoweringDto {
  @ApiProperty({ format: 'uuid', description: '复核记录' }) readonly id: string;
  @ApiProperty() readonly studentName: string;
  @ApiProperty() readonly className: string;
  @ApiProperty({ enum: LEVELS, description: '现有等级' }) readonly from: Ordinal;
  @ApiProperty({ description: '现有等级的本地名称' }) readonly fromLabel: string;
  @ApiProperty({ enum: LEVELS, description: '提议下调到' }) readonly to: Ordinal;
  @ApiProperty() readonly toLabel: string;
  @ApiProperty() readonly proposedBy: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly proposedAt: Date;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ description: '由本人提出，须由他人同意' }) readonly mine: boolean;
}

export class LoweringPageDto {
  @ApiProperty({ type: [LoweringDto] }) readonly items: LoweringDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class SecondLoweringBody {
  @ApiProperty({ enum: LEVELS, description: '页面上看到的现有等级' }) @IsIn(LEVELS) readonly from: Ordinal;
  @ApiProperty({ enum: LEVELS, description: '页面上看到的提议等级' }) @IsIn(LEVELS) readonly to: Ordinal;
}
