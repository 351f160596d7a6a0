import { LOG_KINDS, type LogKind, PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDateString, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';

const KINDS = Object.keys(LOG_KINDS) as LogKind[];

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ enum: KINDS }) @IsOptional() @IsIn(KINDS) readonly kind?: LogKind;
  @ApiPropertyOptional({ format: 'uuid', description: '谁做的：账号' }) @IsOptional() @IsUUID() readonly accountId?: string;
  @ApiPropertyOptional({ description: '对什么：kind:编号' }) @IsOptional() @Matches(/^[a-z-]{1,40}:[\w-]{1,64}$/) readonly object?: string;
  @ApiPropertyOptional({ format: 'date-time' }) @IsOptional() @IsDateString() readonly from?: string;
  @ApiPropertyOptional({ format: 'date-time' }) @IsOptional() @IsDateString() readonly until?: string;
}

export class AuditEntryDto {
  @ApiProperty() readonly id: string;
  @ApiProperty({ format: 'date-time' }) readonly at: Date;
  @ApiProperty({ description: '账号、学生或规则的编号' }) readonly actor: string;
  @ApiProperty({ type: String, nullable: true, description: '人名；规则和已注销的账号没有' }) readonly actorName: string | null;
  @ApiProperty() readonly action: string;
  @ApiProperty({ description: '动作的中文说法' }) readonly actionWords: string;
  @ApiProperty({ description: '对什么：只有编号，没有姓名' }) readonly object: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) readonly detail: Record<string, unknown>;
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEntryDto] }) readonly items: AuditEntryDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class AnchoredHeadDto {
  @ApiProperty() readonly jurisdictionId: number;
  @ApiProperty() readonly seq: number;
  @ApiProperty() readonly hash: string;
}

export class DoubtDto {
  @ApiProperty() readonly jurisdictionId: number;
  @ApiProperty() readonly seq: number;
}

export class AuditStateDto {
  @ApiProperty({ description: '刚刚校验了多少条' }) readonly checked: number;
  @ApiProperty() readonly isWhole: boolean;
  @ApiProperty({ type: DoubtDto, nullable: true }) readonly doubt: DoubtDto | null;
  @ApiProperty({ description: '数据库之外的锚点数' }) readonly anchors: number;
  @ApiProperty() readonly anchoredHeads: number;
  @ApiProperty() readonly anchorFaults: number;
  @ApiProperty({ type: [AnchoredHeadDto] }) readonly lastAnchored: AnchoredHeadDto[];
}

export class LogExportBody {
  @ApiProperty({ format: 'date-time' }) @IsDateString() readonly from: string;
  @ApiProperty({ format: 'date-time' }) @IsDateString() readonly until: string;
  @ApiProperty({ minLength: 8, maxLength: 300 }) @IsString() @MinLength(8) @MaxLength(300) readonly reason: string;
}

export class LogExportDto {
  @ApiProperty({ format: 'uuid' }) readonly exportId: string;
}
