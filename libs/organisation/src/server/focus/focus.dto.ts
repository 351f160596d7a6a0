import { PageQuery } from '@heliotrope/platform';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import type { FocusSource } from '../../rules/index.js';

const CODE = /^[a-z0-9-]{1,40}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class FocusQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  schoolId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  classId?: string;

  @ApiPropertyOptional({ description: '类别代码' })
  @IsOptional()
  @Matches(CODE)
  code?: string;

  @ApiPropertyOptional({ enum: ['1'], description: '连同已结束的' })
  @IsOptional()
  @IsIn(['1'])
  over?: string;
}

export class FocusBody {
  @ApiProperty({ description: '类别代码' })
  @Matches(CODE)
  code!: string;

  @ApiProperty({ enum: ['teacher', 'family', 'department'] })
  @IsIn(['teacher', 'family', 'department'])
  source!: FocusSource;

  @ApiProperty({ format: 'date', description: '关注至，最长一年' })
  @Matches(DAY)
  untilOn!: string;
}

export class FocusCategoryDto {
  @ApiProperty()
  code!: string;
  @ApiProperty()
  name!: string;
}

export class FocusCategoriesDto {
  @ApiProperty({ type: [FocusCategoryDto] })
  items!: FocusCategoryDto[];
}

export class FocusDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  code!: string;
  @ApiProperty({ example: '留守' })
  name!: string;
  @ApiProperty({ enum: ['teacher', 'family', 'department', 'sheet'] })
  source!: FocusSource;
  @ApiProperty({ format: 'date' })
  fromOn!: string;
  @ApiProperty({ format: 'date' })
  untilOn!: string;
  @ApiProperty({ description: '今天仍在关注' })
  isCurrent!: boolean;
}

export class FocusRowDto extends FocusDto {
  @ApiProperty()
  studentId!: string;
  @ApiProperty()
  studentName!: string;
  @ApiProperty()
  className!: string;
}

export class FocusPageDto {
  @ApiProperty({ type: [FocusRowDto] })
  items!: FocusRowDto[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
