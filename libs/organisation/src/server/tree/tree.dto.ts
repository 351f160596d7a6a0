import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export class TreeQuery {
  @ApiPropertyOptional({ description: '上级节点的编号；不填为自己最上层的节点' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  parent?: string;

  @ApiPropertyOptional({ description: '按名称、拼音、首字母或代码查找' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  q?: string;
}

export class TreeNodeDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['province', 'city', 'county', 'school', 'class'] })
  kind!: 'province' | 'city' | 'county' | 'school' | 'class';
  @ApiProperty()
  name!: string;
  @ApiProperty()
  code!: string;
  @ApiProperty({ type: String, nullable: true })
  parentId!: string | null;
  @ApiProperty()
  hasChildren!: boolean;
}

export class TreeDto {
  @ApiProperty({ type: [TreeNodeDto] })
  items!: TreeNodeDto[];
}

export class SchoolDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  jurisdictionId!: number;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  identifierCode!: string;
  @ApiProperty()
  divisionCode!: string;
  @ApiProperty({ enum: ['primary', 'junior', 'senior'], isArray: true })
  stages!: string[];
  @ApiProperty()
  primaryYears!: number;
  @ApiProperty()
  juniorYears!: number;
  @ApiProperty({ enum: ['city', 'county-town', 'rural'] })
  area!: string;
  @ApiProperty({ enum: ['public', 'private'] })
  sponsor!: string;
  @ApiProperty()
  boarding!: boolean;
  @ApiProperty()
  legalPerson!: boolean;
  @ApiProperty({ type: String, nullable: true, description: '统一社会信用代码' })
  unifiedCode!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '经哪所中心学校报送' })
  centralSchoolId!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  openedOn!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true })
  closedOn!: string | null;
  @ApiProperty({ description: '保存时放在 If-Match 中' })
  version!: number;
}

export class ClassDto {
  @ApiProperty()
  id!: string;
  @ApiProperty()
  schoolId!: string;
  @ApiProperty({ enum: ['primary', 'junior', 'senior'] })
  stage!: string;
  @ApiProperty()
  entryYear!: number;
  @ApiProperty()
  number!: number;
  @ApiProperty({ example: '七年级3班' })
  name!: string;
  @ApiProperty({ example: '七年级' })
  gradeName!: string;
  @ApiProperty({ description: '1至9为义务教育年级，10至12为高中' })
  yearOfSchooling!: number;
  @ApiProperty({ type: String, nullable: true })
  campusId!: string | null;
  @ApiProperty()
  version!: number;
}

export class ClassesDto {
  @ApiProperty({ type: [ClassDto] })
  items!: ClassDto[];
}
