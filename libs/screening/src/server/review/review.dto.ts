import { ORDINALS, type Ordinal } from '@heliotrope/kernel';
import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { EFFECTS, type ValidityReason } from '../../rules/validity.js';
import { InterviewDto } from '../interview/interview.dto.js';
import type { ReviewState } from './review.repository.js';

export const REVIEW_STATES: readonly ReviewState[] = ['waiting', 'confirmed', 'lowered'];
const LEVELS = [...ORDINALS];
const VALIDITIES = ['valid', 'suspicious', 'void', 'incomplete', 'unscorable'] as const;

export class ReviewQuery extends PageQuery {
  @ApiPropertyOptional({ enum: REVIEW_STATES }) @IsOptional() @IsIn(REVIEW_STATES as ReviewState[]) readonly state?: ReviewState;
  @ApiPropertyOptional({ format: 'uuid' }) @IsOptional() @IsUUID() readonly schoolId?: string;
}

export class ConfirmLevelBody {
  @ApiProperty({ enum: LEVELS }) @IsIn(LEVELS) readonly ordinal: Ordinal;
  @ApiPropertyOptional({ maxLength: 2000 }) @IsOptional() @IsString() @MaxLength(2000) readonly note?: string;
}

export class LowerBody {
  @ApiProperty({ enum: LEVELS }) @IsIn(LEVELS) readonly ordinal: Ordinal;
  @ApiProperty({ maxLength: 2000, description: '至少五个字' }) @IsString() @MaxLength(2000) readonly reason: string;
}

/** One line of the psychology teacher's queue. */
export class ReviewDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: REVIEW_STATES }) readonly state: ReviewState;
  @ApiProperty({ format: 'uuid' }) readonly studentId: string;
  @ApiProperty() readonly studentName: string;
  @ApiProperty() readonly className: string;
  @ApiProperty() readonly schoolName: string;
  @ApiProperty() readonly roundTitle: string;
  @ApiProperty({ enum: LEVELS, description: '系统建议，不是结论' }) readonly suggested: Ordinal;
  @ApiProperty() readonly acute: boolean;
  @ApiProperty({ enum: LEVELS, type: Number, nullable: true, description: '已确认的等级' }) readonly ordinal: Ordinal | null;
  @ApiProperty({ description: '本地等级名称：已确认的，否则是建议的' }) readonly levelLabel: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly at: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '复检访谈应完成的时间' }) readonly dueAt: Date | null;
  @ApiProperty({ enum: LEVELS, type: Number, nullable: true, description: '有人提出下调到这一级，待第二人同意' }) readonly loweringTo: Ordinal | null;
}

export class ReviewPageDto {
  @ApiProperty({ type: [ReviewDto] }) readonly items: ReviewDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class FiredRuleDto {
  @ApiProperty() readonly rule: string;
  @ApiProperty({ enum: LEVELS }) readonly ordinal: Ordinal;
  @ApiProperty() readonly reason: string;
}

/** What somebody who broke the glass sees: enough to act on, and no answer. */
export class EmergencyReviewDto extends ReviewDto {
  @ApiProperty({ type: [FiredRuleDto] }) readonly rules: FiredRuleDto[];
}

export class ScoreDto {
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: Number, nullable: true }) readonly value: number | null;
  @ApiProperty({ type: String, nullable: true }) readonly band: string | null;
}

/** Why one sheet is not simply believed: the rule, what it does, what was measured against which limit. */
export class QualityNoteDto {
  @ApiProperty({ enum: Object.keys(EFFECTS), description: '触发的规则' }) readonly rule: ValidityReason;
  @ApiProperty({ enum: ['void', 'incomplete', 'suspicious'], description: '存疑不等于无效：分数照计，由人再看' }) readonly effect: 'void' | 'incomplete' | 'suspicious';
  @ApiProperty({ example: '每题用时的中位数 1.8 秒，低于本量表的 2 秒' }) readonly words: string;
}

export class ScaleDto {
  @ApiProperty() readonly instrument: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ enum: VALIDITIES }) readonly validity: (typeof VALIDITIES)[number];
  @ApiProperty({ type: [QualityNoteDto], description: '为什么不是“有效”，逐条；有效时为空' }) readonly quality: QualityNoteDto[];
  @ApiProperty({ description: '过了截止时间才到，只因危急条目保留' }) readonly late: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) readonly submittedAt: Date;
  @ApiProperty({ type: [ScoreDto] }) readonly scores: ScoreDto[];
}

export class ItemAnswerDto {
  @ApiProperty() readonly instrument: string;
  @ApiProperty() readonly no: number;
  @ApiProperty({ type: String, nullable: true }) readonly text: string | null;
  @ApiProperty({ type: String, nullable: true, description: '未作答为空' }) readonly answer: string | null;
  @ApiProperty() readonly critical: boolean;
}

export class DecisionDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: ['confirmed', 'lowering-proposed', 'lowered', 'raised'], description: 'raised：访谈所见提高了建议等级' }) readonly kind: 'confirmed' | 'lowering-proposed' | 'lowered' | 'raised';
  @ApiProperty({ type: String, format: 'date-time' }) readonly at: Date;
  @ApiProperty() readonly byName: string;
  @ApiProperty({ enum: LEVELS }) readonly from: Ordinal;
  @ApiProperty({ enum: LEVELS }) readonly to: Ordinal;
  @ApiProperty({ type: String, nullable: true }) readonly reason: string | null;
}

/** What the pupil's bureau calls one severity. Schemes of fewer levels give several the same name. */
export class LevelLabelDto {
  @ApiProperty({ enum: LEVELS }) readonly ordinal: Ordinal;
  @ApiProperty({ description: '本地等级名称' }) readonly label: string;
}

/** Everything behind one suggestion, for the psychology teacher alone: the only place where item answers are opened. */
export class ReviewDetailDto extends ReviewDto {
  @ApiProperty({ type: [LevelLabelDto], description: '五个等级在本地的名称，由轻到重' }) readonly levels: LevelLabelDto[];
  @ApiProperty({ type: [FiredRuleDto] }) readonly rules: FiredRuleDto[];
  @ApiProperty() readonly ruleSet: string;
  @ApiProperty({ type: [ScaleDto] }) readonly scales: ScaleDto[];
  @ApiProperty({ type: [ItemAnswerDto] }) readonly answers: ItemAnswerDto[];
  @ApiProperty({ type: [DecisionDto] }) readonly decisions: DecisionDto[];
  @ApiProperty({ type: () => [InterviewDto], description: '复检访谈与未谈成，按时间' }) readonly interviews: InterviewDto[];
  @ApiProperty({ description: '定级时放在 If-Match 里' }) readonly version: number;
}
