import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength, ValidateNested } from 'class-validator';
import { POST_KINDS, type PostKind, type Stage } from '../../rules/index.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class GradeBody {
  @ApiProperty({ enum: ['primary', 'junior', 'senior'] }) @IsIn(['primary', 'junior', 'senior']) readonly stage: Stage;
  @ApiProperty({ description: '入学年份' }) @IsInt() readonly entryYear: number;
}

export class AppointBody {
  @ApiProperty({ format: 'uuid' }) @IsUUID() readonly accountId: string;
  @ApiProperty({ enum: POST_KINDS }) @IsIn(POST_KINDS) readonly post: PostKind;
  @ApiPropertyOptional({ description: '局级岗位：哪个教育局' }) @IsOptional() @IsInt() readonly bureauId?: number;
  @ApiPropertyOptional({ format: 'uuid', description: '学校岗位：哪所学校' }) @IsOptional() @IsUUID() readonly schoolId?: string;
  @ApiPropertyOptional({ type: [String] }) @IsOptional() @IsArray() @ArrayMaxSize(50) @IsUUID(undefined, { each: true }) readonly classIds?: string[];
  @ApiPropertyOptional({ type: GradeBody, description: '年级组长：哪个年级' }) @IsOptional() @ValidateNested() @Type(() => GradeBody) readonly grade?: GradeBody;
  @ApiProperty({ format: 'date' }) @Matches(DAY) readonly validFrom: string;
  @ApiPropertyOptional({ format: 'date', description: '最后一天；不填为长期' }) @IsOptional() @Matches(DAY) readonly validUntil?: string;
  @ApiPropertyOptional({ format: 'uuid', description: '代理谁的岗位' }) @IsOptional() @IsUUID() readonly replacesPostId?: string;
  @ApiPropertyOptional({ maxLength: 200 }) @IsOptional() @IsString() @MaxLength(200) readonly reason?: string;
}

export class AppointedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class EndPostBody {
  @ApiProperty({ format: 'date', description: '任职的最后一天；昨天即立即结束' }) @Matches(DAY) readonly lastDay: string;
  @ApiProperty({ maxLength: 200 }) @IsString() @Matches(/\S/) @MaxLength(200) readonly reason: string;
}

export class CandidateQuery {
  @ApiProperty({ description: '姓名或用户名' }) @IsString() @IsNotEmpty() @MaxLength(64) readonly q: string;
}

export class CandidateDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly username: string;
  @ApiProperty({ type: [String], description: '现有岗位' }) readonly posts: readonly string[];
}

export class CandidatesDto {
  @ApiProperty({ type: [CandidateDto] }) readonly items: CandidateDto[];
}
