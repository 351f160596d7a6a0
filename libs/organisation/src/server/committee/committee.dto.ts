import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { CommitteeRole } from '../../rules/index.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ROLES = ['class', 'dormitory', 'room-head'] as const;

export class CommitteeQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  schoolId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  classId?: string;

  @ApiPropertyOptional({ enum: ROLES })
  @IsOptional()
  @IsIn([...ROLES])
  role?: CommitteeRole;
}

export class CommitteeCountsQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  schoolId!: string;
}

export class NewMemberBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  studentId!: string;

  @ApiProperty({ enum: ROLES, description: '班级心理委员、宿舍心理委员、舍长；宿舍职务以学生所住寝室为准' })
  @IsIn([...ROLES])
  role!: CommitteeRole;

  @ApiProperty({ format: 'date' })
  @Matches(DAY)
  fromOn!: string;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY)
  trainedOn?: string | null;
}

export class MemberBody {
  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, description: '卸任日期' })
  @IsOptional()
  @Matches(DAY)
  untilOn?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, description: '参加培训的日期' })
  @IsOptional()
  @Matches(DAY)
  trainedOn?: string | null;
}

export class MemberDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  studentId!: string;
  @ApiProperty()
  studentName!: string;
  @ApiProperty()
  className!: string;
  @ApiProperty({ enum: ROLES })
  role!: CommitteeRole;
  @ApiProperty({ type: String, nullable: true, example: '1号楼302', description: '宿舍职务所在的寝室' })
  room!: string | null;
  @ApiProperty({ format: 'date' })
  fromOn!: string;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  untilOn!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  trainedOn!: string | null;
  @ApiProperty()
  version!: number;
}

export class MemberPageDto {
  @ApiProperty({ type: [MemberDto] })
  items!: MemberDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class CommitteeCountDto {
  @ApiProperty({ description: '班级或宿舍楼' })
  id!: string;
  @ApiProperty({ enum: ['class', 'dormitory'] })
  kind!: 'class' | 'dormitory';
  @ApiProperty()
  name!: string;
  @ApiProperty()
  held!: number;
  @ApiProperty()
  trained!: number;
  @ApiProperty({ type: Number, nullable: true, description: '应设人数；没有文件规定时为空' })
  required!: number | null;
  @ApiProperty()
  missing!: number;
}

export class CommitteeCountsDto {
  @ApiProperty({ type: [CommitteeCountDto] })
  items!: CommitteeCountDto[];
  @ApiProperty({ type: String, nullable: true, description: '人数依据' })
  source!: string | null;
}
