import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsObject, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { GradeRangeDto } from '../round/round.dto.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const COMPARISONS = ['>=', '>', '<=', '<', '='] as const;

export class BureauQuery {
  @ApiPropertyOptional({ description: '从哪个教育局看；不填即本局' }) @IsOptional() @Type(() => Number) @IsInt() readonly bureauId?: number;
}

export class ObstacleDto {
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: '为什么现在不能用' }) readonly message: string;
}

export class ApprovedGradesDto extends GradeRangeDto {
  @ApiProperty({ format: 'date' }) readonly validUntil: string;
}

export class InstrumentDto {
  @ApiProperty({ description: '代码@版本' }) readonly key: string;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly version: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly edition: string;
  @ApiProperty({ description: '题数' }) readonly items: number;
  @ApiProperty({ type: GradeRangeDto }) readonly grades: GradeRangeDto;
  @ApiProperty({ enum: ['classroom', 'interview'] }) readonly mode: 'classroom' | 'interview';
  @ApiProperty({ description: '可以编入班级测评：题目齐备、授权有效、已经批准' }) readonly usable: boolean;
  @ApiProperty({ type: [ObstacleDto], description: '不可用的原因' }) readonly obstacles: ObstacleDto[];
  @ApiProperty({ type: [ApprovedGradesDto], description: '今天有效的批准' }) readonly approvedGrades: ApprovedGradesDto[];
  @ApiProperty({ type: String, nullable: true, format: 'date', description: '依授权使用的原文，授权到哪天' }) readonly licenceUntil: string | null;
  @ApiProperty({ type: String, nullable: true, description: '导入的教育局；随软件提供的为空' }) readonly owner: string | null;
  @ApiProperty({ description: '演示题，不测量任何东西' }) readonly demonstration: boolean;
  @ApiProperty() readonly source: string;
  @ApiProperty() readonly licence: string;
}

export class InstrumentsDto {
  @ApiProperty({ type: [InstrumentDto] }) readonly items: InstrumentDto[];
}

export class WordDto {
  @ApiProperty() readonly word: string;
  @ApiProperty({ enum: ['method', 'attention'], description: 'method：方式类词语，七年级以下不得使用' }) readonly kind: 'method' | 'attention';
}

export class ConditionDto {
  @ApiProperty({ type: [Number] }) readonly items: number[];
  @ApiProperty({ enum: COMPARISONS }) readonly op: (typeof COMPARISONS)[number];
  @ApiProperty() readonly value: number;
}

export class InstrumentQuestionDto {
  @ApiProperty() readonly no: number;
  @ApiProperty({ type: String, nullable: true }) readonly text: string | null;
  @ApiProperty({ description: '选项组' }) readonly options: string;
  @ApiProperty({ type: ConditionDto, nullable: true }) readonly condition: ConditionDto | null;
  @ApiProperty({ type: [WordDto] }) readonly words: WordDto[];
}

export class OptionSetDto {
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: [String] }) readonly labels: string[];
}

export class ScoreBandDto {
  @ApiProperty() readonly label: string;
  @ApiProperty() readonly from: number;
}

export class ScoreStructureDto {
  @ApiProperty() readonly id: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: ['sum', 'mean', 'count', 'mean-of-present', 'sum-of-scores'] }) readonly formula: 'sum' | 'mean' | 'count' | 'mean-of-present' | 'sum-of-scores';
  @ApiProperty({ type: [Number] }) readonly items: number[];
  @ApiProperty({ type: [String] }) readonly of: string[];
  @ApiProperty() readonly from: number;
  @ApiProperty() readonly to: number;
  @ApiProperty({ type: [ScoreBandDto] }) readonly bands: ScoreBandDto[];
}

export class ApprovalDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ description: '批准的教育局' }) readonly bureau: string;
  @ApiProperty({ description: '是本局批准的，可以撤回' }) readonly isOwn: boolean;
  @ApiProperty({ type: GradeRangeDto }) readonly grades: GradeRangeDto;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ format: 'date' }) readonly validUntil: string;
  @ApiProperty({ description: '批准人逐题读过的题数' }) readonly itemsRead: number;
  @ApiProperty({ description: '当时看到的须留意的词语数' }) readonly words: number;
  @ApiProperty() readonly note: string;
  @ApiProperty() readonly by: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly at: Date;
  @ApiProperty({ type: String, nullable: true }) readonly withdrawnBy: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) readonly withdrawnAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly withdrawnReason: string | null;
}

export class InstrumentDetailDto extends InstrumentDto {
  @ApiProperty({ description: '定义的校验和；批准时带回，确认批准的就是读过的' }) readonly checksum: string;
  @ApiProperty({ enum: ['self', 'parent', 'teacher', 'clinician'] }) readonly informant: 'self' | 'parent' | 'teacher' | 'clinician';
  @ApiProperty({ enum: ['own-rendering', 'own-work', 'imported-by-licensee', 'licensed'] }) readonly wording: 'own-rendering' | 'own-work' | 'imported-by-licensee' | 'licensed';
  @ApiProperty() readonly recall: string;
  @ApiProperty({ type: String, nullable: true }) readonly instructions: string | null;
  @ApiProperty() readonly minSeconds: number;
  @ApiProperty({ type: [String] }) readonly notes: string[];
  @ApiProperty({ type: [OptionSetDto] }) readonly optionSets: OptionSetDto[];
  @ApiProperty({ type: [InstrumentQuestionDto] }) readonly questions: InstrumentQuestionDto[];
  @ApiProperty({ type: [WordDto], description: '标题和指导语中须留意的词语' }) readonly headWords: WordDto[];
  @ApiProperty({ description: '方式类词语从哪一年级起才可使用' }) readonly methodsFromGrade: number;
  @ApiProperty({ type: [ScoreStructureDto] }) readonly scores: ScoreStructureDto[];
  @ApiProperty({ type: [Number], description: '危急条目题号' }) readonly criticalItems: number[];
  @ApiProperty({ type: String, nullable: true }) readonly savedBy: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'date-time' }) readonly savedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly licenceHolder: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly licenceNumber: string | null;
  @ApiProperty({ type: [ApprovalDto] }) readonly approvals: ApprovalDto[];
}

export class InstrumentUploadBody {
  @ApiProperty({ type: 'string', format: 'binary', description: '填好的表格模板，或 FHIR R4 Questionnaire（JSON）' }) readonly file: unknown;
}

export class PlacedFaultDto {
  @ApiProperty() readonly code: string;
  @ApiProperty({ description: '工作表与行，或 linkId' }) readonly place: string;
  @ApiProperty() readonly message: string;
}

export class ImportNoteDto {
  @ApiProperty() readonly place: string;
  @ApiProperty() readonly message: string;
}

export class DraftDto {
  @ApiProperty({ enum: ['xlsx', 'fhir'] }) readonly origin: 'xlsx' | 'fhir';
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: '没有错误时才有；在浏览器里试算后原样提交保存' })
  readonly definition: Record<string, unknown> | null;
  @ApiProperty({ type: [PlacedFaultDto] }) readonly faults: PlacedFaultDto[];
  @ApiProperty({ type: [ImportNoteDto], description: '未导入的部分和代填的部分，逐条列出' }) readonly notes: ImportNoteDto[];
}

export class LicenceBody {
  @ApiProperty({ maxLength: 80, description: '授权持有单位' }) @IsString() @IsNotEmpty() @MaxLength(80) readonly holder: string;
  @ApiProperty({ maxLength: 80, description: '授权编号' }) @IsString() @IsNotEmpty() @MaxLength(80) readonly number: string;
  @ApiProperty({ format: 'date' }) @Matches(DAY) readonly validUntil: string;
}

export class RecordLicenceBody extends LicenceBody {
  @ApiPropertyOptional({ description: '为哪个教育局；不填即本局' }) @IsOptional() @IsInt() readonly bureauId?: number;
}

export class SaveInstrumentBody {
  @ApiProperty({ type: 'object', additionalProperties: true }) @IsObject() readonly definition: Record<string, unknown>;
  @ApiProperty({ enum: ['xlsx', 'fhir'] }) @IsIn(['xlsx', 'fhir']) readonly origin: 'xlsx' | 'fhir';
  @ApiPropertyOptional({ type: LicenceBody, description: '依授权使用原文时必填，除非已登记有效授权' })
  @IsOptional() @ValidateNested() @Type(() => LicenceBody)
  readonly licence?: LicenceBody;
  @ApiPropertyOptional({ description: '为哪个教育局；不填即本局' }) @IsOptional() @IsInt() readonly bureauId?: number;
}

export class SavedInstrumentDto {
  @ApiProperty({ description: '代码@版本' }) readonly key: string;
}

export class ApproveBody {
  @ApiProperty({ description: '所读定义的校验和' }) @Matches(/^[0-9a-f]{64}$/) readonly checksum: string;
  @ApiProperty({ type: GradeRangeDto }) @ValidateNested() @Type(() => GradeRangeDto) readonly grades: GradeRangeDto;
  @ApiProperty({ format: 'date' }) @Matches(DAY) readonly validUntil: string;
  @ApiProperty({ description: '确认逐题读过的题数' }) @IsInt() @Min(0) @Max(500) readonly itemsRead: number;
  @ApiPropertyOptional({ maxLength: 200 }) @IsOptional() @IsString() @MaxLength(200) readonly note?: string;
  @ApiPropertyOptional({ description: '以哪个教育局的名义；不填即本局' }) @IsOptional() @IsInt() readonly bureauId?: number;
}

export class ApprovedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class WithdrawApprovalBody {
  @ApiProperty({ maxLength: 200 }) @IsString() @IsNotEmpty() @MaxLength(200) readonly reason: string;
}
