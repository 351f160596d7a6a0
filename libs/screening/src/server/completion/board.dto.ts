import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import type { RoundProgress } from '../../rules/progress.js';

export class ProgressDto implements RoundProgress {
  @ApiProperty({ description: '应测' }) readonly eligible: number;
  @ApiProperty({ description: '已完成且无作废答卷' }) readonly completed: number;
  @ApiProperty({ description: '已交一部分' }) readonly inProgress: number;
  @ApiProperty({ description: '已全部交卷，其中有作废，须重测' }) readonly void: number;
  @ApiProperty({ description: '尚未作答' }) readonly notYet: number;
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
