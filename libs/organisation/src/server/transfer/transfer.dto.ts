import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Matches, MaxLength, MinLength } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class TransferQuery extends PageQuery {
  @ApiProperty({ enum: ['out', 'in'], description: '转出或转入' })
  @IsIn(['out', 'in'])
  side!: 'out' | 'in';
}

export class SchoolSearchQuery {
  @ApiProperty({ description: '学校名称、拼音或标识码，至少两个字' })
  @IsString()
  @Length(2, 50)
  q!: string;
}

export class ReceivingSchoolDto {
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty()
  id!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  bureauName!: string;
}

export class ProposeTransferBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  studentId!: string;
  @ApiProperty()
  @IsInt()
  toJurisdictionId!: number;
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  toSchoolId!: string;
  @ApiProperty({ example: '2026-11-30', description: '离校日期' })
  @Matches(DAY)
  leavesOn!: string;
  @ApiProperty({ enum: ['none', 'guardian-consent', 'vital-interest'], description: '随转交接摘要的依据' })
  @IsIn(['none', 'guardian-consent', 'vital-interest'])
  basis!: 'none' | 'guardian-consent' | 'vital-interest';
  @ApiPropertyOptional({ example: '2026-11-20', description: '监护人同意的日期' })
  @IsOptional()
  @Matches(DAY)
  consentOn?: string;
  @ApiPropertyOptional({ description: '不交接会危及生命健康的理由' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  basisNote?: string;
}

export class AcceptTransferBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  classId!: string;
}

export class DeclineTransferBody {
  @ApiProperty()
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  reason!: string;
}

export class TransferSummaryBody {
  @ApiProperty({ description: '关注等级与后续计划的要点，不写测评答案和访谈原文' })
  @IsString()
  @MinLength(2)
  @MaxLength(2000)
  text!: string;
}

export class TransferSummaryDto {
  @ApiProperty()
  text!: string;
}

export class TransferDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['out', 'in'] })
  side!: 'out' | 'in';
  @ApiProperty({ enum: ['proposed', 'accepted', 'declined', 'withdrawn'] })
  state!: string;
  @ApiProperty({ type: String, nullable: true, description: '接收之前，转入学校看到的姓名只有姓' })
  name!: string | null;
  @ApiProperty()
  studentId!: string;
  @ApiProperty({ type: String, nullable: true })
  grade!: string | null;
  @ApiProperty({ description: '对方学校' })
  otherSchool!: string;
  @ApiProperty({ example: '2026-11-30' })
  leavesOn!: string;
  @ApiProperty({ enum: ['none', 'guardian-consent', 'vital-interest'] })
  basis!: string;
  @ApiProperty({ description: '原学校有该生的心理健康档案；本身不随转' })
  fileExists!: boolean;
  @ApiProperty({ description: '有可以查看或已写好的交接摘要' })
  hasSummary!: boolean;
  @ApiProperty({ type: String, nullable: true })
  declineReason!: string | null;
  @ApiProperty({ format: 'date-time' })
  proposedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt!: string | null;
}

export class TransferPageDto {
  @ApiProperty({ type: [TransferDto] })
  items!: TransferDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
