import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { type Audience, RIGHTS_KINDS, type RightsKind, type RightsState } from '../../rules/index.js';
import { Day } from '../day.dto.js';
import { AUDIENCES } from '../notice/notice.dto.js';

const KINDS = Object.keys(RIGHTS_KINDS) as RightsKind[];
const STATES: RightsState[] = ['received', 'granted', 'refused'];

export class RightsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES }) @IsOptional() @IsIn(STATES) readonly state?: RightsState;
}

export class ReceiveRequestBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly studentId: string;
  @ApiProperty({ enum: KINDS }) @IsIn(KINDS) readonly kind: RightsKind;
  @ApiProperty({ enum: AUDIENCES }) @IsIn(AUDIENCES as Audience[]) readonly askedBy: Audience;
  @ApiProperty({ maxLength: 2000, description: '申请内容；加密保存' }) @IsString() @Matches(/\S/) @MaxLength(2000) @Matches(/^[^\0]*$/) readonly wish: string;
  @Day() readonly receivedOn: string;
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
export class RightsDetailDto extends RightsItemDto {
  @ApiProperty() readonly pupilName: string;
  @ApiProperty() readonly wish: string;
  @ApiProperty({ type: String, nullable: true }) readonly answer: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly decidedByName: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ description: '您现在能否答复' }) readonly mayAnswer: boolean;
  @ApiProperty({ description: '您现在能否申请生成查阅材料；登记人自己不能' }) readonly mayPack: boolean;
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
