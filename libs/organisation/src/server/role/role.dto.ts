import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@heliotrope/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { type Decided, POST_KINDS, type PostKind, SCOPE_WORDS, type ScopeWord } from '../../rules/index.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WORDS = Object.keys(SCOPE_WORDS) as ScopeWord[];
const DECIDED: Decided[] = [...WORDS, 'none', 'inherit'];

export class RoleQuery {
  @ApiPropertyOptional({ description: '哪个教育局；不填为您所在的教育局' }) @IsOptional() @Type(() => Number) @IsInt() bureauId?: number;
  @ApiPropertyOptional({ format: 'date', description: '哪一天的权限；不填为今天' }) @IsOptional() @Matches(DAY) on?: string;
}

export class DecisionQuery extends PageQuery {
  @ApiPropertyOptional() @IsOptional() @Type(() => Number) @IsInt() bureauId?: number;
}

export class RoleActionDto {
  @ApiProperty({ example: 'organisation.read-students' }) readonly action: string;
  @ApiProperty({ example: '查看学生名册（脱敏）' }) readonly name: string;
}

/** One cell of the matrix that is not empty. */
export class RoleRightDto {
  @ApiProperty() readonly action: string;
  @ApiProperty({ enum: POST_KINDS }) readonly post: PostKind;
  @ApiProperty({ enum: WORDS }) readonly word: ScopeWord;
  @ApiProperty({ type: Number, nullable: true, description: '哪个教育局给的；null：系统默认' }) readonly bureauId: number | null;
}

/** A cell that this bureau itself has decided, in force or still to come. */
export class RoleDecisionDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly action: string;
  @ApiProperty() readonly post: string;
  @ApiProperty({ enum: DECIDED }) readonly word: Decided;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
}

export class RoleBureauDto {
  @ApiProperty() readonly id: number;
  @ApiProperty() readonly name: string;
}

export class RolesDto {
  @ApiProperty({ type: RoleBureauDto }) readonly bureau: RoleBureauDto;
  @ApiProperty({ type: [RoleBureauDto], description: '上级教育局，由近到远' }) readonly above: RoleBureauDto[];
  @ApiProperty({ format: 'date' }) readonly on: string;
  @ApiProperty({ type: [RoleActionDto] }) readonly actions: RoleActionDto[];
  @ApiProperty({ type: [RoleRightDto] }) readonly rights: RoleRightDto[];
  @ApiProperty({ type: [RoleDecisionDto], description: '本局所作、尚未生效的调整' }) readonly coming: RoleDecisionDto[];
  @ApiProperty({ type: [RoleDecisionDto], description: '本局所作、当天有效的调整' }) readonly own: RoleDecisionDto[];
}

export class RoleEditBody {
  @ApiProperty() @IsString() @MaxLength(80) readonly action: string;
  @ApiProperty({ enum: POST_KINDS }) @IsIn(POST_KINDS) readonly post: PostKind;
  @ApiProperty({ enum: DECIDED, description: 'none：收回；inherit：恢复为上级或系统默认' }) @IsIn(DECIDED) readonly word: Decided;
}

export class RoleDraftBody {
  @ApiPropertyOptional() @IsOptional() @IsInt() readonly bureauId?: number;
  @ApiProperty({ format: 'date', description: '生效日期，不早于今天' }) @Matches(DAY) readonly validFrom: string;
  @ApiProperty({ type: [RoleEditBody] }) @IsArray() @ArrayMaxSize(500) @ValidateNested({ each: true }) @Type(() => RoleEditBody) readonly edits: RoleEditBody[];
}

export class SavedDraftQuery {
  @ApiPropertyOptional({ description: '哪个教育局；不填为您所在的教育局' }) @IsOptional() @Type(() => Number) @IsInt() bureauId?: number;
}

export class SaveDraftBody {
  @ApiPropertyOptional() @IsOptional() @IsInt() readonly bureauId?: number;
  @ApiProperty({ type: [RoleEditBody], description: '空：放弃草稿' }) @IsArray() @ArrayMaxSize(500) @ValidateNested({ each: true }) @Type(() => RoleEditBody) readonly edits: RoleEditBody[];
}

export class SavedDraftDto {
  @ApiProperty({ type: [RoleEditBody], description: '空：没有草稿' }) readonly edits: RoleEditBody[];
  @ApiProperty({ type: String, nullable: true, description: '最后由谁保存' }) readonly savedByName: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly savedAt: Date | null;
  @ApiProperty({ description: '从未保存过为0' }) readonly version: number;
}

export class RoleDecideBody extends RoleDraftBody {
  @ApiPropertyOptional({ description: '由已保存的草稿提出：草稿的版本；生效后草稿清空' }) @IsOptional() @IsInt() readonly draftVersion?: number;
  @ApiProperty({ maxLength: 200, description: '调整原因' }) @IsString() @Matches(/\S/) @MaxLength(200) readonly reason: string;
}

export class RoleChangeDto {
  @ApiProperty() readonly action: string;
  @ApiProperty() readonly actionName: string;
  @ApiProperty({ enum: POST_KINDS }) readonly post: PostKind;
  @ApiProperty({ enum: WORDS, type: String, nullable: true }) readonly before: ScopeWord | null;
  @ApiProperty({ enum: WORDS, type: String, nullable: true }) readonly after: ScopeWord | null;
  @ApiProperty({ description: '多少人获得' }) readonly gaining: number;
  @ApiProperty({ description: '多少人失去' }) readonly losing: number;
  @ApiProperty({ description: '多少人的范围改变' }) readonly changing: number;
}

export class RoleChangesDto {
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ type: [RoleChangeDto] }) readonly items: RoleChangeDto[];
}

export class DecisionHistoryDto extends RoleDecisionDto {
  @ApiProperty() readonly actionName: string;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly decidedByName: string;
  @ApiProperty({ format: 'date-time' }) readonly decidedAt: Date;
}

export class DecisionPageDto {
  @ApiProperty({ type: [DecisionHistoryDto] }) readonly items: DecisionHistoryDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}
