import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class CategoryListQuery {
  @ApiPropertyOptional({ description: '哪个教育局；只管一个局时可不填' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  jurisdictionId?: number;
}

export class CategoryBody {
  @ApiPropertyOptional({ description: '哪个教育局；只管一个局时可不填' })
  @IsOptional()
  @IsInt()
  jurisdictionId?: number;

  @ApiProperty({ example: '留守' })
  @IsString()
  @Length(1, 40)
  name!: string;

  @ApiProperty({ format: 'date', description: '从哪天起' })
  @Matches(DAY)
  fromOn!: string;
}

export class CloseCategoryBody {
  @ApiPropertyOptional({ description: '哪个教育局；只管一个局时可不填' })
  @IsOptional()
  @IsInt()
  jurisdictionId?: number;

  @ApiProperty({ format: 'date', description: '从哪天起不再选用' })
  @Matches(DAY)
  fromOn!: string;
}

export class CategoryDecisionDto {
  @ApiProperty()
  name!: string;
  @ApiProperty({ format: 'date' })
  fromOn!: string;
  @ApiProperty()
  isClosed!: boolean;
}

export class BureauCategoryDto {
  @ApiProperty()
  code!: string;
  @ApiProperty({ description: '今天的名称；停用的为最后的名称' })
  name!: string;
  @ApiProperty({ description: '文件或平台列出的，不是本局自己加的' })
  isOfPaper!: boolean;
  @ApiProperty({ type: String, nullable: true, description: '文件或平台所用的名称' })
  paperName!: string | null;
  @ApiProperty({ description: '今天可以选用' })
  isOpen!: boolean;
  @ApiProperty({ type: [CategoryDecisionDto], description: '还没有生效的决定' })
  coming!: CategoryDecisionDto[];
  @ApiProperty()
  version!: number;
}

export class BureauCategoriesDto {
  @ApiProperty({ type: [BureauCategoryDto] })
  items!: BureauCategoryDto[];
  @ApiProperty({ type: [String], description: '列出这些类别的文件；没有文件时为平台默认' })
  sources!: string[];
}
