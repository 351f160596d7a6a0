import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import type { Stage } from '../../rules/index.js';

export class PromotionQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  schoolId!: string;
}

export class PromotionClassDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ example: '九年级3班' })
  name!: string;
  @ApiProperty({ enum: ['primary', 'junior', 'senior'] })
  stage!: string;
  @ApiProperty()
  entryYear!: number;
  @ApiProperty({ description: '在籍人数' })
  pupils!: number;
}

export class PromotionDto {
  @ApiProperty({ example: 2026 })
  schoolYear!: number;
  @ApiProperty({ type: [PromotionClassDto], description: '学制年限已满、仍有在籍学生的班级' })
  graduated!: PromotionClassDto[];
  @ApiProperty({ type: [String], description: '本学年还没有起始年级班级的学段' })
  withoutEntry!: string[];
  @ApiProperty({ type: [PromotionClassDto], description: '在读的班级' })
  classes!: PromotionClassDto[];
}

export class GraduateBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  schoolId!: string;
  @ApiProperty({ type: [String] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsUUID(undefined, { each: true })
  classIds!: string[];
}

export class EntryClassesBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  schoolId!: string;
  @ApiProperty({ enum: ['primary', 'junior', 'senior'] })
  @IsIn(['primary', 'junior', 'senior'])
  stage!: Stage;
  @ApiProperty({ minimum: 1, maximum: 60 })
  @IsInt()
  @Min(1)
  @Max(60)
  count!: number;
}

export class MergeClassesBody {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  schoolId!: string;
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  fromClassId!: string;
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  intoClassId!: string;
}

export class PromotedDto {
  @ApiProperty({ description: '涉及的人数或班级数' })
  count!: number;
}
