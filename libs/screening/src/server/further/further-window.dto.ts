import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn } from 'class-validator';
import type { FurtherKind } from '../../rules/further-window.js';

const KINDS: readonly FurtherKind[] = ['make-up', 'retest'];

export class PlanFurtherBody {
  @ApiProperty({ enum: KINDS, description: 'make-up 补测（缺测的学生），retest 重测（答卷作废的学生）' }) @IsIn(KINDS as FurtherKind[]) readonly kind: FurtherKind;
  @ApiProperty({ type: String, format: 'date-time' }) @Type(() => Date) @IsDate() readonly opensAt: Date;
  @ApiProperty({ type: String, format: 'date-time' }) @Type(() => Date) @IsDate() readonly closesAt: Date;
}

export class FurtherWindowDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: KINDS }) readonly kind: FurtherKind;
  @ApiProperty({ type: String, format: 'date-time' }) readonly opensAt: Date;
  @ApiProperty({ type: String, format: 'date-time' }) readonly closesAt: Date;
  @ApiProperty({ enum: ['planned', 'seating', 'seated'] }) readonly state: 'planned' | 'seating' | 'seated';
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '提前结束' }) readonly endedAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', description: '从何时起知道有哪些学生要补测、重测' }) readonly seatsFrom: Date;
  @ApiProperty({ description: '分到座位的学生' }) readonly seats: number;
  @ApiProperty({ description: '其中已交卷的' }) readonly handedIn: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly jobRunId: string | null;
}

export class ProposedWindowDto {
  @ApiProperty({ type: String, format: 'date-time' }) readonly opensAt: Date;
  @ApiProperty({ type: String, format: 'date-time' }) readonly closesAt: Date;
}

export class ProposedWindowsDto {
  @ApiProperty({ type: ProposedWindowDto }) readonly 'make-up': ProposedWindowDto;
  @ApiProperty({ type: ProposedWindowDto }) readonly retest: ProposedWindowDto;
}

export class FurtherWindowsDto {
  @ApiProperty({ type: [FurtherWindowDto] }) readonly items: FurtherWindowDto[];
  @ApiProperty({ type: ProposedWindowsDto, description: '按校历和期限建议的时间' }) readonly proposed: ProposedWindowsDto;
}

export class FurtherPlannedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class SeatingStartedDto {
  @ApiProperty({ format: 'uuid', description: '进度见 /api/job-runs/{id}' }) readonly jobRunId: string;
}

export class FurtherClassDto {
  @ApiProperty({ format: 'uuid' }) readonly classId: string;
  @ApiProperty() readonly className: string;
  @ApiProperty() readonly schoolName: string;
  @ApiProperty({ description: '要发的座位条' }) readonly seats: number;
}

export class FurtherClassesDto {
  @ApiProperty({ type: [FurtherClassDto] }) readonly items: FurtherClassDto[];
}
