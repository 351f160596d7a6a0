import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What a clerk fills in about a school. Whether it holds together is the rule's to say, all faults at once. */
export class SchoolBody {
  @ApiProperty({ example: '东湖县第一小学' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(80)
  name!: string;

  @ApiProperty({ description: '学校（机构）标识码，10位', example: '2199000001' })
  @IsString()
  @MaxLength(20)
  identifierCode!: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: '统一社会信用代码 GB 32100' })
  @IsOptional()
  @IsString()
  @MaxLength(30)
  unifiedCode?: string | null;

  @ApiProperty({ description: '所在区划代码，6位' })
  @Matches(/^\d{6}$/)
  divisionCode!: string;

  @ApiProperty({ enum: ['primary', 'junior', 'senior'], isArray: true })
  @IsArray()
  @ArrayUnique()
  @IsIn(['primary', 'junior', 'senior'], { each: true })
  stages!: ('primary' | 'junior' | 'senior')[];

  @ApiProperty({ enum: [5, 6] })
  @IsInt()
  primaryYears!: number;

  @ApiProperty({ enum: [3, 4] })
  @IsInt()
  juniorYears!: number;

  @ApiProperty({ enum: ['city', 'county-town', 'rural'] })
  @IsIn(['city', 'county-town', 'rural'])
  area!: 'city' | 'county-town' | 'rural';

  @ApiProperty({ enum: ['public', 'private'] })
  @IsIn(['public', 'private'])
  sponsor!: 'public' | 'private';

  @ApiProperty()
  @IsBoolean()
  boarding!: boolean;

  @ApiProperty()
  @IsBoolean()
  legalPerson!: boolean;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: '经哪所中心学校报送' })
  @IsOptional()
  @IsUUID()
  centralSchoolId?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY)
  openedOn?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, description: '撤并日期' })
  @IsOptional()
  @Matches(DAY)
  closedOn?: string | null;
}

export class NewSchoolBody extends SchoolBody {
  @ApiPropertyOptional({ description: '由哪个教育局直接管理；管理多个时必填' })
  @IsOptional()
  @IsInt()
  jurisdictionId?: number;
}

export class CampusBody {
  @ApiProperty({ enum: ['campus', 'teaching-point'] })
  @IsIn(['campus', 'teaching-point'])
  kind!: 'campus' | 'teaching-point';

  @ApiProperty({ example: '南校区' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(40)
  name!: string;

  @ApiProperty({ enum: ['city', 'county-town', 'rural'] })
  @IsIn(['city', 'county-town', 'rural'])
  area!: 'city' | 'county-town' | 'rural';

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true })
  @IsOptional()
  @Matches(DAY)
  closedOn?: string | null;
}

export class CampusDto {
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['campus', 'teaching-point'] })
  kind!: 'campus' | 'teaching-point';
  @ApiProperty()
  name!: string;
  @ApiProperty({ enum: ['city', 'county-town', 'rural'] })
  area!: 'city' | 'county-town' | 'rural';
  @ApiProperty({ type: String, format: 'date', nullable: true })
  closedOn!: string | null;
  @ApiProperty()
  version!: number;
}

export class CampusesDto {
  @ApiProperty({ type: [CampusDto] })
  items!: CampusDto[];
}
