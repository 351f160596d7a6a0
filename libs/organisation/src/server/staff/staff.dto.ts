import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { type CheckState, POST_KINDS, type PostKind } from '../../rules/index.js';

const STATES = ['held', 'coming', 'ended', 'any'] as const;
const CHECKS = ['missing', 'old'] as const;
const CHECK_STATES: CheckState[] = ['not-needed', 'valid', 'old', 'missing'];

export class StaffQuery extends PageQuery {
  @ApiPropertyOptional() @IsOptional() @Type(() => Number) @IsInt() bureauId?: number;
  @ApiPropertyOptional({ format: 'uuid' }) @IsOptional() @IsUUID() schoolId?: string;
  @ApiPropertyOptional({ description: '姓名或用户名' }) @IsOptional() @IsString() @MaxLength(64) q?: string;
  @ApiPropertyOptional({ enum: POST_KINDS }) @IsOptional() @IsIn(POST_KINDS) post?: PostKind;
  @ApiPropertyOptional({ enum: STATES, default: 'held' }) @IsOptional() @IsIn(STATES) state?: (typeof STATES)[number];
  @ApiPropertyOptional({ enum: CHECKS, description: '只看从业查询缺失或过期的' }) @IsOptional() @IsIn(CHECKS) check?: (typeof CHECKS)[number];
}

export class StaffPostDto {
  @ApiProperty({ format: 'uuid', description: '岗位' }) readonly id: string;
  @ApiProperty({ format: 'uuid' }) readonly accountId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly username: string;
  @ApiProperty({ enum: POST_KINDS }) readonly post: PostKind;
  @ApiProperty({ example: '班主任' }) readonly postName: string;
  @ApiProperty() readonly jurisdictionId: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly schoolId: string | null;
  @ApiProperty() readonly orgName: string;
  @ApiProperty({ type: [String], description: '所带班级，或年级' }) readonly classes: readonly string[];
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validUntil: string | null;
  @ApiProperty({ enum: ['held', 'coming', 'ended'] }) readonly state: 'held' | 'coming' | 'ended';
  @ApiProperty({ type: String, nullable: true, description: '代理谁' }) readonly replacesName: string | null;
  @ApiProperty({ type: String, nullable: true, description: '由谁代理（本人请假）' }) readonly replacedBy: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly givenByName: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly endedByName: string | null;
  @ApiProperty() readonly reason: string;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: '最近一次从业查询' }) readonly checkedOn: string | null;
  @ApiProperty({ enum: CHECK_STATES }) readonly checkState: CheckState;
}

export class StaffPageDto {
  @ApiProperty({ type: [StaffPostDto] }) readonly items: StaffPostDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}

export class CheckCountsDto {
  @ApiProperty({ description: '接触学生的在岗人员' }) readonly people: number;
  @ApiProperty({ description: '没有登记过' }) readonly missing: number;
  @ApiProperty({ description: '已过期' }) readonly old: number;
  @ApiProperty({ description: '每隔多少天查询一次' }) readonly everyDays: number;
  @ApiProperty({ description: '依据' }) readonly source: string;
}

export class CheckBody {
  @ApiProperty({ format: 'date', description: '查询日期' }) @Matches(/^\d{4}-\d{2}-\d{2}$/) readonly checkedOn: string;
}

export class CheckDto {
  @ApiProperty({ format: 'date' }) readonly checkedOn: string;
  @ApiProperty() readonly recordedByName: string;
  @ApiProperty({ format: 'date-time' }) readonly recordedAt: Date;
}

export class StaffMemberDto {
  @ApiProperty({ format: 'uuid' }) readonly accountId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly username: string;
  @ApiProperty({ type: [StaffPostDto], description: '现任、待任和曾任的岗位' }) readonly posts: StaffPostDto[];
  @ApiProperty({ type: [CheckDto] }) readonly checks: CheckDto[];
}
