import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { BureauBody } from '../day.dto.js';

export class KeptClassDto {
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly zh: string;
  @ApiProperty({ description: '从哪一天起算' }) readonly from: string;
  @ApiProperty() readonly years: number;
  @ApiProperty({ description: '依据' }) readonly source: string;
  @ApiProperty({ type: Number, nullable: true, description: '法定最低年限' }) readonly leastYears: number | null;
  @ApiProperty({ type: String, nullable: true }) readonly leastLaw: string | null;
  @ApiProperty({ description: '销毁什么' }) readonly destroys: string;
  @ApiProperty({ description: '早于或等于这一天起算的，今天到期' }) readonly dueFrom: string;
  @ApiProperty({ description: '全局保全中' }) readonly isHeld: boolean;
}

export class HoldDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly bureauId: number;
  @ApiProperty({ type: String, nullable: true }) readonly dataClass: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly dataClassName: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly schoolName: string | null;
  @ApiProperty({ description: '是否针对某一名学生；不显示是谁' }) readonly isOnePupil: boolean;
  @ApiProperty() readonly reason: string;
  @ApiProperty() readonly placedByName: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly placedAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly liftedAt: Date | null;
}

export class RetentionDto {
  @ApiProperty() readonly bureauId: number;
  @ApiProperty({ type: [KeptClassDto] }) readonly classes: KeptClassDto[];
  @ApiProperty({ type: [HoldDto] }) readonly holds: HoldDto[];
}

export class PlaceHoldBody extends BureauBody {
  @ApiPropertyOptional({ description: '数据类别；不填即全部' }) @IsOptional() @IsString() @MaxLength(80) readonly dataClass?: string;
  @ApiPropertyOptional({ format: 'uuid' }) @IsOptional() @IsUUID() readonly schoolId?: string;
  @ApiPropertyOptional({ format: 'uuid', description: '只保全一名学生的数据' }) @IsOptional() @IsUUID() readonly studentId?: string;
  @ApiProperty({ minLength: 5, maxLength: 200 }) @IsString() @MinLength(5) @MaxLength(200) @Matches(/^[^\0]*$/) readonly reason: string;
}
export class HoldPlacedDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
}

export class DestructionDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty() readonly bureauId: number;
  @ApiProperty() readonly dataClass: string;
  @ApiProperty() readonly dataClassName: string;
  @ApiProperty({ enum: ['time-over', 'right-exercised'] }) readonly reason: 'time-over' | 'right-exercised';
  @ApiProperty() readonly countedBefore: string;
  @ApiProperty() readonly years: number;
  @ApiProperty() readonly source: string;
  @ApiProperty() readonly count: number;
  @ApiProperty({ description: '销毁清单的 SHA-256' }) readonly digest: string;
  @ApiProperty({ type: String, format: 'date-time' }) readonly destroyedAt: Date;
}
export class DestructionPageDto {
  @ApiProperty({ type: [DestructionDto] }) readonly items: DestructionDto[];
  @ApiProperty({ type: String, nullable: true }) readonly nextCursor: string | null;
}
export class FileOrderDto {
  @ApiProperty({ format: 'uuid' }) readonly exportId: string;
  @ApiProperty({ format: 'uuid', description: '进度见 /api/job-runs/{id}' }) readonly jobRunId: string;
}
