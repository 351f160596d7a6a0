import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

export class BureauBody {
  @ApiProperty({ example: '东湖县教育体育局' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(80)
  name!: string;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, description: '撤销日期' })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  closedOn?: string | null;
}

export class NewBureauBody extends BureauBody {
  @ApiProperty({ description: '所在区划代码，同时是教育局编号；开发区用已登记的本地代码' })
  @Matches(/^[1-9]\d{5}$/)
  divisionCode!: string;

  @ApiProperty({ description: '上级教育局编号' })
  @IsInt()
  parentId!: number;
}

export class BureauDto {
  @ApiProperty()
  id!: number;
  @ApiProperty({ enum: ['province', 'city', 'county'] })
  kind!: 'province' | 'city' | 'county';
  @ApiProperty({ type: Number, nullable: true })
  parentId!: number | null;
  @ApiProperty()
  divisionCode!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ description: '直接管理的学校数' })
  schools!: number;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  closedOn!: string | null;
  @ApiProperty()
  version!: number;
}
