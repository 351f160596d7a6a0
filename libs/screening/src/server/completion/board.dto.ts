import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import type { FiveNumbers } from '../../rules/five-numbers.js';

/** completed, refused, absent, void and notYet add up to eligible. */
export class ProgressDto implements FiveNumbers {
  @ApiProperty({ description: '应测' }) readonly eligible: number;
  @ApiProperty({ description: '有效完成：全部交卷且无作废' }) readonly completed: number;
  @ApiProperty({ description: '不同意参加（未同意或已撤回），不计为缺测' }) readonly refused: number;
  @ApiProperty({ description: '缺测：测评时间已过仍未交齐，可补测' }) readonly absent: number;
  @ApiProperty({ description: '已全部交卷，其中有作废，须重测' }) readonly void: number;
  @ApiProperty({ description: '未完成：测评时间未过，尚未交齐' }) readonly notYet: number;
  @ApiProperty({ description: '缺测和未完成的学生中，已交一部分的' }) readonly inProgress: number;
}

export class BoardQuery {
  @ApiPropertyOptional({ format: 'uuid', description: '学校；不填则按学校汇总' }) @IsOptional() @IsUUID() readonly parent?: string;
}

/** Counts of one place. There is no field a name could stand in but the name of the place. */
export class BoardRowDto extends ProgressDto {
  @ApiProperty({ format: 'uuid' }) readonly id: string;
  @ApiProperty({ enum: ['school', 'class'] }) readonly kind: 'school' | 'class';
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly hasChildren: boolean;
}

export class BoardDto {
  @ApiProperty({ type: [BoardRowDto] }) readonly rows: BoardRowDto[];
  @ApiProperty({ type: ProgressDto }) readonly total: ProgressDto;
  @ApiProperty({ type: String, format: 'date-time', description: '数字截至何时' }) readonly asOf: Date;
}

export class RegionBoardQuery {
  @ApiPropertyOptional({ description: '学年，如 2026 表示 2026–2027 学年；不填即本学年' }) @IsOptional() @Type(() => Number) @IsInt() @Min(2000) @Max(2199) readonly schoolYear?: number;
  @ApiPropertyOptional({ description: '教育局；不填即本局' }) @IsOptional() @Type(() => Number) @IsInt() readonly parent?: number;
}

/** All that lies below one bureau, or (`isOwn`) the schools it manages itself. */
export class RegionBoardRowDto extends ProgressDto {
  @ApiProperty() readonly id: number;
  @ApiProperty({ enum: ['province', 'city', 'county'] }) readonly kind: 'province' | 'city' | 'county';
  @ApiProperty() readonly name: string;
  @ApiProperty({ description: '上级教育局直接管理的学校' }) readonly isOwn: boolean;
  @ApiProperty() readonly hasChildren: boolean;
  @ApiProperty({ description: '其中今年已开启测评的教育局' }) readonly bureausBegun: number;
  @ApiProperty({ description: '其中的教育局' }) readonly bureaus: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: '只有一个教育局时，它今年的轮次' }) readonly roundId: string | null;
}

export class RegionBoardDto {
  @ApiProperty() readonly schoolYear: number;
  @ApiProperty() readonly parentId: number;
  @ApiProperty() readonly parentName: string;
  @ApiProperty({ type: [RegionBoardRowDto] }) readonly rows: RegionBoardRowDto[];
  @ApiProperty({ type: ProgressDto }) readonly total: ProgressDto;
  @ApiProperty({ type: String, format: 'date-time', description: '数字截至何时' }) readonly asOf: Date;
}
