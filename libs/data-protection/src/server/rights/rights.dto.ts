import { CORRECTABLE_FIELDS, type CorrectableField } from '@heliotrope/organisation/rules';
import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateNested } from 'class-validator';
import { type Audience, RIGHTS_KINDS, type RightsKind, type RightsState } from '../../rules/index.js';
import { Day } from '../day.dto.js';
import { AUDIENCES } from '../notice/notice.dto.js';

const KINDS = Object.keys(RIGHTS_KINDS) as RightsKind[];
const STATES: RightsState[] = ['received', 'granted', 'refused'];

const FIELDS = Object.keys(CORRECTABLE_FIELDS) as CorrectableField[];

export class RightsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES }) @IsOptional() @IsIn(STATES) readonly state?: RightsState;
}

export class CorrectionBody {
  @ApiProperty({ enum: FIELDS }) @IsIn(FIELDS) readonly field: CorrectableField;
  @ApiProperty({ maxLength: 60, description: '应更正为：性别填男、女，是否住校填是、否，日期如 2013-05-04' }) @IsString() @Matches(/\S/) @MaxLength(60) @Matches(/^[^\0]*$/) readonly value: string;
}

export class ReceiveRequestBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly studentId: string;
  @ApiProperty({ enum: KINDS }) @IsIn(KINDS) readonly kind: RightsKind;
  @ApiProperty({ enum: AUDIENCES }) @IsIn(AUDIENCES as Audience[]) readonly askedBy: Audience;
  @ApiProperty({ maxLength: 2000, description: '申请内容；加密保存' }) @IsString() @Matches(/\S/) @MaxLength(2000) @Matches(/^[^\0]*$/) readonly wish: string;
  @Day() readonly receivedOn: string;
  @ApiPropertyOptional({ type: CorrectionBody, description: '更正类申请：名册里的哪一项、应是什么；名册没有的内容只写在申请内容里' })
  @IsOptional() @ValidateNested() @Type(() => CorrectionBody)
  readonly correction?: CorrectionBody;
}

export class GrantRequestBody {
  @ApiProperty({ maxLength: 2000, description: '怎样办理的；加密保存' }) @IsString() @Matches(/\S/) @MaxLength(2000) @Matches(/^[^\0]*$/) readonly answer: string;
  @ApiPropertyOptional({ type: [String], description: '删除类申请：要删除的数据类别；依法须保存的和保全中的不会删除' })
  @IsOptional() @IsArray() @ArrayMaxSize(20) @IsString({ each: true }) @MaxLength(80, { each: true })
  readonly erase?: string[];
}
export class RefuseRequestBody {
  @ApiProperty({ maxLength: 2000, description: '书面理由，至少十个字；加密保存' }) @IsString() @MaxLength(2000) @Matches(/^[^\0]*$/) readonly reason: string;
}

export class RightsItemDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ description: '学生姓名（脱敏）' }) readonly pupil: string;
  @ApiProperty() readonly className: string;
  @ApiProperty({ enum: KINDS }) readonly kind: RightsKind;
  @ApiProperty({ enum: AUDIENCES }) readonly askedBy: Audience;
  @ApiProperty({ enum: STATES }) readonly state: RightsState;
  @ApiProperty() readonly receivedOn: string;
  @ApiProperty() readonly dueOn: string;
  @ApiProperty() readonly isOverdue: boolean;
}
export class RightsPageDto {
  @ApiProperty({ type: [RightsItemDto] }) readonly items: RightsItemDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}
export class CorrectionDto {
  @ApiProperty({ enum: FIELDS }) readonly field: CorrectableField;
  @ApiProperty({ type: String, nullable: true, description: '名册现在的内容；办理以后是更正前的内容（脱敏）' }) readonly held: string | null;
  @ApiProperty({ description: '应更正为' }) readonly wanted: string;
  @ApiProperty({ description: '名册是否已按此更正' }) readonly isMade: boolean;
  @ApiProperty({ type: Number, nullable: true, description: '学生记录的版本，同意时放在 If-Match 中；学生已不在名册时为空值' }) readonly version: number | null;
}
export class RightsDetailDto extends RightsItemDto {
  @ApiProperty() readonly pupilName: string;
  @ApiProperty() readonly wish: string;
  @ApiProperty({ type: String, nullable: true }) readonly answer: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly decidedByName: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ description: '您现在能否答复' }) readonly mayAnswer: boolean;
  @ApiProperty({ description: '您现在能否申请生成查阅材料；登记人自己不能' }) readonly mayPack: boolean;
  @ApiProperty({ type: CorrectionDto, nullable: true, description: '要更正的一项；办理人看到两边的全文' }) readonly correction: CorrectionDto | null;
  @ApiProperty({ description: '可删除的数据类别', type: () => [ErasableDto] }) readonly erasable: ErasableDto[];
}
export class ErasableDto {
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly zh: string;
}
export class PackOrderDto {
  @ApiProperty({ format: 'uuid', description: '在导出中心中的编号；获批后生成' }) readonly exportId: string;
}
export class RequestReceivedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly dueOn: string;
}
