import { type Ordinal } from '@heliotrope/kernel';
import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBooleanString, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

const STATES = ['open', 'acknowledged'] as const;
const STEP_KINDS = ['opened', 'raised', 'attached', 'told', 'acknowledged', 'noted', 'level-lowered'] as const;

export class CaseListQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES }) @IsOptional() @IsIn(STATES) state?: (typeof STATES)[number];
  @ApiPropertyOptional({ format: 'uuid' }) @IsOptional() @IsUUID() schoolId?: string;
  @ApiPropertyOptional({ description: '只看由我负责的', enum: ['true', 'false'] }) @IsOptional() @IsBooleanString() mine?: string;
  @ApiPropertyOptional({ format: 'uuid', description: '这名学生的个案' }) @IsOptional() @IsUUID() studentId?: string;
}

export class CasePupilDto {
  @ApiProperty({ format: 'uuid' }) readonly studentId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly className: string;
  @ApiProperty() readonly schoolName: string;
}

/** A case as the people of the pupil's school see it. A bureau's people get counts, from another type. */
export class CaseListItemDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ type: CasePupilDto }) readonly pupil: CasePupilDto;
  @ApiProperty({ enum: STATES }) readonly state: (typeof STATES)[number];
  @ApiProperty({ enum: [0, 1, 2, 3, 4] }) readonly ordinal: Ordinal;
  @ApiProperty({ description: '本地等级名称' }) readonly levelLabel: string;
  @ApiProperty() readonly acute: boolean;
  @ApiProperty({ type: String, nullable: true }) readonly ownerName: string | null;
  @ApiProperty({ format: 'date-time' }) readonly dueAt: Date;
  @ApiProperty({ format: 'date-time' }) readonly openedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly acknowledgedAt: Date | null;
}

export class CasePageDto {
  @ApiProperty({ type: [CaseListItemDto] }) readonly items: CaseListItemDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class CaseStepDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: STEP_KINDS }) readonly kind: (typeof STEP_KINDS)[number];
  @ApiProperty({ format: 'date-time' }) readonly at: Date;
  @ApiProperty({ description: '谁做的：人名；由系统做的，说明是哪条规则' }) readonly author: string;
  @ApiProperty({ description: '是否由系统规则写入' }) readonly byRule: boolean;
  @ApiProperty({ enum: [0, 1, 2, 3, 4], type: Number, nullable: true }) readonly ordinal: Ordinal | null;
  @ApiProperty({ type: [String], description: '触发的规则，编号' }) readonly rules: string[];
  @ApiProperty({ type: [String], description: '依据：为什么有这一步，以及各条规则的说明' }) readonly reasons: string[];
  @ApiProperty({ type: [String], description: '告知了谁' }) readonly told: string[];
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
}

/** A screening result of the pupil. Only who may review can open it; that there is one stands in the timeline anyway. */
export class CaseReviewDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly roundTitle: string;
  @ApiProperty({ format: 'date-time' }) readonly at: Date;
}

export class CaseDetailDto extends CaseListItemDto {
  @ApiProperty({ type: [CaseReviewDto], description: '这名学生的测评复核，新的在前' }) readonly reviews: CaseReviewDto[];
  @ApiProperty({ type: [CaseStepDto] }) readonly timeline: CaseStepDto[];
  @ApiProperty({ description: '时间线或等级与校验值不符，可能被改动过' }) readonly inDoubt: boolean;
  @ApiProperty({ description: '此刻您能否接手' }) readonly mayAcknowledge: boolean;
}

export class NoteBody {
  @ApiProperty({ maxLength: 4000 }) @IsString() @Matches(/\S/) @MaxLength(4000) readonly text: string;
}

export class CaseCountDto {
  @ApiProperty({ enum: [0, 1, 2, 3, 4] }) readonly ordinal: Ordinal;
  @ApiProperty() readonly levelLabel: string;
  @ApiProperty({ type: Number, nullable: true, description: 'null：人数过少，不显示' }) readonly total: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly open: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly overdue: number | null;
}

export class CaseCountsDto {
  @ApiProperty({ type: [CaseCountDto] }) readonly items: CaseCountDto[];
  @ApiProperty({ format: 'date-time' }) readonly asOf: Date;
}
