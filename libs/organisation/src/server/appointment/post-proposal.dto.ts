import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { type CheckState, POST_KINDS, type PostKind } from '../../rules/index.js';

export class ProposalFaultDto {
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly message: string;
}

export class ProposalDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ description: '人员名单的第几行' }) readonly row: number;
  @ApiProperty() readonly fileName: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly username: string;
  @ApiProperty({ enum: POST_KINDS }) readonly post: PostKind;
  @ApiProperty({ description: '学校，或教育局' }) readonly orgName: string;
  @ApiProperty({ description: '名单上写的班级或年级' }) readonly classText: string;
  @ApiProperty() readonly proposedByName: string;
  @ApiProperty({ format: 'date-time' }) readonly proposedAt: Date;
  @ApiProperty({ enum: ['not-needed', 'valid', 'old', 'missing'], description: '从业查询' }) readonly checkState: CheckState;
  @ApiProperty({ type: ProposalFaultDto, nullable: true, description: '现在不能任命的原因' }) readonly fault: ProposalFaultDto | null;
}

export class ProposalPageDto {
  @ApiProperty({ type: [ProposalDto] }) readonly items: readonly ProposalDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
  @ApiProperty({ description: '一共有多少项等待' }) readonly waiting: number;
  @ApiProperty({ format: 'date-time', description: '截至何时；接受时交回，其后新提出的不在其内' }) readonly asOf: Date;
}

export class AcceptBody {
  @ApiProperty({ format: 'date-time', description: '列表给出的asOf' }) @Type(() => Date) @IsDate() readonly asOf: Date;
  @ApiPropertyOptional({ description: '上一次给出的next' }) @IsOptional() @IsString() @MaxLength(400) readonly after?: string;
}

export class RefusedProposalDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly row: number;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: POST_KINDS }) readonly post: PostKind;
  @ApiProperty() readonly code: string;
  @ApiProperty() readonly message: string;
}

export class AcceptedDto {
  @ApiProperty() readonly accepted: number;
  @ApiProperty({ description: '本来就在任，不必再任命' }) readonly heldAlready: number;
  @ApiProperty({ type: [RefusedProposalDto] }) readonly refused: readonly RefusedProposalDto[];
  @ApiProperty({ type: String, nullable: true, description: '还有更多时，从这里继续' }) readonly next: string | null;
}

export class DeclineBody {
  @ApiProperty({ maxLength: 200 }) @IsString() @Matches(/\S/) @MaxLength(200) readonly reason: string;
}
